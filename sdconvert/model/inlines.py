"""What stands inside a block: text with marks, links, notes, pictures in text, references."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from sdconvert.frozen import dataclass
from sdconvert.model.extra import Extra


class Mark(StrEnum):
    """A look of text that two formats can say."""

    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKE = "strike"
    SUBSCRIPT = "subscript"
    SUPERSCRIPT = "superscript"
    SMALL_CAPITALS = "small capitals"
    CODE = "code"


NO_MARKS: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look. `style` is the author's own character style, empty for none."""

    text: str
    marks: frozenset[Mark] = NO_MARKS
    style: str = ""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line within a block. The marks and the style are those of the text around it."""

    marks: frozenset[Mark] = NO_MARKS
    style: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to outside. `href` is a URL as the author wrote it."""

    href: str
    content: tuple[Run | LineBreak, ...]


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A reference to the block whose `id` is `target`. `text` is what the source showed last."""

    target: str
    show_number: bool = False
    show_content: bool = True
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class IndexMark:
    """A place that the index names; `entry` is the id of an `IndexEntry` of the document."""

    entry: str


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """A picture within text. `asset` is its name in `Document.assets`; width and height in points, when known.

    `caption` is text that is shown with it, `text` is the alternative text.
    """

    asset: str
    text: str = ""
    width: float | None = field(default=None, compare=False)
    height: float | None = field(default=None, compare=False)
    caption: tuple[Run | LineBreak | Link, ...] = ()
    extra: Extra = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Equation:
    """A formula as LaTeX. `text` holds its characters as the source wrote them."""

    latex: str
    text: str = ""
    is_display: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or an endnote: one or more paragraphs. `has_own_mark`: its mark stands in the text beside it, and it
    is not counted. `mark` is what the source showed as its mark, empty where it tells none."""

    paragraphs: tuple[tuple[Inline, ...], ...]
    is_endnote: bool = False
    has_own_mark: bool = field(default=False, compare=False)
    mark: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Sidenote:
    """A note in the margin."""

    content: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, standing at the end of the `words` it is about. `date` is ISO 8601, empty when unknown."""

    author: str
    date: str
    paragraphs: tuple[str, ...]
    words: str = ""
    replies: tuple[Comment, ...] = ()


Inline = Run | LineBreak | Link | CrossReference | IndexMark | InlinePicture | Equation | Note | Sidenote | Comment
