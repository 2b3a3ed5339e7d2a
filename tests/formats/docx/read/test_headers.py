from __future__ import annotations

import pytest
from docx_builder import Relation, build_docx, wrap
from docx_documents import assert_accounted, codes, deleted, field, messages, p, r, read_document, simple, text_box
from docx_drawings import drawing, pic, vml

from sdconvert.findings import Result
from sdconvert.model.document import Document

TAB = "<w:r><w:tab/></w:r>"


def document(parts: dict[str, str], sections: str = "", body: str = p("a")) -> Result[Document]:
    """A document whose parts are named `header…` or `footer…`, each with its content, referred to in this order."""
    relations = [Relation(name, name[:6], f"{name}.xml") for name in parts]
    files: dict[str, bytes | str] = {
        f"word/{name}.xml": wrap("w:hdr" if name.startswith("header") else "w:ftr", content)
        for name, content in parts.items()
    }
    references = "".join(f'<w:{name[:6]}Reference w:type="default" r:id="{name}"/>' for name in parts)
    body += sections or f"<w:sectPr>{references}</w:sectPr>"
    assert_accounted(build_docx(body, relations=relations, files=files))
    return read_document(body, relations=relations, files=files)


def footer_of(*content: str) -> str:
    return document({"footer1": p(*content)}).value.metadata.footer


def test_a_header_is_a_finding_that_holds_its_text() -> None:
    result = document({"header1": p("Company", TAB, "Secret")})
    assert result.value.metadata.footer == ""
    assert messages(result, "DOCX-R008") == ["A page header is left out: “Company Secret”"]


def test_a_footer_is_the_footer_of_the_document() -> None:
    result = document({"footer1": p("Company", TAB, "Secret") + p() + p("Berlin")})
    assert result.value.metadata.footer == "Company · Secret · Berlin"
    assert codes(result) == ["DOCX-R009"]


@pytest.mark.parametrize("number", [simple("PAGE", "7"), field(" PAGE \\* MERGEFORMAT ", "7")])
def test_a_page_number_is_no_part_of_the_footer_text(number: str) -> None:
    assert footer_of("Company", TAB, "Page ", number, " of ", field("NUMPAGES", "9")) == "Company"


def test_a_footer_of_page_numbers_alone_is_a_finding() -> None:
    result = document({"footer1": p(field("PAGE", "7"))})
    assert result.value.metadata.footer == ""
    assert messages(result, "DOCX-R008") == ["A page footer is left out: “7”"]


def test_text_in_a_text_box_of_a_footer_stands_there_once() -> None:
    assert footer_of("text ", text_box(p("box"))) == "text · box"


def test_the_first_default_footer_with_text_counts_and_others_are_findings() -> None:
    sections = (
        '<w:sectPr><w:footerReference w:type="first" r:id="footer1"/>'
        '<w:footerReference w:type="default" r:id="footer2"/>'
        '<w:footerReference w:type="even" r:id="footer3"/></w:sectPr>'
    )
    result = document({name: p(name) for name in ("footer1", "footer2", "footer3")}, sections)
    assert result.value.metadata.footer == "footer2"
    assert [finding.details["text"] for finding in result.findings] == ["footer1", "footer2", "footer3"]
    assert codes(result) == ["DOCX-R008", "DOCX-R009", "DOCX-R008"]


def test_a_header_that_several_sections_use_is_one_finding() -> None:
    reference = '<w:headerReference w:type="default" r:id="header1"/>'
    body = p("a", ppr=f"<w:sectPr>{reference}</w:sectPr>")
    assert codes(document({"header1": p("head")}, f"<w:sectPr>{reference}</w:sectPr>", body)) == ["DOCX-R008"]


def test_an_empty_header_is_nothing() -> None:
    assert codes(document({"header1": p(), "footer1": p(r(""))})) == []


def test_revisions_in_a_footer_are_resolved() -> None:
    result = document({"footer1": p("kept", deleted("gone"))})
    assert result.value.metadata.footer == "kept"
    assert codes(result) == ["DOCX-R009", "DOCX-R010"]


def test_a_header_that_is_missing_is_a_finding() -> None:
    body = '<w:sectPr><w:headerReference r:id="h"/></w:sectPr>'
    result, _ = assert_accounted(build_docx(body, relations=[Relation("h", "header", "header1.xml")]))
    assert codes(result) == ["DOCX-R001"]


def test_a_reference_without_a_relationship_is_nothing() -> None:
    assert codes(read_document('<w:sectPr><w:headerReference r:id="h"/></w:sectPr>')) == []


def test_the_place_of_a_finding_is_in_its_part() -> None:
    (finding,) = document({"header1": p("head")}).findings
    assert finding.location is not None
    assert (finding.location.part, finding.location.paragraph) == ("word/header1.xml", 1)


WORD_ART = (
    '<w:r><w:pict><v:shape style="position:absolute;width:400pt;height:99pt">'
    '<v:textpath string="Strictly  confidential"/></v:shape></w:pict></w:r>'
)
PICTURE_IN_VML = "<w:r>" + vml('<v:imagedata r:id="r1" o:title="seal"/>') + "</w:r>"


def test_a_watermark_is_told_once_with_its_words_and_is_no_text() -> None:
    result = document({"header1": p(WORD_ART), "header2": p("Company", WORD_ART), "footer1": p("Berlin", WORD_ART)})
    assert messages(result, "DOCX-R193") == ["The watermark “Strictly confidential” is left out (3 time(s))."]
    assert messages(result, "DOCX-R008") == ["A page header is left out: “Company”"]
    assert result.value.metadata.footer == "Berlin"


@pytest.mark.parametrize(
    ("picture", "what"),
    [
        (drawing(pic(), 'descr="The  logo" name="Picture 1"'), "“The logo”, 100 × 50 pt"),
        (drawing(pic(), 'name="Picture 1"', "anchor"), "“Picture 1”, 100 × 50 pt"),
        (drawing(pic()), "a picture, 100 × 50 pt"),
        (PICTURE_IN_VML, "“seal”, 30 × 20 pt"),
    ],
)
def test_pictures_of_headers_and_footers_are_told_once_by_what_they_are(picture: str, what: str) -> None:
    run = picture if picture.startswith("<w:r>") else f"<w:r>{picture}</w:r>"
    result = document({"header1": p(run), "footer1": p("Berlin ", run)})
    told = f"2 picture(s) of page headers and footers are left out, such as {what}."
    assert messages(result, "DOCX-R192") == [told]
    assert result.value.metadata.footer == "Berlin"
    assert codes(result) == ["DOCX-R009", "DOCX-R192"]


def test_a_picture_in_a_text_box_goes_the_way_of_its_text() -> None:
    inside = p("Company", f"<w:r>{drawing(pic())}</w:r>")
    assert messages(document({"header1": p(text_box(inside))}), "DOCX-R008") == ["A page header is left out: “Company”"]
