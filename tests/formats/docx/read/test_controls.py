from __future__ import annotations

import pytest
from docx_builder import Relation, build_docx
from docx_documents import assert_accounted, blocks_of, codes, messages, p, r, read_document, table, text

from sdconvert.choices import Revisions

ID = "{AAAAAAAA-0000-0000-0000-000000000001}"
CORE = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/customXmlProps"
_CORE_TYPE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_CORE_NAMESPACE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"

DATA = (
    '<d:deal xmlns:d="urn:deal"><d:party kind="seller">Acme</d:party><d:party>Bolt</d:party><d:day>2024-05-09</d:day>'
    "<d:kind>b</d:kind><d:agreed>true</d:agreed><d:empty/></d:deal>"
)
ITEM_PROPERTIES = (
    f'<ds:datastoreItem ds:itemID="{ID}" xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"/>'
)


def _relationships(*relations: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="r{n}" Type="{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(relations)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{lines}</Relationships>'


PACKAGE = {
    "relations": [Relation("rData", "customXml", "../customXml/item1.xml")],
    "files": {
        "customXml/item1.xml": DATA,
        "customXml/itemProps1.xml": ITEM_PROPERTIES,
        "customXml/_rels/item1.xml.rels": _relationships((_PROPERTIES, "itemProps1.xml")),
        "docProps/core.xml": (
            f'<cp:coreProperties xmlns:cp="{_CORE_NAMESPACE}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<dc:title>The title</dc:title></cp:coreProperties>"
        ),
        "_rels/.rels": _relationships((_OFFICE, "word/document.xml"), (_CORE_TYPE, "docProps/core.xml")),
    },
}


def control(path: str, content: str, kind: str = "<w:text/>", store: str = ID, element: str = "w:dataBinding") -> str:
    namespaces = f"xmlns:d='urn:deal' xmlns:cp='{_CORE_NAMESPACE}' xmlns:dc='http://purl.org/dc/elements/1.1/'"
    store_id = f'w:storeItemID="{store}"' if store else ""
    binding = f'<{element} w:prefixMappings="{namespaces}" w:xpath="{path}" {store_id}/>'
    return f"<w:sdt><w:sdtPr>{binding}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def shown(sdt: str) -> str:
    (block,) = blocks_of(p("<w:r><w:t>:</w:t></w:r>", sdt), **PACKAGE)
    return text(block)[1:]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/d:deal/d:party", "Acme"),
        ("/d:deal[1]/d:party[2]", "Bolt"),
        ("/d:deal[1]/d:party[1]/@kind", "seller"),
        ("/*/d:day/text()", "2024-05-09"),
        ("/d:deal[1]/d:party[3]", "stored"),
        ("/d:deal[1]/d:other[1]", "stored"),
        ("/x:deal/x:party", "stored"),
        ("//d:party[@kind='seller']", "stored"),
        ("document('http://a.example')", "stored"),
        ("", "stored"),
    ],
)
def test_a_bound_control_shows_its_data_where_there_is_any(path: str, value: str) -> None:
    assert shown(control(path, r("stored"))) == value


def test_a_control_without_an_id_looks_in_every_part_and_one_with_a_wrong_id_in_none() -> None:
    assert shown(control("/d:deal/d:party", r("stored"), store="")) == "Acme"
    assert shown(control("/d:deal/d:party", r("stored"), store=ID.replace("1}", "2}"))) == "stored"
    assert shown(control("/d:deal/d:party", r("stored"), store=ID.lower())) == "Acme"


def test_a_control_may_be_bound_to_a_property_of_the_document() -> None:
    assert shown(control("/cp:coreProperties[1]/dc:title[1]", r("stored"), store=CORE)) == "The title"


CHOICES = '<w:dropDownList><w:listItem w:displayText="Beta" w:value="b"/></w:dropDownList>'
DATE = '<w:date w:fullDate="2020-01-01T00:00:00Z"><w:dateFormat w:val="{}"/><w:lid w:val="{}"/></w:date>'
BOX = '<w14:checkbox><w14:checkedState w14:val="2611" w14:font="Segoe UI Symbol"/></w14:checkbox>'


