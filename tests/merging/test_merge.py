"""A template and a record: what comes where, and what is said about it."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx_builder import MAIN_TYPE, Relation, build_docx, wrap
from lxml import etree
from merge_kit import codes, filled, findings, p, row, table, template, texts

from sdconvert.archive import read_archive
from sdconvert.merging import RecordRefused, load_template, merge

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def document(docx: bytes) -> etree._Element:
    return etree.fromstring(read_archive(docx)["word/document.xml"])


def test_fields_are_filled_in() -> None:
    assert filled("Dear {{ customer.name }}, no. {{ id }}", {"id": 7, "customer": {"name": "Ann"}}) == [
        "Dear Ann, no. 7"
    ]


def test_a_tag_is_found_that_word_spread_over_runs() -> None:
    assert filled(p("Dear {", "{ na", "me }", "}!"), {"name": "Ann"}) == ["Dear Ann!"]


def test_typographic_quotes_and_signs_of_markup_are_usual_in_tags() -> None:
    assert filled("{{ ‘a & b’ if n < 3 else “c” }}", {"n": 1}) == ["a & b"]


def test_paragraphs_and_rows_are_repeated_and_left_out() -> None:
    body = p("{%p for s in services %}") + p("{{ loop.index }} {{ s.name }}") + p("{%p endfor %}")
    assert filled(body, {"services": [{"name": "a"}, {"name": "b"}]}) == ["1 a", "2 b"]
    rows = table(2, row("{%tr for s in services %}", ""), row("{{ s.name }}", "x"), row("{%tr endfor %}", ""))
    merged = merge(template(rows), {"services": [{"name": "a"}, {"name": "b"}]}).value
    assert ["".join(found.itertext()) for found in document(merged).iter(f"{W}tr")] == ["ax", "bx"]
    body = p("{%p if paid %}") + p("Paid.") + p("{%p else %}") + p("Due.") + p("{%p endif %}")
    assert filled(body, {"paid": False}) == ["Due."]


def test_a_field_goes_before_a_method_of_the_same_name() -> None:
    assert filled("{{ booking.items }} {{ booking['keys'] }}", {"booking": {"items": 3, "keys": "k"}}) == ["3 k"]


def test_a_field_whose_name_is_no_name_is_reached_through_the_record() -> None:
    assert filled("{{ record['due-date'] }}", {"due-date": "soon"}) == ["soon"]


def test_null_is_empty_and_truth_is_spelt_as_in_json() -> None:
    assert filled("[{{ a }}] {{ b }}", {"a": None, "b": True}) == ["[] true"]
    assert codes("[{{ a }}] {{ b }}", {"a": None, "b": True}) == []


def test_every_part_of_the_document_is_filled() -> None:
    header = wrap("w:hdr", p("{{ name }} & Co"))
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
    note = f'<w:footnote w:id="2">{p("note {{ name }}")}</w:footnote>'
    source = build_docx(
        p("x"),
        footnotes=note,
        endnotes=note.replace("footnote", "endnote"),
        relations=[Relation("h", "header", "header1.xml")],
        files={"word/header1.xml": header},
    )
    parts = {name: read_archive(source)[name] for name in read_archive(source)}
    types = parts["[Content_Types].xml"].replace(
        b"</Types>", f'<Override PartName="/word/header1.xml" ContentType="{kind}"/></Types>'.encode()
    )
    source = build_docx(p("x"), footnotes=note, files={**parts, "[Content_Types].xml": types})
    filled_parts = read_archive(merge(load_template(source), {"name": "A & B"}).value)
    for name in ("header1", "footnotes", "endnotes"):
        assert "A &amp; B" in filled_parts[f"word/{name}.xml"].decode(), name


def test_properties_are_filled_once_and_keep_their_dates() -> None:
    from pathlib import Path

    sample = Path(__file__).parents[2] / "samples/merge/settlement-agreement.docx"
    merged = merge(load_template(sample), {"name": "A & <B>" + "x" * 300, "id": "{{ 7 }}"})
    core = read_archive(merged.value)["docProps/core.xml"].decode()
    assert "Settlement agreement: A &amp; &lt;B&gt;xxx" in core
    assert "Negotiation {{ 7 }}" in core
    assert "2026-10-01T08:00:00Z</dcterms:modified>" in core


def test_the_same_template_and_record_give_the_same_bytes() -> None:
    body = p("{{ a }} {{ b|money('EUR') }}") + p("{{ missing }}")
    first, second = (merge(template(body), {"a": "x\ny", "b": 5}).value for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as zipped:
        assert {info.date_time for info in zipped.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_template_serves_many_records_and_forgets_each() -> None:
    shared = template("{{ a }}{% if b is defined %} {{ b }}{% endif %}")
    assert texts(merge(shared, {"a": "1", "b": "2"}).value) == ["1 2"]
    assert texts(merge(shared, {"a": "3"}).value) == ["3"]


def test_a_dotx_becomes_a_docx() -> None:
    kind = MAIN_TYPE.replace("document.main", "template.main")
    merged = merge(load_template(build_docx(p("{{ a }}"), main_type=kind)), {"a": "x"}).value
    assert MAIN_TYPE in read_archive(merged)["[Content_Types].xml"].decode()


def test_line_breaks_and_tabs_become_those_of_word() -> None:
    merged = merge(template("{{ a }}"), {"a": "one\r\ntwo\rthree\n\tfour"}).value
    assert texts(merged) == ["one\ntwo\nthree\n\tfour"]
    names = [etree.QName(element).localname for element in document(merged).iter(f"{W}r").__next__()]
    assert names == ["t", "br", "t", "br", "t", "br", "tab", "t"]


def test_a_control_character_is_left_out_and_named() -> None:
    found = findings("{{ a.b[0] }}", {"a": {"b": ["x\x00\x1b\ud800y"]}})
    assert [str(finding) for finding in found] == [
        "warning MERGE-001: “a.b[0]” holds 3 character(s) that no Word file can hold (U+0000, U+001B, U+D800); "
        "they are left out. (record, a.b[0])"
    ]
    assert filled("{{ a.b[0] }}", {"a": {"b": ["x\x00\x1b\ud800y"]}}) == ["xy"]


def test_an_object_in_the_place_of_a_text_is_a_finding() -> None:
    assert codes("{{ a }}", {"a": {"b": 1}}) == ["MERGE-003"]
    assert filled("{{ a }}", {"a": {"b": "ü"}}) == ['{"b": "ü"}']


def test_what_loops_leave_empty_is_a_whole_document_still() -> None:
    bare = '<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="9"/></w:tblGrid>{}</w:tbl>' + p("end")
    rows = bare.format(row("{%tr for s in services %}") + row("{{ s }}") + row("{%tr endfor %}"))
    assert codes(rows, {"services": []}) == ["MERGE-005"]
    assert document(merge(template(rows), {"services": []}).value).find(f".//{W}tbl") is None
    cell = bare.format(f"<w:tr><w:tc>{p('{%p if a %}')}{p('x')}{p('{%p endif %}')}</w:tc></w:tr>")
    assert len(document(merge(template(cell), {"a": False}).value).findall(f".//{W}tc/{W}p")) == 1


def test_what_is_repeated_keeps_its_ids_once() -> None:
    marked = (
        '<w:p w14:paraId="00000001" w14:textId="00000002"><w:bookmarkStart w:id="1" w:name="b"/><w:r><w:t>{{ s }}</w:t>'
        '<w:drawing><wp:inline><wp:docPr id="4" name="x"/></wp:inline></w:drawing></w:r><w:bookmarkEnd w:id="1"/></w:p>'
        f'<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent>{p("c")}</w:sdtContent></w:sdt>'
    )
    body = p("{%p for s in services %}") + marked + p("{%p endfor %}")
    root = document(merge(template(body), {"services": ["a", "b", "c"]}).value)
    w14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
    assert [found.get(f"{w14}paraId") for found in root.iter(f"{W}p") if found.get(f"{w14}paraId")] == ["00000001"]
    for name in ("bookmarkStart", "bookmarkEnd"):
        assert len(list(root.iter(f"{W}{name}"))) == 1
    assert [found.get("id") for found in root.iter("{*}docPr")] == ["1", "2", "3"]
    assert len(root.findall(f".//{W}sdtPr/{W}id")) == 1


def test_columns_that_tags_add_get_their_grid() -> None:
    cells = table(
        3,
        "<w:tr>"
        + "".join(f"<w:tc>{p(t)}</w:tc>" for t in ("{%tc for s in a %}", "{{ s }}", "{%tc endfor %}"))
        + "</w:tr>",
    )
    root = document(merge(template(cells), {"a": list("vwxyz")}).value)
    assert len(root.findall(f".//{W}gridCol")) == len(root.findall(f".//{W}tc")) == 5


def test_a_text_box_is_filled_in_both_its_forms() -> None:
    inner = p("{{ a }}")
    box = (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>{inner}'
        "</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>"
        f"{inner}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    root = document(merge(template(box), {"a": "x & y"}).value)
    assert [found.text for found in root.iter(f"{W}t")] == ["x & y", "x & y"]


def test_a_filled_content_control_is_free_of_its_data() -> None:
    """Word would show what the control is bound to, not what stands in it."""
    control = (
        '<w:sdt><w:sdtPr><w:showingPlcHdr/><w:dataBinding w:xpath="/a" w:storeItemID="{1}"/></w:sdtPr>'
        f"<w:sdtContent>{p('{{ a }}')}</w:sdtContent></w:sdt>"
    )
    root = document(merge(template(control), {"a": "x"}).value)
    assert len(root.find(f".//{W}sdtPr")) == 0


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<w:p><w:r><w:instrText>INCLUDETEXT "{{ a }}"</w:instrText></w:r></w:p>', "instruction of a field"),
        ('<w:p><w:fldSimple w:instr="{{ a }}"/></w:p>', "instruction of a field"),
        (p("{{r a }}"), "outside of any text"),
        (p("{{p a }}"), "outside of any text"),
        (p("Sum {{ a / 0 }}"), "word/document.xml, paragraph 1, at “Sum {{ a / 0 }}”"),
        (p("one") + p("{{ a.__class__ }}"), "paragraph 2"),
        (p("{{ ''.__class__.__mro__ }}"), "may not reach '__class__' of a str"),
        (p("{{ a|map('upper') }}"), r"generator.*\|join"),
        (p("{{ a.upper }}"), "no value"),
        (p("{{ range(10000000) }}"), "Range"),
        (p("{{ a * 10000000000 }}"), "grow without end"),
        (p("{{ 9 ** 9 ** 9 }}"), "grow without end"),
        (p("{{ a|date('x') }}"), "no form of a date"),
        (p("{%p if not a %}") + p("x {% endif %}"), "word/document.xml is no whole document"),
    ],
)
def test_a_tag_that_fails_is_an_error_with_its_place(body: str, message: str) -> None:
    value = "2026-01-01" if "date" in body else "DDEAUTO cmd"
    with pytest.raises(RecordRefused, match=message):
        merge(template(body), {"a": value})


def test_decimals_and_floating_numbers_are_reckoned_together() -> None:
    from decimal import Decimal

    assert filled("{{ a * 1.19 }} {{ 2.5 - a }} {{ a }}", {"a": Decimal("1.10")}) == ["1.3090 1.40 1.10"]
