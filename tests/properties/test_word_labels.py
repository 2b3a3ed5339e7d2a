"""What the reader says that Word shows before paragraphs is what a second account of ECMA-376 says."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from numbered_documents import make_noted, make_numbered, make_unanswered
from thoroughness import examples
from word_labels import note_marks_of, paragraphs_of

from sdconvert.formats.docx.read import read
from sdconvert.formats.docx.read.inline.content import text_of
from sdconvert.model.blocks import Paragraph
from sdconvert.model.inlines import Note
from sdconvert.model.text import plain_text


@settings(max_examples=examples(120))
@given(st.integers(0, 2**32))
def test_the_labels_of_a_document_are_those_of_the_second_account(seed: int) -> None:
    package = make_numbered(Random(seed))
    blocks = read(package).value.blocks
    assert [(text_of(block.content), block.label) for block in blocks] == [
        (each.text, each.label) for each in paragraphs_of(package)
    ]


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_references_without_a_result_show_the_number_in_full_context(seed: int) -> None:
    package = make_unanswered(Random(seed))
    sources = paragraphs_of(package)
    texts = [plain_text(block.content) for block in read(package).value.blocks]
    for at in range(len(sources) // 2):
        assert texts[len(sources) // 2 + at] == f"see{at} {sources[at].full_number}"


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_the_marks_of_notes_are_those_of_the_second_account(seed: int) -> None:
    package = make_noted(Random(seed))
    blocks = read(package).value.blocks
    inlines = [node for block in blocks if isinstance(block, Paragraph) for node in block.content]
    assert [node.mark for node in inlines if isinstance(node, Note)] == note_marks_of(package)
