"""Directories that Word generates: TOC and INDEX fields (ECMA-376 Part 1, 17.16.5.68 and 17.16.5.26)."""

from __future__ import annotations

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import P
from sdconvert.formats.docx.read.census import count, visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.directory_lines import FoundDirectory
from sdconvert.formats.docx.read.fields import INSTR, parse_instruction, switch_value
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Directory, DirectoryKind
from sdconvert.xmlio import Element

GENERATED_LINES = declare(
    "DOCX-R055",
    Severity.INFO,
    "The lines of a generated directory are not repeated, as SMASHDOCs makes them anew: “{text}”",
    why="The directory itself is kept; its lines and page numbers follow from the document.",
)

FIGURE_WORDS = frozenset(
    (
        *("figure", "figures", "fig", "fig.", "image", "picture", "illustration", "chart", "diagram", "photo"),
        *("abbildung", "abbildungen", "abb", "abb.", "bild", "grafik", "diagramm", "schaubild", "foto"),
        *("figura", "figuur", "figur", "rysunek", "obrázek", "ilustración", "immagine"),
    )
)
TABLE_WORDS = frozenset(
    (
        *("table", "tables", "tabelle", "tabellen", "tab", "tab.", "tableau", "tableaux"),
        *("tabla", "tabela", "tabella", "tabel", "tabell", "tabulka"),
    )
)


def directory_kind(instruction: str) -> DirectoryKind | None:
    """What a TOC or INDEX field lists, None when SDXML has no such directory."""
    keyword, arguments = parse_instruction(instruction)
    if keyword == "INDEX":
        return DirectoryKind.INDEXES
    if keyword != "TOC":
        return None
    label = switch_value(arguments, "\\c") or switch_value(arguments, "\\a")
    if label is None:
        return DirectoryKind.CONTENT
    if label.lower() in FIGURE_WORDS:
        return DirectoryKind.IMAGES
    return DirectoryKind.TABLES if label.lower() in TABLE_WORDS else None


def read_directory(element: Element, reading: Reading) -> Directory | None:
    """The directory that stands for a field, its generated lines booked as dropped; None when there is none."""
    kind = directory_kind(element.get(INSTR, ""))
    if kind is None:
        return None
    keyword, arguments = parse_instruction(element.get(INSTR, ""))
    reading.directories.append(FoundDirectory(reading.at(element), kind, (keyword, *arguments), _lines(element)))
    counts = count(element)
    counts[Kind.FIELDS] -= 1
    counts = {kind: number for kind, number in counts.items() if number}
    if counts:
        reading.report.drop(GENERATED_LINES, counts, reading.at(element), text=visible_text(element))
    reading.report.reclassify(Kind.FIELDS, Kind.DIRECTORIES)
    return Directory(kind, at=reading.at(element))


def _lines(element: Element) -> tuple[str, ...]:
    """The lines of a directory as Word showed them last."""
    paragraphs = list(element.iter(P)) or [element]
    return tuple(line for line in map(visible_text, paragraphs) if line)
