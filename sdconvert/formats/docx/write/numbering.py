"""Lists: the numbering part, and which list and level each numbered paragraph has (ECMA-376 Part 1, 17.9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import lru_cache

from lxml import etree

from sdconvert.formats.docx.names import VAL, W, w
from sdconvert.formats.docx.units import parse_int
from sdconvert.formats.docx.write.relations import DECLARATION
from sdconvert.formats.docx.write.template import OUR_HEADING_LIST, Template
from sdconvert.frozen import dataclass
from sdconvert.xmlio import Element

DEEPEST_LEVEL = 8

_BULLETS = "•–▪"
_HEADING_HANGING_TWIPS = (624, 794, 964, 1134, 1304, 1474, 1644, 1814, 1984)
_ITEM_INDENT_TWIPS = 397


_NO_STARTS: Mapping[int, int] = {}


class _UsedLevels:
    """Which levels of a list Word takes for used: those that a block counted, and those above it that none did."""

    __slots__ = ("_deepest", "_left_out")

    def __init__(self) -> None:
        self._deepest = -1
        self._left_out: frozenset[int] = frozenset()

    def use(self, level: int) -> Mapping[int, int]:
        """Where levels have to start for the next block, by level: those that it leaves out at 0, its own at 1 where
        it was left out before. Nothing in a list that is counted level by level."""
        if level <= self._deepest + 1 and not self._left_out:
            self._deepest = level
            return _NO_STARTS
        left_out = range(self._deepest + 1, level)
        starts = dict.fromkeys(left_out, 0) | ({level: 1} if level in self._left_out else {})
        self._deepest = level
        self._left_out = frozenset(k for k in self._left_out if k < level).union(left_out)
        return starts


@dataclass(slots=True)
class _Items:
    """A list of items: its `w:num`, which kind each level is of, which levels are used, and further `w:num` of it with
    what they override."""

    num_id: int
    kinds: dict[int, bool] = field(default_factory=dict)
    used: _UsedLevels = field(default_factory=_UsedLevels)
    others: dict[int, str] = field(default_factory=dict)


class NumberingPart:
    """Gives out lists as the text needs them. Each list of the model is a list of its own with one `w:num`, so that it
    can go on wherever it left off. Where a block leaves out levels above its own, Word takes these for used with their
    start: a `w:num` for this block alone lets them start at 0, as SMASHDOCs counts them, and another one lets the first
    block that counts such a level start it at 1."""

    def __init__(self, template: Template, heading_styles: tuple[str, ...]) -> None:
        self._template = template
        numbering = template.numbering
        self._next_abstract = _greatest(numbering, "abstractNum", "abstractNumId") + 1
        self._next_num = _greatest(numbering, "num", "numId") + 1
        self._abstracts: list[str] = []
        self._nums: list[str] = []
        self._items: dict[tuple[str, bool], _Items] = {}
        self._loose = 0
        self._used_headings = _UsedLevels()
        self._heading_abstract = -1
        self._heading_num = 0
        self._is_restarted = False
        if template.is_ours and template.heading_lists:
            self._next_abstract, self._next_num = 0, OUR_HEADING_LIST
            self._heading_num = self._add_headings(heading_styles)

    # ------------------------------------------------------------------------------------------------ headings

    def heading(self, level: int, restarts: bool) -> tuple[int, int] | None:
        """The number of a heading or numbered paragraph, None where its heading style gives it."""
        starts = self._used_headings.use(level)
        if starts and not (restarts and level in starts) and self._headings() and self._heading_abstract >= 0:
            return level, self._add_num(self._heading_abstract, _start_overrides(starts))
        if restarts:
            self._restart(level)
        is_of_style = not self._is_restarted and self._template.heading_lists.get(level)
        return None if is_of_style else (level, self._headings())

    def paragraph(self, level: int, restarts: bool) -> tuple[int, int]:
        """The number of a paragraph that counts with the headings."""
        number = self.heading(level, restarts)
        return (level, self._template.heading_lists[level]) if number is None else number

    def plain_heading(self, level: int) -> tuple[int, int] | None:
        """What takes the number of its style from a heading, None where the style gives none."""
        return (0, 0) if self._template.heading_lists.get(level) else None

    def _headings(self) -> int:
        if not self._heading_num:
            usual = next(iter(self._template.heading_lists.values()), 0)
            self._heading_num = usual or self._add_headings(())
            self._heading_abstract = self._abstract_of(self._heading_num) if usual else self._heading_abstract
        return self._heading_num

    def _restart(self, level: int) -> None:
        self._headings()
        if self._heading_abstract < 0:
            return
        self._heading_num = self._add_num(self._heading_abstract, _start_overrides({level: 1}))
        self._is_restarted = True

    def _add_headings(self, styles: tuple[str, ...]) -> int:
        self._heading_abstract = self._add_abstract("multilevel", "".join(map(_heading_level, range(9), _pad(styles))))
        return self._add_num(self._heading_abstract)

    def _abstract_of(self, num_id: int) -> int:
        for num in () if self._template.numbering is None else self._template.numbering.iterchildren(w("num")):
            abstract = num.find(w("abstractNumId"))
            if num.get(w("numId")) == str(num_id) and abstract is not None:
                return parse_int(abstract.get(VAL)) or 0
        return -1

    # --------------------------------------------------------------------------------------------------- items

    def interrupt(self) -> None:
        """What comes next is no list item: items without a list begin another one after it."""
        self._loose += 1

    def item(self, list_id: str, level: int, is_ordered: bool) -> tuple[int, int]:
        """The number of a list item. Where a list counts and bullets on one level, the other kind is a list beside."""
        key = list_id or f"\0{self._loose}"
        for beside in (False, True):
            found = self._items.get((key, beside))
            if found is None:
                found = self._items[key, beside] = _Items(self._take_num_id())
            if found.kinds.setdefault(level, is_ordered) is is_ordered:
                return level, self._num_of_item(found, level)
        raise AssertionError("a level is ordered or it is not")

    def _num_of_item(self, items: _Items, level: int) -> int:
        """The list of an item; one of its own where levels have to start elsewhere."""
        starts = items.used.use(level)
        if not starts:
            return items.num_id
        num_id = self._take_num_id()
        items.others[num_id] = _start_overrides(starts)
        return num_id

    # ---------------------------------------------------------------------------------------------------- part

    def xml(self) -> bytes | None:
        """The numbering part, the template's lists first; None where there is no list at all."""
        for items in self._items.values():
            abstract = self._add_abstract("hybridMultilevel", _levels_of(items.kinds))
            self._nums.append(_num(items.num_id, abstract))
            self._nums += [_num(num_id, abstract, overrides) for num_id, overrides in items.others.items()]
        if self._template.numbering is not None:
            return self._merge_into(self._template.numbering)
        if not self._nums:
            return None
        lists = "".join((*self._abstracts, *self._nums))
        return f'{DECLARATION}<w:numbering xmlns:w="{W}">{lists}</w:numbering>'.encode()

    def _merge_into(self, numbering: Element) -> bytes:
        first = next(numbering.iterchildren(w("num")), None)
        abstracts, nums = (list(_parse(texts)) for texts in (self._abstracts, self._nums))
        for abstract in abstracts:
            if first is None:
                numbering.append(abstract)
            else:
                first.addprevious(abstract)
        cleanup = numbering.find(w("numIdMacAtCleanup"))
        for num in nums:
            if cleanup is None:
                numbering.append(num)
            else:
                cleanup.addprevious(num)
        return DECLARATION.encode() + etree.tostring(numbering)

    def _add_abstract(self, kind: str, levels: str) -> int:
        abstract = self._next_abstract
        self._next_abstract += 1
        self._abstracts.append(
            f'<w:abstractNum w:abstractNumId="{abstract}"><w:multiLevelType w:val="{kind}"/>{levels}</w:abstractNum>'
        )
        return abstract

    def _add_num(self, abstract: int, overrides: str = "") -> int:
        num_id = self._take_num_id()
        self._nums.append(_num(num_id, abstract, overrides))
        return num_id

    def _take_num_id(self) -> int:
        self._next_num += 1
        return self._next_num - 1


