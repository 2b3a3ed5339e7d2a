from __future__ import annotations

import pytest
from docx_builder import Relation, build_docx, wrap
from docx_documents import style, styled

from sdconvert.errors import UnreadableInput
from sdconvert.formats.docx.read import read
from sdconvert.formats.docx.read.unread import empty_unread
from sdconvert.model.blocks import Heading
from sdconvert.xmlio import parse

LATENT = '<w:latentStyles w:count="2">{}</w:latentStyles>'
ENTRY = '<w:lsdException w:name="Normal" w:qFormat="1"/>'
STYLES = wrap("w:styles", LATENT.format(f"{ENTRY}\n{ENTRY}") + style("H", "heading 1"))


def test_a_list_that_nothing_reads_is_emptied_and_all_else_stays() -> None:
    assert empty_unread(STYLES.encode(), "styles") == STYLES.replace(f"{ENTRY}\n{ENTRY}", "").encode()
    sessions = wrap("w:settings", '<w:rsids><w:rsidRoot w:val="00A1"/><w:rsid w:val="00B2"/></w:rsids><w:zoom/>')
    assert empty_unread(sessions.encode(), "settings") == wrap("w:settings", "<w:rsids></w:rsids><w:zoom/>").encode()


@pytest.mark.parametrize(
    "unusual",
    [
        STYLES.replace("<w:latent", "<!-- a --><w:latent"),
        STYLES.replace("<w:latent", "<![CDATA[<w:latent"),
        STYLES.replace("xmlns:w=", "xmlns:v='urn:w' xmlns:x="),
        STYLES.replace(ENTRY, ENTRY.replace("/>", "><w:a/></w:lsdException>")),
        STYLES.replace(ENTRY, ENTRY.replace("/>", ">")),
        STYLES.replace("Normal", "&normal;"),
        STYLES.replace(ENTRY, "<w:style/>"),
        STYLES.replace("</w:latentStyles>", ""),
        STYLES.replace("latentStyles", "docDefaults"),
    ],
)
def test_what_is_unusual_stays_as_it_is(unusual: str) -> None:
    assert empty_unread(unusual.encode(), "styles") == unusual.encode()


def test_other_parts_stay_as_they_are() -> None:
    assert empty_unread(STYLES.encode(), "numbering") == empty_unread(STYLES.encode(), "") == STYLES.encode()


def test_a_document_with_such_a_list_is_read_as_without_it() -> None:
    files = {"word/styles.xml": STYLES}
    source = build_docx(styled("H", "a"), files=files, relations=[Relation("s", "styles", "styles.xml")])
    result = read(source)
    assert isinstance(result.value.blocks[0], Heading)
    assert result.findings == ()


def test_what_is_wrong_with_a_part_is_told_by_its_place_in_the_whole() -> None:
    broken = STYLES.replace("</w:styles>", "<w:style></w:styles>").encode()
    source = build_docx("", files={"word/styles.xml": broken}, relations=[Relation("s", "styles", "styles.xml")])
    [finding] = read(source).findings
    with pytest.raises(UnreadableInput) as error:
        parse(broken, "word/styles.xml")
    assert finding.details["reason"] == str(error.value)
