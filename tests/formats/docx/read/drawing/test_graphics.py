from __future__ import annotations

from docx_builder import wrap
from docx_drawings import drawing, read, settle, vml
from docx_reading import codes


def test_a_chart_is_a_finding_with_its_titles_and_values() -> None:
    def cache(values: str) -> str:
        return "".join(f"<c:pt><c:v>{value}</c:v></c:pt>" for value in values.split())

    chart = wrap(
        "c:chartSpace",
        "<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Sales</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        f"<c:ser><c:tx>{cache('North')}</c:tx><c:cat>{cache('2023 2024')}</c:cat><c:val>{cache('5 7')}</c:val></c:ser>"
        "</c:chart>",
    )
    result, reading = read(drawing('<c:chart r:id="chart"/>'), files={"word/charts/chart1.xml": chart})
    assert codes(reading) == ["DOCX-R084"]
    assert reading.report.findings[0].details["text"] == "Sales; North: 2023 = 5, 2024 = 7"
    settle(result, reading)


def test_a_diagram_is_a_finding_with_its_text() -> None:
    data = wrap("dgm:dataModel", "<a:p><a:r><a:t>Pl</a:t></a:r><a:r><a:t>an</a:t></a:r></a:p><a:p><a:t>Do</a:t></a:p>")
    result, reading = read(drawing('<dgm:relIds r:dm="data"/>'), files={"word/diagrams/data1.xml": data})
    assert codes(reading) == ["DOCX-R085"]
    assert reading.report.findings[0].details["text"] == "Plan | Do"
    settle(result, reading)


def test_word_art_is_a_finding_with_its_text() -> None:
    result, reading = read(vml('<v:textpath on="t" string="DRAFT"/>'))
    assert codes(reading) == ["DOCX-R086"]
    assert "DRAFT" in reading.report.findings[0].message
    settle(result, reading)


def test_ink_is_a_finding() -> None:
    result, reading = read(drawing('<w14:contentPart r:id="x"/>'))
    assert codes(reading) == ["DOCX-R087"]
    settle(result, reading)
