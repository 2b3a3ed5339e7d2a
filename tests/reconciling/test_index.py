"""New entries of the index come home; what SDXML has no place for is told."""

from __future__ import annotations

import io

import pytest
from docx.oxml import parse_xml
from PIL import Image
from reconcile_kit import as_word, codes_of, edited, package

import sdconvert
from sdconvert.findings import Severity
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import IndexEntry
from sdconvert.model.inlines import IndexMark, InlinePicture, Run
from sdconvert.model.walk import walk_inlines

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ID = "00000007-1111-4222-8333-444455556666"
MARKED = Paragraph((Run("A tenant is liable."), IndexMark(ID)))
INDEX = (IndexEntry(ID, "Liability"),)


def mark(entry: str):
    """An edit in Word that marks the first paragraph for the index."""

    def edit(document):
        for inner in ('<w:fldChar w:fldCharType="begin"/>', f'<w:instrText> XE "{entry}" </w:instrText>',
                      '<w:fldChar w:fldCharType="end"/>'):  # fmt: skip
            document.paragraphs[0]._p.append(parse_xml(f"<w:r {W}>{inner}</w:r>"))

    return edit


def titles(entries) -> list:
    return [(entry.title, titles(entry.children)) for entry in entries]


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("Rent", [("Liability", []), ("Rent", [])]),
        ("Liability:Limits", [("Liability", [("Limits", [])])]),
        ("Rent:Late", [("Liability", []), ("Rent", [("Late", [])])]),
        ("Liability", [("Liability", [])]),
    ],
)
def test_a_new_entry_of_the_index_comes_home_with_its_mark(entry: str, found: list):
    base = package(MARKED, "Another paragraph.", index=INDEX)
    result = sdconvert.reconcile(base, base, edited(as_word(base), mark(entry)))
    merged = sdconvert.read_document(result.value).value
    assert titles(merged.index) == found
    assert merged.index[0].id == ID
    assert sum(isinstance(each, IndexMark) for each in walk_inlines(merged)) == 2
    assert [one for one in sdconvert.validate(result.value) if one.severity is Severity.ERROR] == []
    assert codes_of(result) == []


def test_an_entry_that_was_renamed_meanwhile_is_not_made_again():
    base = package(MARKED, index=INDEX)
    current = package(MARKED, index=(IndexEntry(ID, "Liability of tenants"),))
    result = sdconvert.reconcile(base, current, edited(as_word(base), mark("Rent")))
    merged = sdconvert.read_document(result.value).value
    assert titles(merged.index) == [("Liability of tenants", []), ("Rent", [])]


def test_another_alternative_text_of_a_picture_within_text_is_told():
    picture = io.BytesIO()
    Image.new("RGB", (30, 20), "navy").save(picture, "PNG")
    block = Paragraph((Run("See "), InlinePicture("p.png"), Run(" here.")))
    base = package(block, assets={"p.png": picture.getvalue()})
    word = as_word(base)

    def describe(document):
        document.element.body.xpath(".//wp:docPr")[0].set("descr", "A blue field")

    assert codes_of(sdconvert.reconcile(base, base, word)) == []
    result = sdconvert.reconcile(base, base, edited(word, describe))
    assert codes_of(result) == ["RECONCILE-009"]
    assert result.findings[0].details == {"text": "A blue field"}
