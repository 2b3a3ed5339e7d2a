"""Which list a Word paragraph is numbered in, on which level, and whether a label shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from word_package import attribute, child, name, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
    from word_styles import Styles


class Level(NamedTuple):
    format: str
    text: str
    style: str | None


class Numbered(NamedTuple):
    num_id: str
    abstract_id: str
    ilvl: int
    level: Level

    @property
    def is_bullet(self) -> bool:
        return self.level.format == "bullet"

    @property
    def shows_label(self) -> bool:
        return self.level.format != "none" and bool(self.level.text.strip())


class Numbering:
    def __init__(self, tree: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Element] = {}
        self._nums: dict[str, Element] = {}
        self._levels: dict[str, tuple[str, dict[int, Level]]] = {}
        for element in () if tree is None else tree:
            if name(element.tag) == "w:abstractNum":
                self._abstract[attribute(element, "w:abstractNumId") or ""] = element
            elif name(element.tag) == "w:num":
                self._nums[attribute(element, "w:numId") or ""] = element

    def of(self, properties: Element | None, style_id: str | None) -> Numbered | None:
        """The numbering of a paragraph: its own, or else that of its style."""
        direct = child(properties, "w:numPr")
        num_id = value_of(direct, "w:numId")
        ilvl = value_of(direct, "w:ilvl")
        from_style = None
        if num_id is None or ilvl is None:
            from_style = self._of_style(style_id)
        if num_id is None and from_style is not None:
            num_id = from_style[0]
        if ilvl is None and from_style is not None and num_id == from_style[0]:
            ilvl = str(from_style[1])
        if num_id is None or num_id == "0" or num_id not in self._nums:
            return None
        level_index = int(ilvl) if ilvl and ilvl.isdigit() else 0
        abstract_id, levels = self._resolve(num_id)
        level = levels.get(level_index)
        return Numbered(num_id, abstract_id, level_index, level or Level("none", "", None))

    def _of_style(self, style_id: str | None) -> tuple[str, int] | None:
        """The list of the nearest style that names one; its level is the one bound to that style, if any is."""
        ilvl = None
        for owner, style in self._styles.chain(style_id):
            numbered = child(style.paragraph, "w:numPr")
            ilvl = ilvl or value_of(numbered, "w:ilvl")
            num_id = value_of(numbered, "w:numId")
            if num_id is None:
                continue
            bound = self._bound_level(num_id, style_id) if num_id != "0" else None
            if bound is None and num_id != "0":
                bound = self._bound_level(num_id, owner)
            return num_id, bound if bound is not None else int(ilvl) if ilvl and ilvl.isdigit() else 0
        return None

    def _bound_level(self, num_id: str, style_id: str | None) -> int | None:
        levels = self._resolve(num_id)[1]
        return next((ilvl for ilvl, level in levels.items() if style_id and level.style == style_id), None)

    def _resolve(self, num_id: str) -> tuple[str, dict[int, Level]]:
        if num_id not in self._levels:
            self._levels[num_id] = "", {}
            self._levels[num_id] = self._read_num(num_id)
        return self._levels[num_id]

    def _read_num(self, num_id: str) -> tuple[str, dict[int, Level]]:
        num = self._nums.get(num_id)
        abstract_id = value_of(num, "w:abstractNumId")
        if num is None or abstract_id is None or abstract_id not in self._abstract:
            return "", {}
        abstract = self._abstract[abstract_id]
        levels = dict(_levels(abstract))
        linked = value_of(abstract, "w:numStyleLink")
        if linked is not None and not levels:
            numbered = self._of_style(linked)
            if numbered is not None:
                abstract_id, levels = self._resolve(numbered[0])
                levels = dict(levels)
        for override in num:
            if name(override.tag) == "w:lvlOverride":
                levels.update(_levels(override))
        return abstract_id, levels


def _levels(parent: Element) -> list[tuple[int, Level]]:
    found = []
    for element in parent:
        ilvl = attribute(element, "w:ilvl") if name(element.tag) == "w:lvl" else None
        if ilvl is not None and ilvl.isdigit():
            found.append((int(ilvl), _level(element)))
    return found


def _level(element: Element) -> Level:
    text = value_of(element, "w:lvlText")
    has_picture = child(element, "w:lvlPicBulletId") is not None
    return Level(_format(element), "picture" if has_picture else text or "", value_of(element, "w:pStyle"))


def _format(element: Element) -> str:
    stated = value_of(element, "w:numFmt")
    if stated is not None:
        return stated
    alternate = child(element, "mc:AlternateContent")
    choice = child(alternate, "mc:Choice")
    return value_of(choice, "w:numFmt") or "decimal"
