"""Writes docs/word-coverage.md, or the file that is named, from the table of fates."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sdconvert.codes import known_codes
from sdconvert.formats.docx.read.fates import EVERY_ELEMENT, ITSELF, Fate, Line, read_fates

AREAS = {
    "content": "Paragraphs, runs, links, fields and marks",
    "text": "The look of text",
    "paragraphs": "The look of paragraphs",
    "lists": "Lists and numbering",
    "tables": "Tables",
    "pages": "Pages, sections, headers and footers",
    "notes": "Notes and comments",
    "controls": "Content controls and form fields",
    "styles": "Styles",
    "settings": "Settings of the document",
    "equations": "Equations",
    "drawings": "Pictures and drawings",
    "vml": "Pictures and drawings of older files (VML)",
}
INTRODUCTION = """# What becomes of what Word writes

What an author can count on: each element and attribute that Word may write into a document, its styles, lists, notes,
comments, headers, footers and settings has one of these fates. The names are those of ECMA-376 (`w:` text, `m:`
equations, `a:`, `pic:`, `wp:` drawings, `v:`, `o:` drawings of older files) and of Word's later extensions (`w14:` and
the like).

- **kept**: SDXML says it as Word shows it, or it decides what SDXML says;
- **told**: a finding says what is not kept, or kept in another form; `sdconvert explain CODE` has more;
- **no effect**: a reader of the text sees nothing of it, for the reason given{open_fate}.

This page is generated from the table in `sdconvert/formats/docx/read/fates/` (`make word-coverage`). A test puts each
name into small documents at the places where it may stand, converts them, and fails where the table is wrong.

| fate | elements | attributes |
| --- | ---: | ---: |
{counts}
"""
_OPEN = ";\n- **not told yet**: a reader sees something of it, and neither SDXML nor a finding says so"
_WORDS = {
    Fate.READ: "kept",
    Fate.TOLD: "told",
    Fate.WHOLE: "told with what it stands in",
    Fate.NO_EFFECT: "no effect",
    Fate.OPEN: "not told yet",
}


def make_page() -> str:
    """The whole page."""
    lines = read_fates().lines
    has_open = any(line.fate is Fate.OPEN for line in lines)
    page = [INTRODUCTION.format(counts="\n".join(_counts(lines)), open_fate=_OPEN if has_open else "")]
    for area, title in AREAS.items():
        page.append("\n".join([f"## {title}", "", *_tables([line for line in lines if line.area == area])]))
    return "\n".join(page)


def _counts(lines: tuple[Line, ...]) -> Iterator[str]:
    elements: Counter[Fate] = Counter()
    attributes: Counter[Fate] = Counter()
    seen: set[tuple[str, str]] = set()
    for line in sorted(lines, key=lambda line: list(Fate).index(line.fate)):
        for element in line.elements:
            for what in line.what:
                if (element, what) not in seen and element != EVERY_ELEMENT:
                    seen.add((element, what))
                    (elements if what == ITSELF else attributes)[line.fate] += 1
    for fate in Fate:
        if elements[fate] or attributes[fate]:
            yield f"| {_WORDS[fate]} | {elements[fate]} | {attributes[fate]} |"


def _tables(lines: list[Line]) -> Iterator[str]:
    kept = [line for line in lines if line.fate is Fate.READ]
    if kept:
        yield from ("| kept | names |", "| --- | --- |")
        yield from _rows((line.words or "what is named so", line) for line in kept)
        yield ""
    told = [line for line in lines if line.fate in (Fate.TOLD, Fate.WHOLE)]
    if told:
        yield from ("| told | names |", "| --- | --- |")
        yield from _rows((_messages(line), line) for line in told)
        yield ""
    for fate in (Fate.NO_EFFECT, Fate.OPEN):
        rest = [line for line in lines if line.fate is fate]
        if rest:
            yield from (f"| {_WORDS[fate]} | names |", "| --- | --- |")
            yield from _rows((line.words or "a look, or a choice of layout", line) for line in rest)
            yield ""


def _rows(entries: Iterator[tuple[str, Line]]) -> Iterator[str]:
    """One row for what is said alike."""
    rows: dict[str, list[str]] = {}
    for words, line in entries:
        rows.setdefault(words, []).extend(_names(line))
    for words, names in rows.items():
        yield f"| {words} | {', '.join(dict.fromkeys(names))} |"


def _names(line: Line) -> Iterator[str]:
    where = f" in `{'/'.join(line.where)}`" if line.where else ""
    attributes = " ".join(f"@{what}" for what in line.what if what != ITSELF)
    for element in line.elements:
        if ITSELF in line.what and element != EVERY_ELEMENT:
            yield f"`{element}`{f' `{attributes}`' if attributes else ''}{where}"
        else:
            name = "all" if element == EVERY_ELEMENT else f"`{element}/{attributes}`"
            yield f"{name}{where}"


def _messages(line: Line) -> str:
    codes = known_codes()
    first = codes[line.by[0]]
    more = f" ({', '.join(line.by)})"
    return first.pattern.split("\n")[0].replace("|", "\\|") + more


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(make_page(), "utf-8")
