"""Front matter and helpers of the report: generated directories, headings, captions."""

from __future__ import annotations

from typing import Any
from zlib import crc32

from sampledocs.wordml import (
    Xml,
    anchor_link,
    bookmark,
    content_control,
    field_begin,
    field_char,
    field_code,
    p,
    run,
    simple_field,
)

HEADINGS = (
    (1, "1", "Introduction", 2),
    (2, "1.1", "The station", 2),
    (2, "1.2", "Scope", 2),
    (1, "2", "Method", 3),
    (2, "2.1", "Friction in the pipe", 3),
    (2, "2.2", "Measuring points", 3),
    (1, "3", "Results", 3),
    (2, "3.1", "Pressure along the line", 3),
    (2, "3.2", "Energy", 4),
    (1, "4", "Conclusions", 4),
)
FIGURES = (
    ("The pump house seen from the canal", 2),
    ("Tank, pump and valve", 2),
    ("Pressure before and after cleaning", 3),
    ("Energy use over ten days", 4),
)
TABLES = (("Measuring points and mean pressure", 3), ("Cost of the two options", 4))


def toc_name(text: str) -> str:
    """Return the hidden bookmark of a heading or caption, as Word names it."""
    return f"_Toc{200_000_000 + crc32(text.encode()) % 90_000_000}"


def heading(level: int, text: str, *more: str) -> Xml:
    """Return a heading that the table of contents points to."""
    return p(bookmark(toc_name(text), text), *more, style=f"Heading{level}")


def caption(label: str, number: int, text: str) -> Xml:
    """Return a caption; the bookmark `_RefFigure1` holds its label and number."""
    counted = bookmark(f"_Ref{label}{number}", f"{label} ", simple_field(f"SEQ {label} \\* ARABIC", str(number)))
    keep: dict[str, Any] = {"keepNext": True} if label == "Table" else {}
    return p(bookmark(toc_name(text), counted, f": {text}"), style="Caption", **keep)


def see(label: str, number: int) -> Xml:
    """Return a cross-reference to a caption's label and number."""
    return field_code(f"REF _Ref{label}{number} \\h", f"{label} {number}")


def _line(target: str, page: int, *text: str) -> Xml:
    shown = run(f"{text[0]}\t{text[1]}") if len(text) == 2 else run(text[0])
    return anchor_link(target, shown, run("\t"), field_code(f"PAGEREF {target} \\h", str(page)))


def _numbered_line_tabs(style: str) -> dict[str, Xml]:
    position = {"TOC1": 440, "TOC2": 880}.get(style)
    right = '<w:tab w:val="right" w:leader="dot" w:pos="9062"/>'
    return {"tabs": Xml(f'<w:tabs><w:tab w:val="left" w:pos="{position}"/>{right}</w:tabs>')} if position else {}


def _directory(instruction: str, lines: list[tuple[Xml, str]]) -> list[Xml]:
    last = len(lines) - 1
    return [
        p(
            *((field_begin(instruction),) if number == 0 else ()),
            line,
            *((field_char("end"),) if number == last else ()),
            style=style,
            **_numbered_line_tabs(style),
        )
        for number, (line, style) in enumerate(lines)
    ]


def contents() -> Xml:
    """Return the table of contents in its content control."""
    lines = [(_line(toc_name(text), page, number, text), f"TOC{level}") for level, number, text, page in HEADINGS]
    field = _directory('TOC \\o "1-2" \\h \\z \\u', lines)
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj>'
    blocks = "".join((p("Contents", style="TOCHeading"), *field))
    return content_control(blocks, tag="contents", alias="Contents", kind=gallery)


def list_of(label: str, title: str, entries: tuple[tuple[str, int], ...]) -> tuple[Xml, ...]:
    """Return the generated list of figures or tables under its title."""
    lines = [
        (_line(toc_name(text), page, f"{label} {number}: {text}"), "TableofFigures")
        for number, (text, page) in enumerate(entries, 1)
    ]
    return (p(title, style="TOCHeading"), *_directory(f'TOC \\h \\z \\c "{label}"', lines))