def _num(num_id: int, abstract: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{num_id}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


def _start_overrides(starts: Mapping[int, int]) -> str:
    """Where a list begins some levels (ECMA-376 Part 1, 17.9.26)."""
    return "".join(
        [
            f'<w:lvlOverride w:ilvl="{ilvl}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            for ilvl, start in sorted(starts.items())
        ]
    )


def _greatest(numbering: Element | None, tag: str, attribute: str) -> int:
    elements = () if numbering is None else numbering.iterchildren(w(tag))
    return max((parse_int(element.get(w(attribute))) or 0 for element in elements), default=0)


def _pad(styles: tuple[str, ...]) -> Iterator[str]:
    return (styles[level] if level < len(styles) else "" for level in range(9))


def _heading_level(level: int, style_id: str) -> str:
    text = ".".join(f"%{number + 1}" for number in range(level + 1))
    style = f'<w:pStyle w:val="{style_id}"/>' if style_id else ""
    return _level(level, "decimal", text, _HEADING_HANGING_TWIPS[level], _HEADING_HANGING_TWIPS[level], style)


@lru_cache(maxsize=64)
def _item_level(level: int, is_ordered: bool) -> str:
    text = f"%{level + 1}." if is_ordered else _BULLETS[level % len(_BULLETS)]
    left = _ITEM_INDENT_TWIPS * (level + 1)
    return _level(level, "decimal" if is_ordered else "bullet", text, left, _ITEM_INDENT_TWIPS)


def _level(level: int, num_fmt: str, text: str, left: int, hanging: int, style: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{num_fmt}"/>{style}<w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )


def _levels_of(kinds: dict[int, bool]) -> str:
    """All levels of a list: those that no item has are as the nearest one above, or below."""
    is_ordered = kinds[min(kinds)]
    levels = []
    for level in range(DEEPEST_LEVEL + 1):
        is_ordered = kinds.get(level, is_ordered)
        levels.append(_item_level(level, is_ordered))
    return "".join(levels)


def _parse(texts: list[str]) -> Iterator[Element]:
    root = etree.fromstring(f'<w:numbering xmlns:w="{W}">{"".join(texts)}</w:numbering>')
    return iter(list(root))
