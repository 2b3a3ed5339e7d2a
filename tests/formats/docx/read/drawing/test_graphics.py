from __future__ import annotations

from typing import Any

from docx_builder import Relation, build_docx, wrap
from docx_documents import assert_accounted, blocks_of, field, p, style, texts
from docx_drawings import PICTURES, box, drawing, read, settle, vml
from docx_reading import codes

from sdconvert.formats.docx.read.drawing.content import DrawnBlocks
from sdconvert.model.blocks import ListItem, Paragraph
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text

CHART = drawing('<c:chart r:id="chart"/>')
ART = vml('<v:textpath string="DRAFT"/>')


def cache(values: str, code: str = "") -> str:
    """Cached values; `-` stands for a place without one."""
    points = [
        f'<c:pt idx="{place}"><c:v>{value}</c:v></c:pt>' for place, value in enumerate(values.split()) if value != "-"
    ]
    return f"<c:numCache><c:formatCode>{code}</c:formatCode>{''.join(points)}</c:numCache>"


def series(name: str, categories: str, values: str, code: str = "", format: str = "") -> str:
    categories = f"<c:cat>{cache(categories, code)}</c:cat>" if categories else ""
    return f"<c:ser><c:tx>{cache(name)}</c:tx>{categories}<c:val>{cache(values, format)}</c:val></c:ser>"


def rich(text: str) -> str:
    return f"<c:title><c:tx><c:rich><a:p><a:r><a:t>{text}</a:t></a:r></a:p></c:rich></c:tx></c:title>"


def chart(content: str) -> tuple[list[str], list[list[str]]]:
    """The paragraphs and the table of a chart."""
    part = wrap("c:chartSpace", f"<c:chart>{content}</c:chart>")
    result, reading = read(drawing('<c:chart r:id="chart"/>'), files={"word/charts/chart1.xml": part})
    assert codes(reading) == ["DOCX-R162"]
    settle(result, reading)
    (drawn,) = result.text_boxes
    assert isinstance(drawn, DrawnBlocks)
    rows = [
        [plain_text(block.content) for cell in row.cells for block in cell.content if isinstance(block, Paragraph)]
        for table in drawn.blocks
        if isinstance(table, Table)
        for row in table.rows
    ]
    return [plain_text(block.content) for block in drawn.blocks if isinstance(block, Paragraph)], rows


def test_a_chart_is_its_title_and_a_table_of_its_numbers() -> None:
    lines, rows = chart(
        f"{rich('Sales')}<c:plotArea>{series('North', 'a b', '5 7')}{series('South', 'a b', '0.30000000000000004 -')}"
        f"<c:catAx>{rich('Year')}</c:catAx><c:valAx>{rich('EUR')}</c:valAx></c:plotArea>"
    )
    assert lines == ["Sales"]
    assert rows == [["Year / EUR", "North", "South"], ["a", "5", "0.3"], ["b", "7", ""]]


def test_a_chart_of_one_series_is_named_by_it() -> None:
    assert chart(series("Share", "a", "0.25", format="0%")) == (["Share"], [["", "Share"], ["a", "25%"]])
    assert chart(f'<c:autoTitleDeleted val="1"/>{series("Share", "", "1")}') == ([], [["", "Share"], ["", "1"]])


def test_dates_and_levels_of_categories_are_shown() -> None:
    for code, shown in (("m/d/yyyy", "1/2/2023"), ("[$-407]d\\.mm\\.yy;@", "2.01.23"), ("yyyy h:mm", "2023-01-02")):
        assert chart(f"<c:autoTitleDeleted/>{series('x', '44928', '1', code)}")[1][1] == [shown, "1"]
    level = '<c:lvl><c:pt idx="{}"><c:v>{}</c:v></c:pt>{}</c:lvl>'
    second = '<c:pt idx="1"><c:v>Q2</c:v></c:pt>'
    both = level.format(0, "Q1", second) + level.format(0, "2023", "")
    levels = f"<c:cat><c:multiLvlStrRef>{both}</c:multiLvlStrRef></c:cat>"
    rows = chart(f"<c:ser>{levels}<c:val>{cache('1 2')}</c:val></c:ser>")[1]
    assert [row[0] for row in rows] == ["", "2023 / Q1", "2023 / Q2"]


def test_series_of_other_categories_stand_in_a_table_of_their_own() -> None:
    rows = chart(series("x", "1 2", "3 4") + series("y", "5", "6"))[1]
    assert rows == [["", "x"], ["1", "3"], ["2", "4"], ["", "y"], ["5", "6"]]


def test_a_chart_without_numbers_is_a_finding() -> None:
    part = wrap("c:chartSpace", "<c:chart/>")
    result, reading = read(drawing('<c:chart r:id="chart"/>'), files={"word/charts/chart1.xml": part})
    assert codes(reading) == ["DOCX-R084"]
    settle(result, reading)


def test_a_figure_caption_is_not_that_of_the_table_of_its_chart() -> None:
    part = wrap("c:chartSpace", f"<c:chart>{series('x', 'a', '1')}</c:chart>")
    caption = p("Figure ", field("SEQ Figure", "1"), ": Sales", ppr='<w:pStyle w:val="Caption"/>')
    body = p(f"<w:r>{CHART}</w:r>") + caption
    build = {"relations": PICTURES["relations"], "files": {"word/charts/chart1.xml": part}}
    *_, table, paragraph = blocks_of(body, styles=style("Caption", "caption"), **build)
    assert isinstance(table, Table)
    assert not table.caption
    assert texts((paragraph,)) == ["Figure 1: Sales"]
    assert_accounted(build_docx(body, styles=style("Caption", "caption"), **build))


