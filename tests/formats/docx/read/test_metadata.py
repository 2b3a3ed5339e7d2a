from __future__ import annotations

from typing import Any

import pytest
from docx_documents import p, read_document, style, styled

from sdconvert.model.document import Metadata

TYPES = "http://schemas.openxmlformats.org/package/2006"
PACKAGE_RELATIONS = (
    f'<Relationships xmlns="{TYPES}/relationships"><Relationship Id="a" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    f'<Relationship Id="b" Target="docProps/core.xml" Type="{TYPES}/relationships/metadata/core-properties"/>'
    "</Relationships>"
)
TITLES = style("T", "Title") + style("S", "Subtitle")


def metadata(core: str, body: str = p("a"), **build: Any) -> Metadata:
    files = {
        "_rels/.rels": PACKAGE_RELATIONS,
        "docProps/core.xml": f'<cp:coreProperties xmlns:cp="{TYPES}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{core}</cp:coreProperties>',
    }
    return read_document(body, files=files, **build).value.metadata


def test_the_core_properties_are_metadata() -> None:
    core = (
        "<dc:title>Contract</dc:title><dc:subject>of sale</dc:subject><dc:creator>Ada</dc:creator>"
        "<dc:description>about\n a house</dc:description><dc:language>de-DE</dc:language>"
        "<cp:keywords>house, sale; law ,</cp:keywords>"
    )
    assert metadata(core) == Metadata(
        title="Contract",
        subtitle="of sale",
        description="about a house",
        creator="Ada",
        language="de-DE",
        tags=("house", "sale", "law"),
    )


def test_a_document_without_core_properties_has_none() -> None:
    assert read_document(p("a")).value.metadata == Metadata()


def test_core_properties_that_are_broken_are_a_finding() -> None:
    files = {"_rels/.rels": PACKAGE_RELATIONS, "docProps/core.xml": "<broken"}
    result = read_document(p("a"), files=files)
    assert result.value.metadata == Metadata()
    assert [finding.code.id for finding in result.findings] == ["DOCX-R001"]


def test_title_and_subtitle_are_those_of_the_text_where_the_properties_are_empty() -> None:
    body = styled("T", "The  title") + styled("S") + styled("S", "The subtitle") + styled("T", "Another")
    assert metadata("", body, styles=TITLES) == Metadata(title="The title", subtitle="The subtitle")
    assert metadata("<dc:title>Given</dc:title>", body, styles=TITLES).title == "Given"


def test_the_language_is_that_of_the_text() -> None:
    defaults = '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="de-AT"/></w:rPr></w:rPrDefault></w:docDefaults>'
    assert metadata("<dc:language>en-US</dc:language>", styles=defaults).language == "de-AT"


@pytest.mark.parametrize(
    "settings", ["", *(f'<w:defaultTabStop w:val="{value}"/>' for value in ("x", "0", "113", "6480"))]
)
def test_a_default_tab_stop_that_nobody_indents_by_is_half_an_inch(settings: str) -> None:
    (block,) = read_document(p("a", ppr='<w:ind w:left="1440"/>'), settings=settings).value.blocks
    assert block.indent == 2  # type: ignore[union-attr]


@pytest.mark.parametrize("stale", ["Normal.dot", "Page", "Microsoft Word - contract.doc", "Document1", "Contract.docx"])
def test_a_title_that_a_program_left_behind_gives_way_to_the_one_shown(stale: str) -> None:
    core = f"<dc:title>{stale}</dc:title>"
    heading = style("H", "heading 1")
    assert metadata(core, styled("T", "The title"), styles=TITLES).title == "The title"
    assert metadata(core, p("a") + styled("H", "The heading"), styles=heading).title == "The heading"
    assert metadata(core, p("a")).title == stale


def test_a_title_that_somebody_chose_stays() -> None:
    core = "<dc:title>Page proofs: a guide</dc:title>"
    assert metadata(core, styled("T", "Another"), styles=TITLES).title == "Page proofs: a guide"
