"""Whether a directory that SMASHDOCs makes anew will list what Word's lists (ECMA-376 Part 1, 17.16.5.68)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sdconvert.findings import QUOTED, Location, Report, Severity, declare
from sdconvert.model.blocks import DirectoryKind, Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Inline
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text
from sdconvert.patterns import compile_late

LISTED_ANEW = declare(
    "DOCX-R164",
    Severity.WARNING,
    "The directory “{instruction}” will list {number} {what} that it does not list in Word; the first: “{text}”",
    "Look whether they are headings, and of that level, with reason.",
    "A directory of SMASHDOCs lists all headings, or all captions, and knows no choice of levels or styles.",
)
LISTED_NO_MORE = declare(
    "DOCX-R165",
    Severity.WARNING,
    "The directory “{instruction}” will not list {number} line(s) that it lists in Word; the first: “{text}”",
    "Give what is to be listed a heading style in Word, or a style mapping.",
    "A directory of SMASHDOCs lists headings, or captions of pictures and tables, and nothing else.",
)
INDEX_PART = declare(
    "DOCX-R166",
    Severity.WARNING,
    "The index “{instruction}” will list all entries, and in Word only some of them.",
    "Take the index out in Word where the other one is enough.",
    "An index of SMASHDOCs knows no choice of a part of the text (\\b), of letters (\\p) or of kinds of entries (\\f).",
)

_LEVELS = compile_late(r"\s*(\d)\s*(?:-\s*(\d))?")
_PAGE = compile_late(r"(?:\d{1,5}|[ivxlc]{1,7})$")
_CHOICES = frozenset(("\\b", "\\f", "\\p"))
_LONGEST_LABEL = 40
_WHAT = {DirectoryKind.CONTENT: "heading(s)", DirectoryKind.IMAGES: "caption(s)", DirectoryKind.TABLES: "caption(s)"}


class FoundDirectory(NamedTuple):
    """A directory of the source: its field with the `words` of its instruction, and the lines that Word showed last."""

    at: Location
    kind: DirectoryKind
    words: tuple[str, ...]
    lines: tuple[str, ...]


def report_directories(directories: Iterable[FoundDirectory], blocks: tuple[Block, ...], report: Report) -> None:
    """Say of each directory what it lists in Word and not in the result, and the other way round.

    Where its lines are none of the document's (the field was never updated), the switches of its field tell.
    """
    for directory in directories:
        if directory.kind is DirectoryKind.INDEXES and _CHOICES.intersection(map(str.lower, directory.words)):
            report.add(INDEX_PART, directory.at, instruction=" ".join(directory.words)[:QUOTED])
        if directory.kind not in _WHAT:
            continue
        texts = [text for text in _listed_texts(directory.kind, blocks) if _key(text)]
        lines = [line for line in directory.lines if _key(line)]
        keys = {_key(text) for text in texts}
        found = [_find(line, keys) for line in lines]
        if lines and (sum(map(bool, found)) * 2 >= len(lines) or _are_captions(directory)):
            anew = [text for text in texts if _key(text) not in found]
            no_more = [line for line, key in zip(lines, found, strict=True) if not key]
        else:
            anew, no_more = _compare_by_switches(directory, blocks)
        _report(directory, anew, no_more, report)


def _are_captions(directory: FoundDirectory) -> bool:
    """Whether the lines are those of captions with their pages, and no notice that there are none."""
    return directory.kind is not DirectoryKind.CONTENT and any(line[-1].isdigit() for line in directory.lines)


def _report(directory: FoundDirectory, anew: list[str], no_more: list[str], report: Report) -> None:
    instruction = " ".join(directory.words)[:QUOTED]
    for code, texts in ((LISTED_ANEW, anew), (LISTED_NO_MORE, no_more)):
        if texts:
            details = {"number": len(texts), "text": texts[0][:QUOTED], "what": _WHAT[directory.kind]}
            report.add(code, directory.at, instruction=instruction, **details)


def _listed_texts(kind: DirectoryKind, blocks: Iterable[Block]) -> Iterator[str]:
    """What SMASHDOCs will list, in order."""
    for block in blocks:
        content = _listed_content(kind, block)
        if content:
            yield plain_text(content).strip()


def _listed_content(kind: DirectoryKind, block: Block) -> tuple[Inline, ...]:
    match block:
        case Heading() if kind is DirectoryKind.CONTENT:
            return block.content
        case Picture() if kind is DirectoryKind.IMAGES:
            return block.caption
        case Table() if kind is DirectoryKind.TABLES:
            return block.caption
        case _:
            return ()


def _key(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _find(line: str, keys: set[str]) -> str:
    """The key that a line ends with, a page number aside; empty for none."""
    key = _key(line)
    page = _PAGE.search(key)
    ends = range(page.start() if page else len(key), len(key) + 1)
    for end in ends:
        for start in range(min(end, _LONGEST_LABEL)):
            if key[start:end] in keys:
                return key[start:end]
    return ""


def _compare_by_switches(directory: FoundDirectory, blocks: Iterable[Block]) -> tuple[list[str], list[str]]:
    """What will be listed anew, and no more, by the levels and styles that the field names."""
    if directory.kind is not DirectoryKind.CONTENT:
        return [], []
    levels, styles = _listed_levels(directory.words), _listed_styles(directory.words)
    anew, no_more = [], []
    for block in blocks:
        if isinstance(block, Heading) and block.level + 1 not in levels and block.style.lower() not in styles:
            anew.append(plain_text(block.content).strip())
        elif isinstance(block, (Paragraph, ListItem)) and block.style.lower() in styles:
            no_more.append(plain_text(block.content).strip())
    return [text for text in anew if text], [text for text in no_more if text]


def _listed_levels(words: tuple[str, ...]) -> range:
    value = _value(words, "\\o")
    found = _LEVELS.match(value or "")
    if found:
        return range(int(found[1]), int(found[2] or found[1]) + 1)
    is_all = value is not None or not {"\\t", "\\f"}.intersection(map(str.lower, words))
    return range(1, 10) if is_all else range(0)


def _listed_styles(words: tuple[str, ...]) -> frozenset[str]:
    value = _value(words, "\\t") or ""
    return frozenset(part.strip().lower() for part in re.split("[,;]", value)[::2] if part.strip())


def _value(words: tuple[str, ...], switch: str) -> str | None:
    for word, following in zip(words, (*words[1:], ""), strict=True):
        if word.lower() == switch:
            return "" if following.startswith("\\") else following
    return None
