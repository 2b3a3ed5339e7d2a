"""Numbering parts in a few words, and the labels that they give."""

from __future__ import annotations

from lxml import etree

from sdconvert.formats.docx.names import MC, W
from sdconvert.formats.docx.read.formatting.labels import Label, LabelSequence
from sdconvert.formats.docx.read.formatting.numbering import Numbering
from sdconvert.formats.docx.read.formatting.styles import Styles

Used = list[tuple[str, int]]


def level(ilvl: int, num_fmt: str = "decimal", text: str | None = None, start: int = 1, more: str = "") -> str:
    """A level of a list."""
    return (
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="{start}"/><w:numFmt w:val="{num_fmt}"/>{more}'
        f'<w:lvlText w:val="{f"%{ilvl + 1}." if text is None else text}"/></w:lvl>'
    )


def abstract(*levels: str, id: int = 0) -> str:
    """An abstract list."""
    return f'<w:abstractNum w:abstractNumId="{id}">{"".join(levels)}</w:abstractNum>'


def num(id: int = 1, of: int = 0, more: str = "") -> str:
    """A list of an abstract list."""
    return f'<w:num w:numId="{id}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def override(ilvl: int, content: str) -> str:
    """What a list says otherwise of a level."""
    return f'<w:lvlOverride w:ilvl="{ilvl}">{content}</w:lvlOverride>'


def start_at(ilvl: int, start: int) -> str:
    """Where a list begins a level."""
    return override(ilvl, f'<w:startOverride w:val="{start}"/>')


def numbering(*content: str, of: Styles | None = None) -> Numbering:
    """The lists of a numbering part."""
    root = etree.fromstring(f'<w:numbering xmlns:w="{W}" xmlns:mc="{MC}">{"".join(content)}</w:numbering>')
    return Numbering.read(root, of or Styles.read(None))


def labels(of: Numbering, used: Used) -> list[Label]:
    """The labels of paragraphs that use these lists and levels, in order."""
    running = LabelSequence(of)
    return [running.next(num_id, ilvl) for num_id, ilvl in used]


def texts(of: Numbering, *ilvls: int) -> list[str]:
    """The texts of the labels of paragraphs on these levels of the first list."""
    return [label.text for label in labels(of, [("1", ilvl) for ilvl in ilvls])]


OUTLINE = (level(0, text="%1"), level(1, text="%1.%2"), level(2, text="%1.%2.%3"))
