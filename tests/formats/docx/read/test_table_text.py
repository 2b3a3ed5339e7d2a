"""What a table style makes of the text in its cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from docx_builder import build_docx

from sdconvert.formats.docx.read import read
from sdconvert.model.inlines import Mark, Run

STYLES = """<w:style w:type="paragraph" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="character" w:styleId="Em"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="table" w:styleId="Base"><w:name w:val="Base"/><w:rPr><w:i/></w:rPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:u w:val="single"/><w:sz w:val="40"/></w:rPr></w:tblStylePr></w:style>
<w:style w:type="table" w:styleId="T"><w:name w:val="Own"/><w:basedOn w:val="Base"/>
<w:rPr><w:i w:val="0"/></w:rPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:u w:val="none"/></w:rPr></w:tblStylePr>
<w:tblStylePr w:type="lastRow"><w:rPr><w:b/><w:smallCaps/></w:rPr></w:tblStylePr>
<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>"""
NOTES = '<w:footnote w:id="2"><w:p><w:r><w:t>note</w:t></w:r></w:p></w:footnote>'


def p(text: str, style: str = "", run: str = "") -> str:
    name = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{name}<w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: str, look: str = 'w:firstRow="1" w:lastRow="1"', style: str = "T") -> str:
    cells = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblLook {look}/></w:tblPr>{cells}</w:tbl>'


def cell(*content: str) -> str:
    return f"<w:tc>{''.join(content)}</w:tc>"


def marks(body: str) -> dict[str, set[Mark]]:
    document = read(build_docx(f"{body}<w:p/>", styles=STYLES, footnotes=NOTES)).value
    return {run.text: set(run.marks) for run in runs(document.blocks)}


def runs(node: object) -> Iterator[Run]:
    """Every run in a part of the model, whatever it stands in."""
    if isinstance(node, Run):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from runs(item)
    elif is_dataclass(node):
        for field in fields(node):
            yield from runs(getattr(node, field.name))


ROWS = (cell(p("a")) + cell(p("b")), cell(p("c")) + cell(p("d")), cell(p("e")) + cell(p("f")))
LAST = {Mark.BOLD, Mark.SMALL_CAPITALS}


@pytest.mark.parametrize(
    ("look", "expected"),
    [
        ('w:firstRow="1"', {"a": {Mark.BOLD}, "b": {Mark.BOLD}}),
        ('w:lastRow="1"', {"e": LAST, "f": LAST}),
        ('w:firstColumn="1"', {"a": {Mark.BOLD}, "c": {Mark.BOLD}, "e": {Mark.BOLD}}),
        ('w:val="0020"', {"a": {Mark.BOLD}, "b": {Mark.BOLD}}),
        ('w:val="0000"', {}),
    ],
)
def test_text_is_bold_in_the_parts_of_its_style_that_a_table_shows(look: str, expected: dict[str, set[Mark]]) -> None:
    found = marks(table(*ROWS, look=look))
    assert {text: mark for text, mark in found.items() if mark} == expected


def test_what_a_style_says_of_all_cells_is_inherited_and_can_be_taken_back() -> None:
    assert marks(table(*ROWS, style="Base", look='w:firstRow="1"')) == {
        **{text: {Mark.ITALIC, Mark.BOLD, Mark.UNDERLINE} for text in "ab"},
        **{text: {Mark.ITALIC} for text in "cdef"},
    }


def test_the_run_itself_goes_before_the_table_style() -> None:
    row = cell(p("plain", run='<w:b w:val="0"/>')) + cell(p("both", run="<w:i/>"))
    assert marks(table(row)) == {"plain": {Mark.SMALL_CAPITALS}, "both": {*LAST, Mark.ITALIC}}


def test_two_levels_of_styles_that_both_toggle_bold_cancel_out() -> None:
    assert marks(table(cell(p("twice", "Strong")), cell(p("x")), look='w:firstRow="1"'))["twice"] == set()


def test_a_heading_in_a_cell_keeps_its_own_look_and_that_of_the_table() -> None:
    assert marks(table(cell(p("heading", "H1")), cell(p("x")), look='w:firstRow="1"'))["heading"] == {Mark.BOLD}
    assert marks(table(cell(p("heading", "H1"))))["heading"] == LAST


def test_what_stands_in_a_cell_but_is_no_text_of_it_is_left_alone() -> None:
    box = (
        "<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>boxed</w:t></w:r></w:p></w:txbxContent>"
        '</v:textbox></v:shape></w:pict></w:r><w:r><w:t>text</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        "</w:p>"
    )
    inner = f"<w:tbl><w:tblPr/><w:tr>{cell(p('nested'))}</w:tr></w:tbl>"
    found = marks(table(cell(box, inner, p("after")), cell(p("x")), look='w:firstRow="1"') + p("behind"))
    assert found["text"] == found["after"] == {Mark.BOLD}
    assert found["boxed"] == found["note"] == found["nested"] == found["behind"] == set()
