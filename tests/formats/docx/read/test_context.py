from __future__ import annotations

import pytest
from docx_builder import Relation
from docx_documents import p, r, read_document, style, styled
from docx_reading import codes, read_body

from sdconvert.findings import Location
from sdconvert.formats.docx.read.body import UNKNOWN_BLOCK
from sdconvert.formats.docx.read.context import shorten
from sdconvert.handles import HeldContent
from sdconvert.ledger import Kind


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (" a ", "a"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        (f"{'x' * 58} {'y' * 9}", "x" * 58 + "…"),
        ("", ""),
    ],
)
def test_a_place_shows_the_first_words(text: str, short: str) -> None:
    assert shorten(text) == short


def test_a_place_is_one_that_a_person_can_go_to() -> None:
    body = styled("H", "Rights") + p("some words", r("h", "<w:vanish/>")).replace("<w:p>", '<w:p w14:paraId="1A">')
    (finding,) = read_document(body, styles=style("H", "heading 1")).findings
    assert finding.location is not None
    assert finding.location[:5] == ("word/document.xml", 2, "Rights", "some wordsh", "1A")
    assert finding.location.xpath == "(//w:p)[2]"


def test_an_element_that_is_lost_is_booked_with_all_that_it_holds() -> None:
    element, reading = read_body(f"<w:odd>{p('two')}<w:tbl/></w:odd>")
    reading.lose(UNKNOWN_BLOCK, element, name="w:odd")
    assert codes(reading) == ["DOCX-R005"]
    assert reading.report.ledger.dropped == {(Kind.CHARACTERS, "DOCX-R005"): 3, (Kind.TABLES, "DOCX-R005"): 1}


def test_an_element_without_content_may_be_lost_in_silence() -> None:
    element, reading = read_body("<w:odd><w:p/></w:odd>")
    reading.lose_content(UNKNOWN_BLOCK, element, name="w:odd")
    assert codes(reading) == []


def test_reading_from_another_part_ends_as_it_began() -> None:
    _, reading = read_body(p("a"))
    with reading.within("word/other.xml"):
        assert reading.at(None) == Location("word/other.xml")
    assert reading.part == "word/document.xml"


def test_equal_pictures_are_one_asset() -> None:
    _, reading = read_body(p("a"), relations=[Relation("x", "image", "x.png")])
    assert reading.add_asset(HeldContent(b"one"), "png") == reading.add_asset(HeldContent(b"one"), "png")
    assert reading.add_asset(HeldContent(b"two"), "png") != reading.add_asset(HeldContent(b"one"), "png")
    assert len(reading.assets) == 2
