"""A template of a settlement agreement: tags for a negotiation, paragraphs and rows that depend on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sampledocs.numbering import Level, abstract, instance
from sampledocs.package import Core, Package
from sampledocs.styles import Look
from sampledocs.wordml import ROWS_LOOK, Xml, bold, italic, p, run, section, simple_field, tbl, tc, tr

if TYPE_CHECKING:
    from pathlib import Path

_CORE = Core(
    title="Settlement agreement: {{ name }}",
    author="Harbour Mediation Centre",
    subject="Negotiation {{ id }}",
    created="2026-10-01T08:00:00Z",
    modified="2026-10-01T08:00:00Z",
)
_LOOK = Look(body_font="Cambria", heading_font="Cambria", heading_list=1, heading_list_levels=1)
_SECTIONS = (Level("decimal", "%1.", left=425, hanging=425, style="Heading1"),)
_GRID = {"tblStyle": "ReportTable", "tblLook": ROWS_LOOK}


def write(path: Path) -> None:
    """Write `settlement-agreement.docx`."""
    package = Package(_CORE, _LOOK, (), abstract(0, _SECTIONS) + instance(1, 0), company="Harbour Mediation Centre")
    header = package.header(p("Harbour Mediation Centre\t\tNegotiation {{ id }}", style="Header"))
    footer = package.footer(
        p("{{ name }}\t\tPage ", simple_field("PAGE", "1"), " of ", simple_field("NUMPAGES", "2"), style="Footer")
    )
    package.save(path, *_opening(), *_terms(), *_closing(), section(header, footer))


def _opening() -> tuple[Xml, ...]:
    return (
        p("Settlement agreement", style="Title"),
        p("{{ name }}", style="Subtitle"),
        tbl(
            [2600, 6472],
            tr("Negotiation", "{{ id }}"),
            tr("Your role", "{{ your_role }}"),
            tr("Other party", tc(p(bold("{{ other_party }}")))),
            tr("Sessions", "{{ session_number }}"),
            tr("Status", "{{ status }}"),
            tr("Last update", "{{ last_update|date('long') }}"),
            tblStyle="TableGrid",
        ),
        p("Subject", style="Heading1"),
        p("{{ description }}", jc="both"),
        p(
            "The parties have negotiated this matter in {{ session_number }} "
            "{{ 'session' if session_number == 1 else 'sessions' }}; the last change to the record of the negotiation "
            "was made on {{ last_update|datetime('long') }}.",
            jc="both",
        ),
        p("{%p if party_waiting_on %}"),
        p(italic("This is a draft: an answer of {{ party_waiting_on }} is outstanding."), keepNext=True),
        p("{%p endif %}"),
    )


def _terms() -> tuple[Xml, ...]:
    return (
        p("Terms", style="Heading1"),
        p("{%p if terms is defined %}"),
        p("The parties agree on the following terms:", keepNext=True),
        tbl(
            [5472, 1800, 1800],
            tr("Term", "Due", tc(p("Amount", jc="right")), tblHeader=True),
            tr("{%tr for term in terms %}", "", ""),
            tr(
                "{{ term.text }}",
                "{{ term.due|date }}",
                tc(p("{{ term.amount|money(term.currency) }}", jc="right")),
                cantSplit=True,
            ),
            tr("{%tr endfor %}", "", ""),
            **_GRID,
        ),
        p(),
        p("{%p else %}"),
        p("The terms are those of the last proposal that both parties accepted in the negotiation.", jc="both"),
        p("{%p endif %}"),
    )


def _closing() -> tuple[Xml, ...]:
    line = Xml(run("\n\n") + run("Place, date and signature"))
    return (
        p("Effect", style="Heading1"),
        p(
            "With the signatures of both parties this agreement settles all claims that are the subject of the "
            "negotiation {{ id }}. Changes to it are made in writing.",
            jc="both",
            keepNext=True,
        ),
        tbl(
            [4536, 4536],
            tr(tc(p(bold("{{ your_role }}")), p(line)), tc(p(bold("{{ other_party }}")), p(line)), cantSplit=True),
            tblStyle="TableGrid",
        ),
        p(),
    )