@pytest.mark.parametrize(
    ("path", "kind", "value"),
    [
        ("/d:deal/d:kind", CHOICES, "Beta"),
        ("/d:deal/d:party", CHOICES, "Acme"),
        ("/d:deal/d:day", DATE.format("d. MMMM yyyy", "de-DE"), "9. Mai 2024"),
        ("/d:deal/d:day", DATE.format("dddd, dd.MM.yy", "en-GB"), "Thursday, 09.05.24"),
        ("/d:deal/d:day", DATE.format("d MMMM yyyy", "fi-FI"), "2024-05-09"),
        ("/d:deal/d:day", DATE.format("d", "en-US").replace("2020-01-01", "2024-05-09"), "stored"),
        ("/d:deal/d:agreed", BOX, "☑"),
        ("/d:deal/d:empty", BOX, "☐"),
        ("/d:deal/d:empty", "<w:text/>", ""),
        ("/d:deal/d:empty", "<w:showingPlcHdr/><w:text/>", "stored"),
        ("/d:deal/d:party", "<w:showingPlcHdr/><w:text/>", "Acme"),
        ("/d:deal/d:party", "<w:picture/>", "stored"),
    ],
)
def test_each_kind_of_control_shows_its_value_in_its_own_way(path: str, kind: str, value: str) -> None:
    assert shown(control(path, r("stored"), kind)) == value


def test_controls_around_paragraphs_and_cells_show_their_data() -> None:
    block = control("/d:deal/d:party", p(r("stored", "<w:b/>"), ppr='<w:jc w:val="center"/>') + p("more"))
    cell = control("/d:deal/d:party[2]", f"<w:tc>{p('stored')}</w:tc>")
    body = block + f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"
    first, second = blocks_of(body, **PACKAGE)
    assert text(first) == "Acme"
    assert second == blocks_of(table(["Bolt"]))[0]
    assert_accounted(build_docx(body, **PACKAGE))


def test_what_the_file_stores_is_told_where_it_is_something_else() -> None:
    result = read_document(p(control("/d:deal/d:party", r("stored")), control("/d:deal/d:party", r("Acme"))), **PACKAGE)
    assert messages(result, "DOCX-R101") == [
        "A content control shows “Acme”, the value that it is bound to; the file stores “stored” in it."
    ]


def test_a_placeholder_is_kept_and_told_once() -> None:
    asking = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Name</w:t></w:r></w:sdtContent></w:sdt>"
    )
    result = read_document(p(asking, asking))
    assert text(result.value.blocks[0]) == "NameName"
    assert messages(result, "DOCX-R102")[0].startswith("2 content control(s)")


def test_a_repeating_section_that_lacks_items_is_told() -> None:
    item = f"<w:sdt><w:sdtPr><w15:repeatingSectionItem/></w:sdtPr><w:sdtContent>{p('Acme')}</w:sdtContent></w:sdt>"
    for items, is_told in ((item, True), (item * 2, False)):
        sdt = control("/d:deal[1]/d:party", items, "<w15:repeatingSection/>", element="w15:dataBinding")
        assert ("DOCX-R103" in codes(read_document(sdt, **PACKAGE))) == is_told


@pytest.mark.parametrize(("kind", "mode", "other"), [("Del", "accept", "reject"), ("Ins", "reject", "accept")])
def test_a_control_that_is_gone_shows_no_data(kind: str, mode: str, other: str) -> None:
    change = "<w:{0} w:id='9' w:author='Ada'>{1}</w:{0}>".format(kind.lower(), r("old"))
    start, end = (f"<w:customXml{kind}Range{side} w:id='8'/>" for side in ("Start", "End"))
    marked = p(r(":"), start, control("/d:deal/d:party", f"{end}{change}"))
    unmarked = p(r(":"), start, end, control("/d:deal/d:party", r("old")))
    for body, revisions, expected in ((marked, mode, ":"), (marked, other, ":Acme"), (unmarked, mode, ":Acme")):
        (block,) = blocks_of(body, Revisions(revisions), **PACKAGE)
        assert text(block) == expected


def test_changes_in_a_control_are_resolved_before_its_data_is_compared() -> None:
    content = f"<w:del w:id='9' w:author='Ada'><w:r><w:delText>Old</w:delText></w:r></w:del>{r('Acme')}"
    assert codes(read_document(p(control("/d:deal/d:party", content)), **PACKAGE)) == ["DOCX-R010"]
