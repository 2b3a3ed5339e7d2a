"""Directories and the index: what a page lists of itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sdconvert.findings import Severity, declare
from sdconvert.formats.html.names import (
    DATA_DESCRIPTION,
    DATA_ID,
    DATA_KIND,
    DATA_SORTING_KEY,
    DATA_TARGET,
    DIRECTORY,
    ID_PREFIX,
    INDEX,
    NUMBER,
    TITLE,
)
from sdconvert.formats.html.write.context import Context, PendingDirectory
from sdconvert.formats.html.write.plan import DirectoryLine
from sdconvert.model.blocks import DirectoryKind, Heading, Picture
from sdconvert.model.document import IndexEntry
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text
from sdconvert.xmlio import escape_attribute, escape_text

INDEX_TARGET_UNKNOWN = declare(
    "HTML-W085",
    Severity.WARNING,
    "The index entry “{title}” refers to an entry that the index does not have.",
    hint="Check the “see …” of the index entry.",
    why="A link to an entry that is not there leads nowhere.",
)


class IndexSection:
    """The entries of the index and their anchors; of several with one id, the first counts."""

    __slots__ = ("_anchors", "_entries", "_titles")

    def __init__(self, entries: Sequence[IndexEntry]) -> None:
        self._entries = entries
        self._anchors: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._name(entries)

    def _name(self, entries: Iterable[IndexEntry]) -> None:
        for entry in entries:
            if self._anchors.setdefault(entry.id, f"{ID_PREFIX}ix{len(self._anchors) + 1}"):
                self._titles.setdefault(entry.id, entry.title)
            self._name(entry.children)

    def lines(self) -> list[DirectoryLine]:
        """The entries of the first level as lines of a directory."""
        return [DirectoryLine(self._anchors[entry.id], "", entry.title) for entry in self._entries]

    def write(self, context: Context) -> None:
        """Write the index as a section, nothing when it is empty. Loses: HTML-W085."""
        if self._entries:
            title = context.words.index
            context.out.append(f'\n<section class="{INDEX}" role="doc-index" aria-label="{title}">')
            self._write_entries(context, self._entries, set())
            context.out.append("\n</section>")

    def _write_entries(self, context: Context, entries: Sequence[IndexEntry], written: set[str]) -> None:
        context.out.append("\n<ul>")
        for entry in entries:
            is_first = entry.id not in written
            written.add(entry.id)
            identity = f' id="{self._anchors[entry.id]}"' if is_first else ""
            context.out.append(f"\n<li{identity}{_attributes(context, entry)}>")
            context.out.append(f'<span class="{TITLE}">{escape_text(entry.title)}</span>')
            self._write_links(context, entry, context.marks.get(entry.id, []) if is_first else [])
            if entry.children:
                self._write_entries(context, entry.children, written)
            context.out.append("</li>")
        context.out.append("\n</ul>")

    def _write_links(self, context: Context, entry: IndexEntry, marks: list[str]) -> None:
        links = [f'<a href="#{anchor}">{number}</a>' for number, anchor in enumerate(marks, 1)]
        if entry.target:
            if entry.target in self._anchors:
                title = escape_text(self._titles[entry.target])
                links.append(f'{context.words.see} <a href="#{self._anchors[entry.target]}">{title}</a>')
            else:
                context.report.add(INDEX_TARGET_UNKNOWN, title=entry.title)
        if links:
            context.out.append(" " + ", ".join(links))


def _attributes(context: Context, entry: IndexEntry) -> str:
    values = {
        DATA_ID: entry.id,
        DATA_TARGET: entry.target,
        DATA_DESCRIPTION: entry.description,
        DATA_SORTING_KEY: entry.sorting_key,
    }
    return "".join(
        [f' {name}="{escape_attribute(value)}"' for name, value in values.items() if value or name == DATA_ID]
    )


def write_directories(context: Context, index: IndexSection) -> None:
    """Fill the places that were left for directories."""
    for pending in context.directories:
        context.out[pending.position] = _directory(context, pending, _lines(context, pending.kind, index))


def _lines(context: Context, kind: DirectoryKind, index: IndexSection) -> list[DirectoryLine]:
    match kind:
        case DirectoryKind.CONTENT:
            return context.plan.lines_of(Heading)
        case DirectoryKind.IMAGES:
            return context.plan.lines_of(Picture)
        case DirectoryKind.TABLES:
            return context.plan.lines_of(Table)
        case DirectoryKind.FOOTNOTES:
            notes = (*context.footnotes, *context.endnotes)
            return [
                DirectoryLine(each.anchor, each.number, " ".join(map(plain_text, each.note.paragraphs)))
                for each in notes
            ]
        case DirectoryKind.SIDENOTES:
            return context.sidenotes
        case DirectoryKind.WEBLINKS:
            return [DirectoryLine("", "", address) for address in context.links]
        case DirectoryKind.INDEXES:
            return index.lines()


def _directory(context: Context, pending: PendingDirectory, lines: list[DirectoryLine]) -> str:
    kind = pending.kind
    title = context.words.directories[kind]
    role = ' role="doc-toc"' if kind is DirectoryKind.CONTENT else ""
    pieces = [
        f'\n<nav class="{DIRECTORY}"{pending.attributes}{role} {DATA_KIND}="{kind}" aria-label="{title}">',
    ]
    if not pending.has_title:
        pieces.append(f'<p class="{TITLE}">{title}</p>')
    if kind is DirectoryKind.WEBLINKS:
        pieces += _nest_lines([_web_link(context, address, text) for address, text in context.links.items()])
    else:
        pieces += _nest_lines([(line.level, _link(context, line)) for line in lines])
    pieces.append("</nav>")
    return "".join(pieces)


def _link(context: Context, line: DirectoryLine) -> str:
    number = f'<span class="{NUMBER}">{escape_text(line.number)} </span>' if line.number else ""
    text = escape_text(line.text) if line.text.strip() or line.number else "…"
    return f'<a href="#{line.anchor}">{number}{text}</a>'


def _web_link(context: Context, address: str, text: str) -> tuple[int, str]:
    return 0, f'<a href="{escape_attribute(address)}">{escape_text(text)}</a>'


def _nest_lines(lines: Iterable[tuple[int, str]]) -> list[str]:
    """Lines as nested lists. A line goes one deeper at most: what skips a level stands below the last line."""
    pieces: list[str] = []
    open_levels: list[int] = []
    for level, link in lines:
        while open_levels and open_levels[-1] > level:
            pieces.append("</li></ul>")
            open_levels.pop()
        if open_levels and open_levels[-1] == level:
            pieces.append("</li>\n<li>")
        else:
            pieces.append("\n<ul>\n<li>")
            open_levels.append(level)
        pieces.append(link)
    pieces.extend(["</li></ul>"] * len(open_levels))
    return pieces
