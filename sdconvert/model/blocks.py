"""What a document is made of, from top to bottom. Levels count from 0.

`id` names a block that something refers to, and is empty otherwise; any text will do, unique in the document.
`label` is the number or bullet that the source showed before the block, of a picture or table what it showed before
the caption's text, `label_end` what stood between it and the text; `counter` names the list of the source that counts
the block, the same for all its levels. `style` is the name of the source's paragraph style. `at` is where the source
has the block, so that a writer can say where a loss came from.
"""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from sdconvert.findings import Location
from sdconvert.frozen import dataclass
from sdconvert.model.extra import Extra
from sdconvert.model.inlines import Inline


class Alignment(StrEnum):
    """How lines stand between the margins."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class DirectoryKind(StrEnum):
    """What a generated directory lists."""

    CONTENT = "content"
    IMAGES = "images"
    TABLES = "tables"
    FOOTNOTES = "footnotes"
    WEBLINKS = "weblinks"
    INDEXES = "indexes"
    SIDENOTES = "sidenotes"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 0 to 5. `restarts`: its numbering begins at 1 again. `has_own_look`: its text has all marks,
    those that headings have anyway too, so that it looks the same as a paragraph."""

    content: tuple[Inline, ...]
    level: int
    is_numbered: bool = False
    restarts: bool = False
    alignment: Alignment = Alignment.LEFT
    style: str = field(default="", compare=False)
    label: str = field(default="", compare=False)
    id: str = ""
    at: Location | None = field(default=None, compare=False, repr=False)
    extra: Extra = field(default=(), compare=False, repr=False)
    counter: str = field(default="", compare=False)
    has_own_look: bool = field(default=False, compare=False)
    indent: int = 0
    label_end: str = field(default="\t", compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `number_level` is its level when it is numbered in one list with the headings, else None."""

    content: tuple[Inline, ...] = ()
    indent: int = 0
    alignment: Alignment = Alignment.LEFT
    number_level: int | None = None
    restarts: bool = False
    style: str = ""
    label: str = field(default="", compare=False)
    id: str = ""
    at: Location | None = field(default=None, compare=False, repr=False)
    extra: Extra = field(default=(), compare=False, repr=False)
    counter: str = field(default="", compare=False)
    label_end: str = field(default="\t", compare=False)


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of the list `list_id`, numbered (`is_ordered`) or bulleted; `level` is its depth, from 0."""

    content: tuple[Inline, ...]
    is_ordered: bool
    level: int = 0
    list_id: str = ""
    alignment: Alignment = Alignment.LEFT
    style: str = field(default="", compare=False)
    label: str = field(default="", compare=False)
    id: str = ""
    at: Location | None = field(default=None, compare=False, repr=False)
    extra: Extra = field(default=(), compare=False, repr=False)
    counter: str = field(default="", compare=False)
    label_end: str = field(default="\t", compare=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of its own. `asset` is its name in `Document.assets`; `width` is percent of that of the text where
    it stands, which in a table is that of its cell;
    `text` is the alternative text. `is_numbered`: the caption carries a number."""

    asset: str
    width: float = 100.0
    alignment: Alignment = Alignment.LEFT
    indent: int = 0
    caption: tuple[Inline, ...] = ()
    is_numbered: bool = False
    text: str = field(default="", compare=False)
    style: str = ""
    id: str = ""
    at: Location | None = field(default=None, compare=False, repr=False)
    extra: Extra = field(default=(), compare=False, repr=False)
    label: str = field(default="", compare=False)
    counter: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""

    id: str = ""
    at: Location | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Directory:
    """A generated list of what the document holds."""

    kind: DirectoryKind
    id: str = ""
    at: Location | None = field(default=None, compare=False, repr=False)
    extra: Extra = field(default=(), compare=False, repr=False)
