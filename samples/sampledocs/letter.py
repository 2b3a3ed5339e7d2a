"""A letter: address block, text box, content controls, signature, an enclosure on a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sampledocs import pictures
from sampledocs.floating import floating_picture, text_box
from sampledocs.numbering import abstract, bullets, instance
from sampledocs.package import Core, Package
from sampledocs.styles import Look, style
from sampledocs.wordml import Xml, bold, content_control, italic, p, page_break, run, section, tbl, tc, tr

if TYPE_CHECKING:
    from pathlib import Path

_CORE = Core(
    title="Letter to Ms Hollis: renewal of the service agreement",
    author="Graham Pell",
    created="2026-10-05T08:00:00Z",
    modified="2026-10-05T09:12:00Z",
    revision=2,
)
_LOOK = Look(body_font="Cambria", heading_font="Cambria", after=160)
_OWN_STYLES = (
    style(
        "paragraph",
        "Sender",
        "Sender",
        based_on="Normal",
        own=True,
        paragraph={"spacing": {"after": 0}},
        text={"sz": 16, "szCs": 16, "color": "5A5A5A"},
    ),
    style(
        "paragraph",
        "SubjectLine",
        "Subject Line",
        based_on="Normal",
        follow="Normal",
        own=True,
        paragraph={"spacing": {"before": 360}},
        text={"b": True, "bCs": True},
    ),
    style(
        "paragraph",
        "BoxText",
        "Box Text",
        based_on="Normal",
        own=True,
        paragraph={"spacing": {"after": 0}},
        text={"sz": 18, "szCs": 18},
    ),
)


def write(path: Path) -> None:
    """Write `letter.docx`."""
    package = Package(
        _CORE, _LOOK, _OWN_STYLES, abstract(0, bullets()) + instance(1, 0), company="Pell Lift Services Ltd"
    )
    footer = package.footer(p("Pell Lift Services Ltd\tRegistered in England\tDirector: Graham Pell", style="Footer"))
    package.save(path, *_head(package), *_text(), *_closing(package), *_enclosure(), section(footer))


def _control(tag: str, alias: str, text: str, kind: str = "<w:text/>") -> Xml:
    return content_control(run(text), tag=tag, alias=alias, kind=kind)


def _head(package: Package) -> tuple[Xml, ...]:
    rid = package.picture_relation(pictures.logo().png())
    logo = floating_picture(rid, package.object_number(), "Pell Lift Services", (54, 54), top_points=-18)
    reference = text_box(
        package.object_number(),
        (165, 78),
        p(bold("Our reference"), style="BoxText"),
        p("GP/2026/311", style="BoxText"),
        p(bold("Telephone"), style="BoxText"),
        p("01632 960 144 (Mon\u2011Fri, 8\u201317)", style="BoxText"),
    )
    date = (
        '<w:date w:fullDate="2026-10-05T00:00:00Z"><w:dateFormat w:val="d MMMM yyyy"/><w:lid w:val="en-GB"/></w:date>'
    )
    address = run("Ms J. Hollis\nHollis Mill Apartments\n7 Tenter Row\nBRADSHAW\nBR4 9XQ")
    return (
        p(logo, "Pell Lift Services Ltd · Unit 5, Canal Wharf · Bradshaw BR2 1AA", style="Sender"),
        p(spacing={"after": 480}),
        p(reference, address, spacing={"after": 600}),
        p(_control("date", "Date", "5 October 2026", date), jc="right"),
        p("Renewal of your service agreement no. ", _control("agreement", "Agreement", "HM-0472"), style="SubjectLine"),
    )


def _text() -> tuple[Xml, ...]:
    months = (("twelve", 12), ("twenty‑four", 24))
    choices = "".join(f'<w:listItem w:displayText="{name}" w:value="{number}"/>' for name, number in months)
    period = f"<w:dropDownList>{choices}</w:dropDownList>"
    offer = "".join(
        (
            p("four inspections a year instead of three;", style="ListParagraph", num=(1, 0)),
            p("a call\u2011out within ", bold("two hours"), ", day and night;", style="ListParagraph", num=(1, 0)),
            p("all small parts up to £40 each.", style="ListParagraph", num=(1, 0)),
        )
    )
    return (
        p("Dear ", _control("name", "Name", "Ms Hollis"), ","),
        p(
            "Your agreement for the two passenger lifts at Hollis Mill ends on 31 December. We have looked after "
            "them for nine ",
            "years now and would be glad to go on. For a further ",
            _control("period", "Months", "twenty\u2011four", period),
            " months we offer:",
            jc="both",
        ),
        content_control(offer, tag="offer", alias="Offer", kind=""),
        p(
            "The price stays at £2,380 a year. In September our engineer noted that the door of lift B closes ",
            italic("a little too hard"),
            "; we will adjust it at the next visit without charge.",
            jc="both",
        ),
        p("Please sign and return the enclosed form by ", run("30 November", u="single"), "."),
    )


def _closing(package: Package) -> tuple[Xml, ...]:
    scribble = package.picture(pictures.signature().png(), "Signature of Graham Pell", scale=1.0)
    return (
        p("Yours sincerely,", keepNext=True),
        p(scribble, keepNext=True, spacing={"after": 0}),
        p("Graham Pell\nDirector"),
        p("Enclosure: form of acceptance"),
        p(page_break()),
    )


def _enclosure() -> tuple[Xml, ...]:
    placeholder = run("Click here to enter text.", rStyle="PlaceholderText")
    name = content_control(placeholder, tag="signatory", alias="Name", kind="<w:showingPlcHdr/><w:text/>")
    return (
        p("Form of acceptance", style="Heading1"),
        p(
            "We accept the offer of Pell Lift Services Ltd of 5 October 2026 for agreement no. ",
            _control("agreement-2", "Agreement", "HM-0472"),
            ".",
        ),
        tbl(
            [2600, 6472],
            tr("Name", tc(p(name)), trHeight={"val": 567, "hRule": "atLeast"}),
            tr("Position", "", trHeight={"val": 567, "hRule": "atLeast"}),
            tr("Date and signature", "", trHeight={"val": 1134, "hRule": "atLeast"}),
            tblStyle="TableGrid",
        ),
        p(),
    )
