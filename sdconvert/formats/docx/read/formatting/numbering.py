"""Lists and their levels, as a numbering part defines them (ECMA-376 Part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from functools import cached_property, partial

from sdconvert.errors import UnsafeInput
from sdconvert.formats.docx.names import MC, PPR, RPR, VAL, is_on, w
from sdconvert.formats.docx.read.formatting.numerals import GREATEST
from sdconvert.formats.docx.read.formatting.paragraph_properties import (
    NO_INDENT,
    Indent,
    ParagraphValues,
    paragraph_key,
    parse_indent,
    values_of,
)
from sdconvert.formats.docx.read.formatting.run_properties import (
    CAPS,
    R_FONTS,
    R_STYLE,
    VANISH,
    RunValues,
    read_run_values,
)
from sdconvert.formats.docx.read.formatting.styles import REMOVED_NUMBERING, Styles
from sdconvert.formats.docx.read.symbols import symbol_font_text
from sdconvert.formats.docx.units import parse_int
from sdconvert.frozen import dataclass
from sdconvert.xmlio import Element

LEVEL_COUNT = 9

_NUM = w("num")
_NUM_ID = w("numId")
_ABSTRACT_NUM = w("abstractNum")
_ABSTRACT_NUM_ID = w("abstractNumId")
_NUM_STYLE_LINK = w("numStyleLink")
_STYLE_LINK = w("styleLink")
_LVL = w("lvl")
_ILVL = w("ilvl")
_LVL_OVERRIDE = w("lvlOverride")
_START_OVERRIDE = w("startOverride")
_NAME = w("name")
_START = w("start")
_NUM_FMT = w("numFmt")
_FORMAT = w("format")
_LVL_TEXT = w("lvlText")
_LVL_RESTART = w("lvlRestart")
_IS_LGL = w("isLgl")
_SUFF = w("suff")
_P_STYLE = w("pStyle")
_LVL_PIC_BULLET_ID = w("lvlPicBulletId")
_NUM_PIC_BULLET = w("numPicBullet")
_NUM_PIC_BULLET_ID = w("numPicBulletId")
_NULL = w("null")
_ALTERNATE_CONTENT = f"{{{MC}}}AlternateContent"

_PLACEHOLDER = re.compile("%([1-9])")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")
_BULLET = "•"
_LONGEST_TEXT = 1_000
_UNKNOWN_SIGN = "□"

LabelParts = tuple[str | int, ...]
"""The text of a label, with the `w:ilvl` of a level where its number goes."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list. `list_key` names the list that shares its count; `lvl_restart` counts levels from 1, as the
    file does: None restarts after any higher level, 0 after none.

    `is_caps` and `is_hidden` are the look of its labels, where the level says so itself: in capitals, not at all.
    `is_bullet`: each paragraph shows the same sign. `is_picture`: a picture is its bullet. `unknown_font` has signs of
    its own that stand as others in the label.
    `look` is what it says of its labels, `values` what it says of its paragraphs.
    """

    ilvl: int
    list_key: str
    num_fmt: str = "decimal"
    lvl_text: str = ""
    start: int = 0
    is_legal: bool = False
    suff: str = "tab"
    lvl_restart: int | None = None
    p_style: str = ""
    indent: Indent = NO_INDENT
    bullet_text: str = ""
    custom_format: str = ""
    is_caps: bool | None = None
    is_hidden: bool = False
    is_picture: bool = False
    unknown_font: str = ""
    label_parts: LabelParts = field(default=(), compare=False, repr=False)
    is_bullet: bool = field(init=False, compare=False, repr=False)
    look: RunValues = field(default_factory=dict, compare=False, repr=False)
    values: ParagraphValues = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_bullet", self.num_fmt == "bullet" or self.is_picture)

    @property
    def indent_left(self) -> int | None:
        """The left indent in twips."""
        return self.indent.left

    @property
    def hanging(self) -> int | None:
        """How far the first line begins before the others, in twips."""
        return None if self.indent.first_line is None else -self.indent.first_line


class Levels(Mapping[int, Level]):
    """The levels of a list by `w:ilvl`, in order; each is read when it is first asked for, as most never are."""

    def __init__(self, elements: Mapping[int, Element], read: Callable[[int, Element], Level]) -> None:
        self._elements = elements
        self._read = read
        self._levels: dict[int, Level] = {}

    def __getitem__(self, ilvl: int) -> Level:
        level = self._levels.get(ilvl)
        if level is None:
            level = self._levels[ilvl] = self._read(ilvl, self._elements[ilvl])
        return level

    def __iter__(self) -> Iterator[int]:
        return iter(self._elements)

    def __len__(self) -> int:
        return len(self._elements)

    def __contains__(self, ilvl: object) -> bool:
        return ilvl in self._elements

    @cached_property
    def styles(self) -> Mapping[str, int]:
        """The first level that each paragraph style has here."""
        styles: dict[str, int] = {}
        for ilvl, element in self._elements.items():
            styles.setdefault(_val(element, _P_STYLE) or "", ilvl)
        return styles


NO_LEVELS = Levels({}, lambda ilvl, _: Level(ilvl, ""))


class Numbering:
    """Lookups over a numbering part."""

    def __init__(
        self,
        styles: Styles,
        nums: Mapping[str, Element],
        abstracts: Mapping[str, Element],
        pictures: frozenset[str] = frozenset(),
    ) -> None:
        self._styles = styles
        self._nums = nums
        self._abstracts = abstracts
        self._pictures = pictures
        self._levels: dict[str, Levels] = {}
        self._known: dict[tuple[str, Element], Level] = {}
        self._starts: dict[str, Mapping[int, int]] = {}

    @classmethod
    def read(cls, root: Element | None, styles: Styles) -> Numbering:
        """The lists of a numbering part, or none at all where the document has no such part.

        Source: ECMA-376 Part 1, 17.9.
        """
        nums: dict[str, Element] = {}
        abstracts: dict[str, Element] = {}
        pictures: set[str] = set()
        for element in () if root is None else root:
            if element.tag == _NUM:
                nums.setdefault(element.get(_NUM_ID, ""), element)
            elif element.tag == _ABSTRACT_NUM:
                abstracts.setdefault(element.get(_ABSTRACT_NUM_ID, ""), element)
            elif element.tag == _NUM_PIC_BULLET:
                pictures.add(element.get(_NUM_PIC_BULLET_ID, ""))
        return cls(styles, nums, abstracts, frozenset(pictures))

    def level(self, num_id: str, ilvl: int) -> Level | None:
        """The level of a list, None where there is no such list. A level that the list leaves out shows no label."""
        levels = self.levels(num_id)
        if not levels:
            return None
        ilvl = max(0, min(LEVEL_COUNT - 1, ilvl))
        return levels.get(ilvl) or Level(ilvl, next(iter(levels.values())).list_key, num_fmt="none")

    def levels(self, num_id: str) -> Levels:
        """All levels of a list after its overrides, by `w:ilvl`; none for an unknown list."""
        levels = self._levels.get(num_id)
        if levels is None:
            levels = self._levels[num_id] = self._read_num(num_id)
        return levels

    def starts(self, num_id: str) -> Mapping[int, int]:
        """The `w:startOverride` of each level that has one."""
        self.levels(num_id)
        return self._starts.get(num_id, {})

    def level_of_style(self, num_id: str, style_id: str) -> int | None:
        """The `w:ilvl` that a list keeps for a paragraph style.

        Source: ECMA-376 Part 1, 17.9.23.
        """
        return self.levels(num_id).styles.get(style_id)

    def num_id_of_name(self, name: str) -> str | None:
        """A list by the name that fields know it by, in lower case (ECMA-376 Part 1, 17.9.12)."""
        for num_id, num in self._nums.items() if name else ():
            abstract = self._abstracts.get(_val(num, _ABSTRACT_NUM_ID) or "")
            if abstract is not None and (_val(abstract, _NAME) or "").lower() == name:
                return num_id
        return None

    def heading_list_keys(self, styles: Styles) -> frozenset[str]:
        """The `Level.list_key` of the lists that number the styles of headings."""
        keys: set[str] = set()
        for style in styles.numbered_paragraphs() if self._nums else ():
            levels = self.levels(style.num_id) if style.num_id and style.heading_level is not None else {}
            counting = next((level for level in levels.values() if not level.is_bullet), None)
            keys.update(() if counting is None else (counting.list_key,))
        return frozenset(keys)

    def _read_num(self, num_id: str) -> Levels:
        num = self._nums.get(num_id)
        if num is None or num_id == REMOVED_NUMBERING:
            return NO_LEVELS
        list_key = _val(num, _ABSTRACT_NUM_ID) or ""
        abstract = self._abstract(list_key)
        elements = {} if abstract is None else _elements_of_levels(abstract)
        starts = {}
        for override in num.iterchildren(_LVL_OVERRIDE):
            elements.update(_elements_of_levels(override))
            ilvl, start = parse_int(override.get(_ILVL)), parse_int(_val(override, _START_OVERRIDE))
            if ilvl is not None and start is not None:
                starts[ilvl] = _bounded(start)
        self._starts[num_id] = starts
        return Levels(dict(sorted(elements.items())), partial(self._level_of, list_key))

    def _level_of(self, list_key: str, ilvl: int, element: Element) -> Level:
        """A level, read once for all lists that share its count."""
        key = (list_key, element)
        if key not in self._known:
            self._known[key] = self._read_level(element, ilvl, list_key)
        return self._known[key]

    def _read_level(self, element: Element, ilvl: int, list_key: str) -> Level:
        children = {child.tag: child for child in element}
        values = {tag: child.get(VAL) for tag, child in children.items()}
        num_fmt = _num_fmt(children)
        format_name = "decimal" if num_fmt is None else num_fmt.get(VAL, "decimal")
        is_null = _LVL_TEXT in children and is_on(children[_LVL_TEXT].get(_NULL, "0"))
        look = self._read_look(children.get(RPR))
        of_paragraphs = values_of(paragraph_key(children.get(PPR)))
        is_picture = values.get(_LVL_PIC_BULLET_ID) in self._pictures
        is_bullet = is_picture or format_name == "bullet"
        written = "" if is_null else _of_sane_length(values.get(_LVL_TEXT) or "")
        lvl_text, unknown_font = _shown_text(written, look, _BULLET if is_bullet else _UNKNOWN_SIGN)
        return Level(
            ilvl=ilvl,
            list_key=list_key,
            num_fmt=format_name,
            lvl_text=lvl_text,
            start=_bounded(parse_int(values.get(_START)) or 0),
            is_legal=_IS_LGL in children and is_on(values[_IS_LGL]),
            suff=values.get(_SUFF) or "tab",
            lvl_restart=parse_int(values.get(_LVL_RESTART)),
            p_style=values.get(_P_STYLE) or "",
            indent=parse_indent(of_paragraphs),
            bullet_text=_bullet_text(lvl_text, is_picture) if is_bullet else "",
            custom_format="" if num_fmt is None else num_fmt.get(_FORMAT, ""),
            is_caps=None if CAPS not in look else bool(look[CAPS]),
            is_hidden=bool(look.get(VANISH)),
            is_picture=is_picture,
            unknown_font="" if is_picture else unknown_font,
            label_parts=_label_parts(lvl_text),
            look=look,
            values=of_paragraphs,
        )

    def _read_look(self, rpr: Element | None) -> RunValues:
        values = read_run_values(rpr, self._styles.theme)
        named = values.get(R_STYLE)
        return {**self._styles.character(named).run, **values} if isinstance(named, str) else values

    def _abstract(self, abstract_id: str) -> Element | None:
        """The abstract list that has the levels: `w:numStyleLink` leads through a numbering style to another one."""
        seen: set[str] = set()
        abstract = self._abstracts.get(abstract_id)
        while abstract is not None:
            link = _val(abstract, _NUM_STYLE_LINK)
            if not link or link in seen:
                return abstract
            seen.add(link)
            abstract = self._find_linked(link)
        return None

    def _find_linked(self, style_id: str) -> Element | None:
        num = self._nums.get(self._styles.num_id_of_numbering_style(style_id) or "")
        linked = None if num is None else self._abstracts.get(_val(num, _ABSTRACT_NUM_ID) or "")
        if linked is not None:
            return linked
        return self._by_style.get(style_id)

    @cached_property
    def _by_style(self) -> dict[str, Element]:
        """The first abstract list that each numbering style names."""
        found: dict[str, Element] = {}
        for abstract in self._abstracts.values():
            style_id = _val(abstract, _STYLE_LINK)
            if style_id is not None:
                found.setdefault(style_id, abstract)
        return found


def _elements_of_levels(parent: Element) -> dict[int, Element]:
    elements = {}
    for element in parent.iterchildren(_LVL):
        ilvl = parse_int(element.get(_ILVL))
        if ilvl is not None and 0 <= ilvl < LEVEL_COUNT:
            elements[ilvl] = element
    return elements


def _num_fmt(children: Mapping[str, Element]) -> Element | None:
    """The `w:numFmt` of a level; a custom one is the first choice of an `mc:AlternateContent`."""
    alternatives = children.get(_ALTERNATE_CONTENT)
    choice = None if alternatives is None else next(alternatives.iter(_NUM_FMT), None)
    return children.get(_NUM_FMT) if choice is None else choice


def _of_sane_length(text: str) -> str:
    """The text of a level. Raises: UnsafeInput where it is longer than any label, which each paragraph repeats."""
    if len(text) > _LONGEST_TEXT:
        raise UnsafeInput(
            f"A level of a list has a label of {len(text):,} characters, more than the {_LONGEST_TEXT:,} that are read."
        )
    return text


def _label_parts(lvl_text: str) -> LabelParts:
    parts = _PLACEHOLDER.split(lvl_text)
    return tuple(int(part) - 1 if at % 2 else part for at, part in enumerate(parts) if part)


def _shown_text(text: str, look: RunValues, unknown: str) -> tuple[str, str]:
    """The text in its font, and the font where it has signs that nothing else knows, which stand as `unknown`."""
    font = str(look.get(R_FONTS) or "")
    shown, count = _PRIVATE_USE.subn(unknown, symbol_font_text(font, text) or text)
    return shown, (font or "?") if count else ""


def _bullet_text(text: str, is_picture: bool) -> str:
    return _BULLET if is_picture and not text.strip() else text


def _bounded(number: int) -> int:
    return max(0, min(GREATEST, number))


def _val(parent: Element, tag: str) -> str | None:
    child = parent.find(tag)
    return None if child is None else child.get(VAL)
