from pathlib import Path

import pytest
from sdxml_dialects import VERSIONS, in_dialect

from sdconvert.archive import write_archive
from sdconvert.findings import Severity
from sdconvert.model.blocks import Heading, Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import Comment, Note, Run
from sdconvert.validation import check

SAMPLES = Path(__file__).parents[2] / "samples" / "sdxml" / "dialects"


@pytest.mark.parametrize("name", ["2017", "2017-early", "2.13", "2.20", "2.25"])
def test_a_sample_of_another_dialect_is_only_named(name: str) -> None:
    (finding,) = check(SAMPLES / f"{name}.xml")
    assert finding.code.id == "SDXML-V011"
    assert finding.severity is Severity.INFO
    assert finding.details["dialect"] == name.partition("-")[0]


META = '<meta><language value="de_DE"/><title>t</title><subtitle/><description/><footer/><creator>c</creator></meta>'


def codes(xml: str) -> list[str]:
    return [finding.code.id for finding in check(xml.replace("<document>", META + "<document>").encode())]


def test_what_is_wrong_in_any_dialect_is_found_in_2017() -> None:
    assert codes(
        '<smashdoc><document><ul><li level="1">a</li><li><strong>b</strong></li></ul></document></smashdoc>'
    ) == [
        "SDXML-V011",
        "SDXML-V030",
        "SDXML-V046",
    ]


def test_what_is_not_published_of_a_dialect_is_not_judged() -> None:
    body = '<ordered-sections><paragraph new="1"><new/></paragraph></ordered-sections>'
    assert codes(f'<smashdoc version="2.25.0"><document>{body}</document></smashdoc>') == ["SDXML-V011"]


def test_what_is_published_of_a_dialect_is_judged() -> None:
    body = '<paragraph indent="0"><xref href="gone" data-num-enabled="1" data-content-enabled="1"/></paragraph>'
    assert codes(f'<smashdoc version="2.13.2"><document>{body}</document><comments/></smashdoc>') == [
        "SDXML-V011",
        "SDXML-V021",
    ]


def test_a_place_in_another_dialect_has_words_and_no_path_into_a_tree_that_is_not_in_the_file() -> None:
    heading = '<paragraph indent="0" stylename="quick_heading_1">Purpose</paragraph>'
    body = heading + '<paragraph indent="16">some words</paragraph>'
    found = check(f'<smashdoc version="2.13.2"><document>{body}</document></smashdoc>'.encode())
    (finding,) = [finding for finding in found if finding.code.id == "SDXML-V047"]
    assert finding.location is not None
    assert (finding.location.heading, finding.location.words, finding.location.path) == ("Purpose", "some words", "")


def test_attached_files_belong_in_a_package_of_2_25() -> None:
    xml = b'<smashdoc version="2.25.0"><document><ordered-sections/></document></smashdoc>'
    found = check(write_archive({"sd.xml": xml, "inline-files/a.pdf": b"%PDF"}))
    assert [finding.code.id for finding in found] == ["SDXML-V011"]


@pytest.mark.parametrize("dialect", list(VERSIONS))
def test_a_document_in_another_dialect_is_only_named(dialect: str) -> None:
    paragraph = Paragraph((Run("a"), Note(((Run("n"),),)), Comment("A", "", ("c",))), number_level=2)
    document = Document((Heading((Run("h"),), 1), paragraph))
    found = check(in_dialect(document, dialect))
    assert [finding.code.id for finding in found] == ["SDXML-V011"]


def test_a_document_type_without_entities_is_let_pass() -> None:
    assert codes('<!DOCTYPE smashdoc SYSTEM "sd.dtd"><smashdoc version="2.6"><document></document></smashdoc>') == []
