"""Minutes of a meeting: nested, restarted and resumed lists, an action table with lists in cells, checkboxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sampledocs.numbering import Level, abstract, bullets, instance, numbers
from sampledocs.package import Core, Package
from sampledocs.styles import Look
from sampledocs.wordml import (
    Cell,
    Row,
    Xml,
    bold,
    content_control,
    field_code,
    italic,
    p,
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
    title="Minutes of the Committee Meeting of 9 September 2026",
    author="Eleni Vasquez",
    last_modified_by="Eleni Vasquez",
    subject="Allotment association",
    created="2026-09-09T20:10:00Z",
    modified="2026-09-11T07:45:00Z",
    language="en-US",
    revision=3,
)
_LOOK = Look(language="en-US", colour="785537", heading_list=1, heading_list_levels=1)
_AGENDA = (Level("decimal", "Item %1:", left=0, hanging=0, style="Heading1", suffix="space"),)
_BULLETS, _NUMBERS, _RESTARTED, _FROM_FIVE, _TASKS = 2, 3, 4, 5, 6


def write(path: Path) -> None:
    """Write `minutes.docx`."""
    lists = abstract(0, _AGENDA) + abstract(1, bullets()) + abstract(2, numbers()) + instance(1, 0)
    lists += instance(_BULLETS, 1) + instance(_NUMBERS, 2) + instance(_RESTARTED, 2, {0: 1})
    lists += instance(_FROM_FIVE, 2, {0: 5}) + instance(_TASKS, 2, {0: 1})
    package = Package(_CORE, _LOOK, (), lists, company="Millbrook Allotment Association")
    footer = package.footer(
        p(
            "Minutes of 9 September 2026\t\tPage ",
            simple_field("PAGE", "1"),
            " of ",
            simple_field("NUMPAGES", "2"),
            style="Footer",
        )
    )
    package.save(path, *_opening(), *_garden(), *_budget(), *_actions(), section(footer))


def _item(text: str, number: int, level: int = 0) -> Xml:
    return p(text, style="ListParagraph", num=(number, level))


def _checkbox(name: str, *, checked: bool) -> Xml:
    state, sign = ("1", "☒") if checked else ("0", "☐")
    kind = (
        f'<w14:checkbox><w14:checked w14:val="{state}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
    )
    fonts = {"ascii": "MS Gothic", "eastAsia": "MS Gothic", "hAnsi": "MS Gothic", "hint": "eastAsia"}
    return content_control(run(sign, rFonts=fonts), tag=name, alias="Done", kind=kind)


def _opening() -> tuple[Xml, ...]:
    stops = Xml('<w:tabs><w:tab w:val="left" w:pos="1701"/></w:tabs>')
    hanging: dict[str, Any] = {"tabs": stops, "ind": {"left": 1701, "hanging": 1701}}
    date = content_control(
        run("September 9, 2026"),
        tag="meeting-date",
        alias="Date",
        kind='<w:date w:fullDate="2026-09-09T00:00:00Z"><w:dateFormat w:val="MMMM d, yyyy"/><w:lid '
        'w:val="en-US"/></w:date>',
    )
    return (
        p("Minutes of the Committee Meeting", style="Title"),
        p("Millbrook Allotment Association", style="Subtitle"),
        p(bold("Date:"), "\t", date, ", 6:30 pm to 8:05 pm", **hanging),
        p(bold("Place:"), "\tClub house,\n12 Weir Lane, Millbrook", **hanging),
        p(bold("Present:"), "\tEleni Vasquez (minutes), Darius Cole (chair),\nYuki Tanabe, Robert Ng", **hanging),
        p(bold("Apologies:"), "\tSofia Lindqvist", **hanging),
        p("Minutes of the last meeting", style="Heading1"),
        p("The minutes of 8 July were approved with one correction: the new lock costs $86, not $68."),
    )


def _garden() -> tuple[Xml, ...]:
    return (
        p("Garden and paths", style="Heading1"),
        p("Yuki reported on the state of the plots:"),
        _item("Plots 1 to 20 are let.", _BULLETS),
        _item("Plots 21 to 24 are empty:", _BULLETS),
        _item("21 and 22 are under water after rain;", _BULLETS, 1),
        _item("23 and 24 need", _BULLETS, 1),
        _item("a new fence,", _BULLETS, 2),
        _item("two loads of soil.", _BULLETS, 2),
        _item("The compost area is full.", _BULLETS),
        p("The committee decided:"),
        _item("The ditch along plots 21 and 22 is cleared before October.", _NUMBERS),
        _item("Plots 23 and 24 are offered at half the rent:", _NUMBERS),
        _item("first to those on the waiting list,", _NUMBERS, 1),
        _item("then to neighbors.", _NUMBERS, 1),
        p("After a short break the discussion went on. Darius asked for ", italic("firm"), " dates."),
        _item("A working day is held on 26 September from 9 am.", _NUMBERS),
        _item("Each plot holder brings:", _NUMBERS),
        _item("gloves,", _NUMBERS, 1),
        _item("a spade or a fork.", _NUMBERS, 1),
    )


def _budget() -> tuple[Xml, ...]:
    stops = Xml(
        '<w:tabs><w:tab w:val="left" w:pos="3402"/><w:tab w:val="decimal" w:pos="5670"/></w:tabs>',
    )
    return (
        p("Budget", style="Heading1"),
        p("Robert presented the figures to the end of August:", keepNext=True),
        p("Rents\treceived\t4,120.00", tabs=stops, spacing={"after": 0}),
        p("Water\tpaid\t\u20111,338.50", tabs=stops, spacing={"after": 0}),
        p("Repairs\tpaid\t\u2011612.75", tabs=stops),
        p("Two motions were put to the vote:"),
        _item("To raise the rent by $5 a year from 2027 (3 for, 1 against).", _RESTARTED),
        _item("To buy a second water meter (unanimous).", _RESTARTED),
        p("The list of motions of this year goes on in the minute book with:"),
        _item("Rent from 2027", _FROM_FIVE),
        _item("Second water meter", _FROM_FIVE),
    )


def _action(name: str, who: str, due: str, *tasks: Xml, done: bool = False) -> Row:
    return tr(tc(p(_checkbox(name, checked=done), jc="center")), tc(*tasks), who, due, cantSplit=True)


def _actions() -> tuple[Xml, ...]:
    def heading(text: str) -> Cell:
        return tc(p(text), vAlign="center")

    steps: dict[str, Any] = {"style": "ListParagraph", "ind": {"left": 360, "hanging": 360}}
    points: dict[str, Any] = {"style": "ListParagraph", "num": (_BULLETS, 0), "ind": {"left": 360, "hanging": 360}}
    return (
        p("Actions", style="Heading1"),
        tbl(
            [900, 4872, 1600, 1700],
            tr(
                heading("Done"),
                heading("Task"),
                heading("Who"),
                heading("Due"),
                tblHeader=True,
                trHeight={"val": 454, "hRule": "atLeast"},
            ),
            _action(
                "action-ditch",
                "Yuki",
                "Sep 30",
                p("Ditch:"),
                p("ask for two offers;", num=(_TASKS, 0), **steps),
                p("hire a small digger.", num=(_TASKS, 0), **steps),
            ),
            _action("action-lock", "Robert", "Sep 12", p("Pay for the lock"), done=True),
            _action(
                "action-day",
                "Eleni,\nDarius",
                "Sep 26",
                p("Working day:"),
                p("invite all plot holders", **points),
                p("order soup and bread", **points),
            ),
            tblStyle="ReportTable",
        ),
        p(),
        p("Any other business", style="Heading1"),
        p("None. The next meeting is on ", bold("November 11, 2026"), " at 6:30 pm."),
        p("Signed:\n", field_code("AUTHOR", "Eleni Vasquez"), spacing={"before": 360}),
    )
