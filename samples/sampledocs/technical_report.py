"""An English technical report: directories, captioned pictures, merged cells, notes, equations, an index."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sampledocs import omml, pictures
from sampledocs.numbering import Level, abstract, bullets, instance
from sampledocs.package import Core, Package, note_paragraph
from sampledocs.photo import PUMP_HOUSE_JPEG
from sampledocs.report_front import FIGURES, TABLES, caption, contents, heading, list_of, see
from sampledocs.styles import Look
from sampledocs.wordml import (
    Cell,
    Row,
    Xml,
    bold,
    field_begin,
    field_char,
    index_mark,
    italic,
    p,
    page_break,
    run,
    section,
    simple_field,
    tbl,
    tc,
    tr,
)

if TYPE_CHECKING:
    from pathlib import Path

_CORE = Core(
    title="Pressure Losses at the Holmwick Pumping Station",
    subject="Measurements of spring 2026",
    author="Priya Raman",
    last_modified_by="Tom Aldous",
    keywords="pumping station; pressure; energy",
    description="Final version for the waterworks board.",
    category="Report",
    created="2026-05-04T09:00:00Z",
    modified="2026-06-11T16:22:00Z",
    revision=23,
)
_LOOK = Look(heading_list=1, heading_list_levels=3)
_HEADING_LIST = (
    Level("decimal", "%1", left=567, hanging=567, style="Heading1"),
    Level("decimal", "%1.%2", left=567, hanging=567, style="Heading2"),
    Level("decimal", "%1.%2.%3", left=709, hanging=709, style="Heading3"),
)


def write(path: Path) -> None:
    """Write `technical-report.docx`."""
    lists = abstract(0, _HEADING_LIST) + abstract(1, bullets()) + instance(1, 0) + instance(2, 1)
    package = Package(_CORE, _LOOK, (), lists, company="Aldous & Raman Water Engineers")
    package.save(
        path,
        *_front(package),
        *_introduction(package),
        *_method(package),
        *_results(package),
        *_conclusions(),
        *_index(package),
    )


def _front(package: Package) -> tuple[Xml, ...]:
    logo = package.picture(pictures.logo().png(), "Logo of Aldous & Raman: three white waves on a blue disc")
    return (
        p(logo, jc="right"),
        p("Pressure Losses at the Holmwick Pumping Station", style="Title"),
        p("Measurements of spring 2026", style="Subtitle"),
        p("Priya Raman and Tom Aldous, Aldous & Raman Water Engineers"),
        contents(),
        *list_of("Figure", "Figures", FIGURES),
        *list_of("Table", "Tables", TABLES),
        p(page_break()),
    )


def _introduction(package: Package) -> tuple[Xml, ...]:
    photo = package.picture(
        PUMP_HOUSE_JPEG, "A brick pump house beside a canal, hills behind it", size=(120, 80), scale=3.2
    )
    scheme = package.picture(
        pictures.pump_scheme().png(), "Sketch of a tank, a pump and a valve on one pipe", scale=1.5
    )
    return (
        heading(1, "Introduction"),
        p(
            "The station at Holmwick lifts drinking water from the valley to the reservoir on Cross Hill, ",
            bold("62 metres"),
            " above the river. Since 2023 the operators have noticed that the pumps run longer for the same volume. ",
            "The waterworks board asked us to find the cause.",
            package.footnote(
                "Board minutes of 12 January 2026, item 4. The minutes are kept by the ",
                italic("Clerk to the Board"),
                ".",
            ),
            style="BodyText",
        ),
        heading(2, "The station", index_mark("pumping station")),
        p(
            "The building shown in ",
            see("Figure", 1),
            " dates from 1954. It houses two centrifugal pumps",
            index_mark("pump:centrifugal"),
            ", of which one is in use and one in reserve",
            package.endnote(
                "The reserve pump was last overhauled in ", bold("2019"), "; see the maintenance log, page 41."
            ),
            ". ",
            "Water flows from the tank through the pump and a non\u2011return valve",
            index_mark("valve"),
            " into the rising main; ",
            see("Figure", 2),
            " shows the arrangement.",
            style="BodyText",
        ),
        p(photo, jc="center", keepNext=True),
        caption("Figure", 1, FIGURES[0][0]),
        p(scheme, jc="center", keepNext=True),
        caption("Figure", 2, FIGURES[1][0]),
        heading(2, "Scope"),
        p("This report covers three questions:", style="BodyText", keepNext=True),
        p("How much pressure is lost between the pump and the reservoir?", style="ListParagraph", num=(2, 0)),
        p("Where is it lost?", style="ListParagraph", num=(2, 0)),
        p("What would cleaning the main save, compared with a new pump?", style="ListParagraph", num=(2, 0)),
        p(
            "Water quality was not examined. The county publishes those figures ",
            package.link("https://www.example.org/holmwick/water-quality", "on its website"),
            ".",
            style="BodyText",
        ),
    )


def _method(package: Package) -> tuple[Xml, ...]:
    sign = package.picture(pictures.warning_sign().png(), "Warning", scale=0.8)
    drop = omml.display(
        "Δp = λ ⋅ ",
        omml.fraction("L", "d"),
        " ⋅ ",
        omml.fraction(omml.sign("ρ"), "2"),
        omml.power("v", "2"),
    )
    mean = omml.display(
        "σ = ",
        omml.square_root(
            omml.fraction("1", "n − 1"),
            omml.total("i=1", "n", omml.power(omml.brackets(omml.sub("p", "i"), " − μ"), "2")),
        ),
    )
    return (
        heading(1, "Method"),
        heading(2, "Friction in the pipe", index_mark("friction")),
        p(
            "The loss of pressure in a straight pipe of length ",
            omml.formula("L"),
            " and inner diameter ",
            omml.formula("d"),
            " follows from the Darcy equation",
            index_mark("equation:Darcy"),
            ":",
            style="BodyText",
        ),
        p(drop),
        p(
            "where ",
            omml.formula("λ"),
            " is the friction factor, ",
            omml.formula("ρ"),
            " the density of water and ",
            omml.formula("v"),
            " the mean velocity. For smooth pipes λ lies near 0.02; a crust of only 2 mm raises it to 0.045.",
            package.endnote(
                "Values after our own tests on cut‑out pieces of the main.",
                note_paragraph("EndnoteText", "The pieces are kept at the station (shelf ", run("B-7", b=True), ")."),
            ),
            style="BodyText",
        ),
        p(
            "The spread of the readings is given as the standard deviation",
            index_mark("standard deviation"),
            ":",
            style="BodyText",
        ),
        p(mean),
        heading(2, "Measuring points"),
        p(
            "Pressure was read every ten minutes at the five points of ",
            see("Table", 1),
            ". ",
            sign,
            " Point P4 lies below a road; the gauge may only be read with the traffic signals on red.",
            style="BodyText",
        ),
        caption("Table", 1, TABLES[0][0]),
        _points_table(),
        p(),
    )


def _points_table() -> Xml:
    def number(text: str) -> Cell:
        return tc(p(text, jc="right"))

    def gap(**values: str) -> Cell:
        return tc(**values)

    middle = {"vMerge": "restart", "vAlign": "center"}
    rows: tuple[Row, ...] = (
        tr(
            tc("Part", **middle),
            tc("Point", **middle),
            tc(p("Pressure in bar", jc="center"), gridSpan=2),
            tc("Remarks", **middle),
            tblHeader=True,
        ),
        tr(
            tc(vMerge="continue"),
            tc(vMerge="continue"),
            tc(p("Mean", jc="right")),
            tc(p("σ", jc="right")),
            tc(vMerge="continue"),
            tblHeader=True,
        ),
        tr(tc("Station", vMerge="restart"), "P1", number("7.42"), number("0.05"), "Pump outlet"),
        tr(tc(vMerge="continue"), "P2", number("7.31"), number("0.05"), "After the valve"),
        tr(
            tc("Rising main", vMerge="restart"),
            "P3",
            number("6.20"),
            number("0.11"),
            tc("Largest drop", shd={"val": "clear", "color": "auto", "fill": "F5CD55"}),
        ),
        tr(tc(vMerge="continue"), "P4", number("5.96"), number("0.09"), gap()),
        tr("Reservoir", "P5", number("0.31"), number("0.02"), "Inlet"),
        tr(
            tc(
                p("Readings: 3 to 28 April 2026, 18 720 values", jc="center"),
                gridSpan=5,
                shd={"val": "clear", "color": "auto", "fill": "EEF1F5"},
            )
        ),
    )
    return tbl([1700, 1000, 1300, 1300, 3772], *rows, tblStyle="ReportTable", tblCaption="Measuring points")


def _results(package: Package) -> tuple[Xml, ...]:
    bars = pictures.bar_chart([(92, 95), (91, 94), (62, 88), (58, 86), (10, 12)], (pictures.BLUE, pictures.ORANGE))
    curves = pictures.curve_chart(
        [
            ([62, 64, 61, 67, 70, 68, 73, 75, 74, 78], pictures.RED),
            ([48, 47, 49, 48, 47, 50, 49, 48, 49, 48], pictures.GREEN),
        ]
    )
    return (
        heading(1, "Results"),
        heading(2, "Pressure along the line", index_mark("pressure")),
        p(
            "Most of the loss occurs between P2 and P3 (",
            see("Figure", 3),
            "). A camera run on 20 April showed a crust of lime ",
            "and iron",
            index_mark("crust"),
            " over about 340 m. After a trial cleaning of 60 m the loss in that stretch fell by ",
            run("two thirds", u="single"),
            ".",
            style="BodyText",
        ),
        p(
            package.picture(bars.png(), "Bar chart of the pressure at P1 to P5, before and after cleaning", scale=1.25),
            jc="center",
            keepNext=True,
        ),
        caption("Figure", 3, FIGURES[2][0]),
        heading(2, "Energy", index_mark("energy:use")),
        p(
            "The pump drew between 62 and 78 kW before the trial and 47 to 50 kW after it, as ",
            see("Figure", 4),
            " shows. For the yearly volume of 1.9 × 10",
            run("6", vertAlign="superscript"),
            " m",
            run("3", vertAlign="superscript"),
            " this amounts to 164 MWh, or about 71 t CO",
            run("2", vertAlign="subscript"),
            ".",
            package.footnote("Grid factor of 2025: 0.433 kg CO", run("2", vertAlign="subscript"), " per kWh."),
            style="BodyText",
        ),
        p(
            package.picture(
                curves.bmp(), "Two curves of power over ten days; the lower one is after cleaning", scale=1.25
            ),
            jc="center",
            keepNext=True,
        ),
        caption("Figure", 4, FIGURES[3][0]),
    )


def _conclusions() -> tuple[Xml, ...]:
    def number(text: str) -> Cell:
        return tc(p(text, jc="right"))

    return (
        heading(1, "Conclusions"),
        p(
            "The pumps are sound; the main is not. Cleaning it costs less than half of a new pump",
            index_mark("pump:replacement"),
            " and saves more (",
            see("Table", 2),
            "). We recommend to clean the whole stretch ",
            "between P2 and P3 before the winter.",
            style="BodyText",
        ),
        caption("Table", 2, TABLES[1][0]),
        tbl(
            [3772, 1800, 1800, 1700],
            tr(
                "Option",
                tc(p("Cost (£)", jc="right")),
                tc(p("Saving (£ a year)", jc="right")),
                tc(p("Years to repay", jc="right")),
                tblHeader=True,
            ),
            tr("Cleaning the main", number("58,000"), number("31,200"), number("1.9")),
            tr("New pump", number("124,000"), number("18,500"), number("6.7")),
            tr("Both", number("182,000"), number("39,900"), number("4.6")),
            tblStyle="ReportTable",
        ),
        p(),
    )


def _index(package: Package) -> tuple[Xml, ...]:
    header = package.header(p(simple_field('STYLEREF "Heading 1"', "Conclusions"), "\t\tHolmwick", style="Header"))
    first = package.header(p("Report 2026/07", style="Header", jc="right"), kind="first")
    footer = package.footer(p("Aldous & Raman Water Engineers\t\t", simple_field("PAGE", "1"), style="Footer"))
    entries = (
        (1, "crust, 3"),
        (1, "energy"),
        (2, "use, 4"),
        (1, "equation"),
        (2, "Darcy, 3"),
        (1, "friction, 3"),
        (1, "pressure, 3"),
        (1, "pump"),
        (2, "centrifugal, 2"),
        (2, "replacement, 4"),
        (1, "pumping station, 2"),
        (1, "standard deviation, 3"),
        (1, "valve, 2"),
    )
    last = len(entries) - 1
    lines = [
        p(
            *((field_begin('INDEX \\c "2" \\z "2057"'),) if number == 0 else ()),
            text,
            *((field_char("end"),) if number == last else ()),
            style=f"Index{level}",
        )
        for number, (level, text) in enumerate(entries)
    ]
    return (
        p("Index", style="TOCHeading"),
        p(sectPr=section(first, header, footer, title_page=True), spacing={"after": 0}),
        *lines,
        p(sectPr=section(header, footer, columns=2, continuous=True)),
        p("Notes", style="TOCHeading"),
        p("Readings, photographs and the camera film are kept by the authors until 2036.", style="BodyText"),
        section(header, footer, continuous=True),
    )
