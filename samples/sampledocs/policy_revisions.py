"""A policy under review: tracked changes of every common kind, comments and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sampledocs.numbering import Level, abstract, instance, numbers
from sampledocs.package import Core, Package
from sampledocs.revisions import Reviser, revisers
from sampledocs.styles import Look
from sampledocs.wordml import Cell, Xml, bold, p, run, section, simple_field, tbl, tc, tr

if TYPE_CHECKING:
    from pathlib import Path

_CORE = Core(
    title="Remote Working Policy",
    subject="Draft 3 for consultation",
    author="Marta Oyelaran",
    last_modified_by="Ben Whitlock",
    keywords="policy; remote work; draft",
    category="Policy",
    created="2026-01-19T10:00:00Z",
    modified="2026-02-26T11:31:00Z",
    revision=9,
)
_LOOK = Look(colour="2E7D50", heading_list=1, heading_list_levels=2)
_HEADING_LIST = (
    Level("decimal", "%1.", left=432, hanging=432, style="Heading1"),
    Level("decimal", "%1.%2", left=576, hanging=576, style="Heading2"),
)
_MARTA, _BEN, _LI = "Marta Oyelaran", "Ben Whitlock", "Li Hartmann"


def write(path: Path) -> None:
    """Write `policy-revisions.docx`."""
    lists = abstract(0, _HEADING_LIST) + abstract(1, numbers()) + instance(1, 0) + instance(2, 1)
    package = Package(_CORE, _LOOK, (), lists, settings="<w:trackRevisions/>", company="Farrow Housing Trust")
    marta, ben = revisers((_MARTA, "2026-02-24T15:05:00Z"), (_BEN, "2026-02-26T11:20:00Z"))
    header = package.header(p("Farrow Housing Trust\t\tDraft 3", style="Header"))
    footer = package.footer(p("\tPage ", simple_field("PAGE", "1"), style="Footer"))
    package.save(
        path,
        p("Remote Working Policy", style="Title"),
        p("Farrow Housing Trust", style="Subtitle"),
        *_purpose(package, marta, ben),
        *_rules(package, marta, ben),
        *_equipment(package, marta, ben),
        section(header, footer),
    )


def _purpose(package: Package, marta: Reviser, ben: Reviser) -> tuple[Xml, ...]:
    return (
        p("Purpose and scope", style="Heading1"),
        p(
            "This policy sets out how staff of the Trust may work away from the office. It applies to ",
            marta.deleted("all permanent staff"),
            marta.inserted("all staff, agency workers and volunteers"),
            " from ",
            package.comment(
                "1 April 2026",
                author=_BEN,
                date="2026-02-26T11:02:00Z",
                text=("Is this realistic?", "The board does not meet before 14 April."),
            ),
            ".",
        ),
        ben.moved(
            "move214",
            "The policy replaces the guidance note of May 2021.",
            "moveFrom",
        ),
        p(
            "Nobody has a right to work remotely, and nobody can be ",
            ben.reformatted("required", b=True, bCs=True),
            " to do so, except where the office is closed.",
            jc="both",
            pPrChange=ben.paragraph_change("<w:pPr/>"),
        ),
        p("Definitions", style="Heading2"),
        p(bold("Remote work"), " means work at home or at another place that the line manager has agreed to."),
        ben.moved(
            "move214",
            "The policy replaces the guidance note of May 2021.",
            "moveTo",
        ),
        p(
            bold("Core hours"),
            " are 10 am to ",
            marta.deleted("3"),
            marta.inserted("4"),
            " pm, Monday to Thursday",
            ben.inserted(", bank holidays excepted"),
            ".",
        ),
    )


def _threaded(package: Package) -> Xml:
    first = package.comment(
        "two days a week",
        author=_LI,
        date="2026-02-23T09:12:00Z",
        text=("Could we say “up to half of the contracted hours”? Part‑time staff would be treated alike.",),
    )
    answer = package.comment(
        first,
        author=_MARTA,
        date="2026-02-24T15:11:00Z",
        text=("Good point. I will ask the unions.",),
        reply_to=1,
    )
    return package.comment(
        answer,
        author=_BEN,
        date="2026-02-26T11:09:00Z",
        text=("Agreed from the finance side.",),
        reply_to=1,
    )


def _rules(package: Package, marta: Reviser, ben: Reviser) -> tuple[Xml, ...]:
    threaded = _threaded(package)
    item: dict[str, Any] = {"style": "ListParagraph", "num": (2, 0)}
    return (
        p("Rules", style="Heading1"),
        p("Staff may work remotely for up to ", threaded, " if:"),
        p("their tasks can be done away from the office;", **item),
        p("their line manager has agreed in writing;", **item),
        marta.inserted_paragraph("they have completed the course “Safe at home”;", **item),
        ben.deleted_paragraph("they own a suitable desk;", **item),
        p("they can be reached by telephone during core hours.", **item),
        p(
            "Requests are made on form ",
            run("HR-12", b=True),
            ". ",
            "The line manager answers",
            rPr=ben.paragraph_mark("del"),
        ),
        p("within ten working days."),
        p(
            "A refusal must give reasons. ",
            marta.inserted("It can be appealed within ", bold("14 days"), ". "),
            marta.deleted("There is no appeal."),
        ),
    )


def _equipment(package: Package, marta: Reviser, ben: Reviser) -> tuple[Xml, ...]:
    head = {"shd": {"val": "clear", "color": "auto", "fill": "CFE5D8"}}

    def heading(text: str) -> Cell:
        return tc(p(bold(text)), **head)

    inserted = tr(
        tc(p(marta.inserted("Headset"))),
        tc(p(marta.inserted("Trust"))),
        tc(p(marta.inserted("On request"))),
        cantSplit=True,
    )
    deleted = tr(
        tc(p(ben.deleted("Printer"))),
        tc(p(ben.deleted("Staff"))),
        tc(p(ben.deleted("Ink is refunded"))),
        cantSplit=True,
    )
    return (
        p("Equipment and data", style="Heading1"),
        p("The Trust provides the following equipment:", keepNext=True),
        tbl(
            [2600, 2200, 4272],
            tr(heading("Item"), heading("Provided by"), heading("Remarks"), tblHeader=True),
            tr("Laptop", "Trust", "With encrypted disk"),
            marta.row("ins", inserted),
            ben.row("del", deleted),
            tr("Chair", "Staff", tc(p("Up to £", ben.deleted("100"), ben.inserted("150"), " refunded"))),
            tblStyle="TableGrid",
        ),
        p(),
        p(
            "Personal data must not be stored on private devices. Losses are reported to ",
            package.comment(
                package.link("mailto:data@example.org", "data@example.org"),
                author=_LI,
                date="2026-02-23T09:20:00Z",
                text=("New address from March: please check.",),
            ),
            " within ",
            marta.deleted("24"),
            marta.inserted("12"),
            " hours.",
        ),
        p("Review", style="Heading1"),
        p(
            "This policy is reviewed every two years. Next review: ",
            ben.inserted("February 2028"),
            ben.deleted("not fixed"),
            ".",
        ),
    )
