"""Packages of Word, judged by rules of the standard and not by our reader."""

from everything import EVERYTHING
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import documents
from thoroughness import examples
from word_rules import problems

from sdconvert.archive import read_archive
from sdconvert.formats.docx.write import DocxWriteOptions, WordSettings, write

thorough = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
all_settings = st.builds(
    WordSettings, st.sampled_from([None, "de_DE"]), st.booleans(), st.booleans(), st.booleans(), st.booleans()
)


def test_a_document_with_everything_keeps_the_rules():
    assert problems(read_archive(write(EVERYTHING).value)) == []


@thorough
@given(documents, all_settings)
def test_any_document_keeps_the_rules(document, wanted):
    assert problems(read_archive(write(document, DocxWriteOptions(settings=wanted)).value)) == []