def point(id: str, *lines: str, type: str = "node") -> str:
    text = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return f'<dgm:pt modelId="{id}" type="{type}"><dgm:t>{text}</dgm:t></dgm:pt>'


def test_a_diagram_is_a_list_in_the_order_of_its_connections() -> None:
    points = point("0", type="doc") + point("1", "second") + point("2", "first", "more") + point("3", "below")
    points += point("9", "loose") + point("8", "layout", type="pres")
    links = "".join(
        f'<dgm:cxn modelId="c{child}" srcId="{parent}" destId="{child}" srcOrd="{order}" destOrd="0"/>'
        for parent, child, order in [("0", "1", 1), ("0", "2", 0), ("2", "3", 0), ("3", "2", 0)]
    )
    data = wrap("dgm:dataModel", f"<dgm:ptLst>{points}</dgm:ptLst><dgm:cxnLst>{links}</dgm:cxnLst>")
    result, reading = read(drawing('<dgm:relIds r:dm="data"/>'), files={"word/diagrams/data1.xml": data})
    assert codes(reading) == ["DOCX-R163"]
    settle(result, reading)
    (drawn,) = result.text_boxes
    assert isinstance(drawn, DrawnBlocks)
    items = [(block.level, plain_text(block.content)) for block in drawn.blocks if isinstance(block, ListItem)]
    assert items == [(0, "first more"), (1, "below"), (0, "second"), (0, "loose")]


def test_the_lists_of_diagrams_are_counted_among_those_of_the_document() -> None:
    data = wrap("dgm:dataModel", f"<dgm:ptLst>{point('1', 'a')}</dgm:ptLst>")
    relations = [Relation(id, "diagramData", "diagrams/data1.xml") for id in ("one", "two")]
    drawings = [drawing(f'<dgm:relIds r:dm="{id}"/>') for id in ("one", "two")]
    runs = [f"<w:r>{each}</w:r>" for each in drawings]
    blocks = blocks_of("".join(map(p, runs)), relations=relations, files={"word/diagrams/data1.xml": data})
    assert [block.list_id for block in blocks if isinstance(block, ListItem)] == ["1", "2"]


def test_a_diagram_that_is_no_list_is_a_finding_with_its_text() -> None:
    data = wrap("dgm:dataModel", "<a:p><a:r><a:t>Pl</a:t></a:r><a:r><a:t>an</a:t></a:r></a:p><a:p><a:t>Do</a:t></a:p>")
    result, reading = read(drawing('<dgm:relIds r:dm="data"/>'), files={"word/diagrams/data1.xml": data})
    assert codes(reading) == ["DOCX-R085"]
    assert reading.report.findings[0].details["text"] == "Plan | Do"
    settle(result, reading)


def test_word_art_in_its_line_is_text_there() -> None:
    result, reading = read(vml('<v:textpath on="t" string="FINAL&#10;DRAFT"/>'))
    assert result.texts == ("FINAL DRAFT",)
    assert codes(reading) == ["DOCX-R086"]
    settle(result, reading)
    assert texts(blocks_of(p("a ", f"<w:r>{ART}</w:r>", " b"))) == ["a DRAFT b"]


def test_word_art_that_floats_stands_behind_its_paragraph() -> None:
    art = vml('<v:textpath on="t" string="FINAL&#10;DRAFT"/>', style="position:absolute;width:9pt")
    assert_accounted(build_docx(p("a", f"<w:r>{art}</w:r>")))
    assert texts(blocks_of(p("a", f"<w:r>{art}</w:r>"))) == ["a", "FINAL", "DRAFT"]


def test_shapes_of_a_group_are_read_row_by_row() -> None:
    def shape(left: int, top: int, text: str) -> str:
        place = f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="90" cy="90"/></a:xfrm>'
        return f"<wps:wsp><wps:spPr>{place}</wps:spPr>{box(text)}</wps:wsp>"

    def old(left: int, top: int, text: str) -> str:
        content = f"<v:textbox><w:txbxContent>{p(text)}</w:txbxContent></v:textbox>"
        return f'<v:rect style="left:{left};top:{top};width:90;height:90">{content}</v:rect>'

    places = [(100, 110, "4"), (0, 100, "3"), (100, 0, "2"), (0, 10, "1")]
    new = drawing(f"<wpg:wgp>{''.join(shape(*place) for place in places)}</wpg:wgp>")
    vml_group = f"<w:pict><v:group>{''.join(old(*place) for place in places)}</v:group></w:pict>"
    for xml in (new, vml_group):
        assert texts(blocks_of(p(f"<w:r>{xml}</w:r>"))) == ["", "1", "2", "3", "4"]


def test_a_chart_a_diagram_and_word_art_in_a_note_are_text_there() -> None:
    part = wrap("c:chartSpace", f"<c:chart>{series('x', 'a', '1')}</c:chart>")
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="chart" Type="http://x/chart" Target="charts/chart1.xml"/></Relationships>'
    )
    note = p("n", f"<w:r>{CHART}</w:r>")
    build: dict[str, Any] = {
        "footnotes": f'<w:footnote w:id="1">{note}</w:footnote>',
        "files": {"word/charts/chart1.xml": part, "word/_rels/footnotes.xml.rels": relations},
    }
    _, tree = assert_accounted(build_docx(p('<w:r><w:footnoteReference w:id="1"/></w:r>'), **build))
    assert "".join(next(tree.iter("footnote")).itertext()) == "nx | xa | 1"


def test_ink_is_a_finding() -> None:
    result, reading = read(drawing('<w14:contentPart r:id="x"/>'))
    assert codes(reading) == ["DOCX-R087"]
    settle(result, reading)
