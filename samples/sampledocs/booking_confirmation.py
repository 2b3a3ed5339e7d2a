"""A template of a booking confirmation: a row for each service, their sum, notes where there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sampledocs.package import Core, Package
from sampledocs.styles import Look, style
from sampledocs.wordml import ROWS_LOOK, Xml, bold, p, section, simple_field, tbl, tc, tr

if TYPE_CHECKING:
    from pathlib import Path

_CORE = Core(
    title="Booking {{ id }}, {{ customer.first_name }} {{ customer.last_name }}",
    author="Brightwater Studio",
    created="2026-10-01T08:00:00Z",
    modified="2026-10-01T08:00:00Z",
    language="en-US",
)
_LOOK = Look(language="en-US", colour="1F6E6E")
_SUM = style(
    "paragraph",
    "Total",
    "Total",
    based_on="Normal",
    own=True,
    paragraph={"jc": "right", "spacing": {"after": 0}},
    text={"b": True, "bCs": True},
)


def write(path: Path) -> None:
    """Write `booking-confirmation.docx`."""
    package = Package(_CORE, _LOOK, (_SUM,), company="Brightwater Studio")
    header = package.header(p("Brightwater Studio\t\tBooking {{ id }}", style="Header"))
    footer = package.footer(
        p("12 Quay Street, Brightwater\t\tPage ", simple_field("PAGE", "1"), style="Footer"),
    )
    package.save(path, *_opening(), *_services(), *_closing(), section(header, footer))


def _opening() -> tuple[Xml, ...]:
    return (
        p("{% if status == 'CANCELLED' %}Cancellation{% else %}Booking confirmation{% endif %}", style="Title"),
        p("{{ start_time|date('full') }}", style="Subtitle"),
        p("Dear {{ customer.first_name }} {{ customer.last_name }},"),
        p("{%p if status == 'CANCELLED' %}"),
        p("your booking {{ id }} of {{ created_at|date('long') }} is ", bold("cancelled"), ". No fee is due."),
        p("{%p else %}"),
        p(
            "thank you for your booking. We expect you on ",
            bold("{{ start_time|date('long') }}"),
            " at ",
            bold("{{ start_time|datetime('h:mm a') }}"),
            " and will be done at {{ end_time|datetime('h:mm a') }}.",
        ),
        p("{%p endif %}"),
    )


def _services() -> tuple[Xml, ...]:
    return (
        p("Services", style="Heading1"),
        tbl(
            [5072, 2000, 2000],
            tr("Service", tc(p("Duration", jc="right")), tc(p("Price", jc="right")), tblHeader=True),
            tr("{%tr for service in services %}", "", ""),
            tr(
                "{{ service.name }}",
                tc(p("{{ service.duration|number }} min", jc="right")),
                tc(p("{{ service.price|money }}", jc="right")),
                cantSplit=True,
            ),
            tr("{%tr endfor %}", "", ""),
            tr(
                tc(p("Total", style="Total"), gridSpan=2),
                tc(p("{{ services|sum(attribute='price')|money }}", style="Total")),
                cantSplit=True,
            ),
            tblStyle="ReportTable",
            tblLook=ROWS_LOOK,
        ),
        p(),
    )


def _closing() -> tuple[Xml, ...]:
    return (
        p("{%p if notes is defined and notes %}"),
        p("Notes", style="Heading1"),
        p("{{ notes }}"),
        p("{%p endif %}"),
        p("{%p if status != 'CANCELLED' %}"),
        p("Changes", style="Heading1"),
        p("Please tell us 24 hours ahead if you cannot come."),
        p("{%p endif %}"),
        p(
            "This {{ 'notice' if status == 'CANCELLED' else 'confirmation' }} was made from the booking as it was on "
            "{{ updated_at|datetime('medium') }}."
        ),
        p("Brightwater Studio", spacing={"before": 360}),
    )
