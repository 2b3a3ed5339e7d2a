"""The style cascade of a Word document: docDefaults, table, paragraph and character styles, direct formatting."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from facts import ALL_MARKS, BOLD, ITALIC, SMALL_CAPS, STRIKE, SUB, SUP, UNDERLINE
from word_package import attribute, child, is_on, name, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

Properties = dict[str, object]
EMPTY: Properties = {}

_TOGGLES = {f"w:{n}": n for n in ("b", "i", "bCs", "iCs", "strike", "smallCaps", "caps", "vanish")}
_PLAIN_FLAGS = {f"w:{n}": n for n in ("dstrike", "rtl", "cs")}
_HEADING_NAME = re.compile(r"heading ([1-9])$")
_BUILT_IN_LINK_STYLES = {"hyperlink", "followedhyperlink", "internet link", "visited internet link"}
_LOOK_FLAGS = {
    "firstRow": 0x20,
    "lastRow": 0x40,
    "firstColumn": 0x80,
    "lastColumn": 0x100,
    "noHBand": 0x200,
    "noVBand": 0x400,
}


def run_properties(element: Element | None) -> Properties:
    """The marks that one `w:rPr` states, by name."""
    found: Properties = {}
    for prop in () if element is None else element:
        tag = name(prop.tag)
        if tag in _TOGGLES:
            found[_TOGGLES[tag]] = is_on(prop)
        elif tag in _PLAIN_FLAGS:
            found[_PLAIN_FLAGS[tag]] = is_on(prop)
        elif tag == "w:u":
            found["u"] = attribute(prop, "w:val") not in (None, "none")
        elif tag == "w:vertAlign":
            found["vertAlign"] = attribute(prop, "w:val")
        elif tag == "w:rStyle":
            found["style"] = attribute(prop, "w:val")
    return found


@dataclass
class Style:
    kind: str
    name: str
    parent: str | None
    link: str | None
    run: Properties
    paragraph: Element | None
    outline: int | None
    jc: str | None
    bidi: bool | None
    parts: dict[str, tuple[Properties, str | None]] = field(default_factory=dict)
    bands: tuple[int, int] = (1, 1)


@dataclass(frozen=True)
class TableLayer:
    """What a table's style gives the text of one cell."""

    run: Properties
    jc: str | None


class Styles:
    def __init__(self, tree: Element | None) -> None:
        self.styles: dict[str, Style] = {}
        self.defaults: dict[str, str] = {}
        self.default_run: Properties = EMPTY
        self.default_jc: str | None = None
        self._runs: dict[str | None, Properties] = {}
        self._layers: dict[tuple[str | None, tuple[str, ...]], TableLayer] = {}
        self._effective: dict[object, tuple[int, int, bool]] = {}
        for element in () if tree is None else tree:
            if name(element.tag) == "w:style":
                self._read_style(element)
            elif name(element.tag) == "w:docDefaults":
                self.default_run = run_properties(child(child(element, "w:rPrDefault"), "w:rPr"))
                self.default_jc = value_of(child(child(element, "w:pPrDefault"), "w:pPr"), "w:jc")

    def _read_style(self, element: Element) -> None:
        style_id = attribute(element, "w:styleId")
        kind = attribute(element, "w:type") or "paragraph"
        if not style_id:
            return
        paragraph = child(element, "w:pPr")
        outline = value_of(paragraph, "w:outlineLvl")
        bidi = child(paragraph, "w:bidi")
        style = Style(
            kind=kind,
            name=(value_of(element, "w:name") or style_id).strip().lower(),
            parent=value_of(element, "w:basedOn"),
            link=value_of(element, "w:link"),
            run=run_properties(child(element, "w:rPr")),
            paragraph=paragraph,
            outline=int(outline) if outline and outline.isdigit() else None,
            jc=value_of(paragraph, "w:jc"),
            bidi=None if bidi is None else is_on(bidi),
        )
        if kind == "table":
            _read_table_style(element, style)
        self.styles[style_id] = style
        if attribute(element, "w:default") in ("1", "true", "on"):
            self.defaults[kind] = style_id

    def chain(self, style_id: str | None) -> Iterator[tuple[str, Style]]:
        """The style and those it is based on, nearest first; a cycle ends it."""
        seen = set()
        while style_id is not None and style_id not in seen and (style := self.styles.get(style_id)) is not None:
            seen.add(style_id)
            yield style_id, style
            style_id = style.parent

    def known(self, style_id: str | None, kind: str) -> str | None:
        """The style itself where there is such a style, else the default of its kind."""
        style = self.styles.get(style_id) if style_id else None
        return style_id if style is not None and style.kind == kind else self.defaults.get(kind)

    def run_of(self, style_id: str | None) -> Properties:
        """What a style says of its text, after its own chain: the nearest value counts."""
        if style_id not in self._runs:
            merged: Properties = {}
            for _, style in self.chain(style_id):
                merged = {**style.run, **merged}
            self._runs[style_id] = merged
        return self._runs[style_id]

    def names(self, style_id: str | None) -> list[str]:
        return [style.name for _, style in self.chain(style_id)]

    def heading_levels(self, style_id: str | None) -> set[int]:
        """Levels from 0 that the style can rightly be said to have; empty for a body style."""
        for _, style in self.chain(style_id):
            named = _HEADING_NAME.match(style.name)
            by_name = {int(named[1]) - 1} if named else set()
            if style.outline is not None:
                return by_name | {style.outline} if style.outline < 9 else by_name
            if by_name:
                return by_name
        return set()

    def is_title(self, style_id: str | None) -> bool:
        """Whether this is the title style itself, which the styles made from it are not."""
        return self.names(style_id)[:1] == ["title"]

    def is_link_style(self, style_id: str | None) -> bool:
        return any(style_name in _BUILT_IN_LINK_STYLES for style_name in self.names(style_id))

    def is_heading_character_style(self, style_id: str | None) -> bool:
        style = self.styles.get(style_id) if style_id else None
        return style is not None and bool(style.link and self.heading_levels(style.link))

    def alignment(self, paragraph: Element | None, style_id: str | None, table: TableLayer | None) -> str:
        """`left`, `center`, `right`, `justify`, or nothing where the direction makes the standard ambiguous."""
        chain = [style for _, style in self.chain(style_id)]
        bidi = child(paragraph, "w:bidi")
        is_bidi = is_on(bidi) if bidi is not None else next((s.bidi for s in chain if s.bidi is not None), False)
        jc = value_of(paragraph, "w:jc") or next((s.jc for s in chain if s.jc), None)
        jc = jc or (table.jc if table else None) or self.default_jc or "start"
        return _alignment(jc, bool(is_bidi))

    def table_layer(self, style_id: str | None, look: frozenset[str], place: CellPlace) -> TableLayer:
        style_id = self.known(style_id, "table")
        chain = [style for _, style in self.chain(style_id)]
        parts = tuple(place.parts(look, chain[0].bands if chain else (1, 1)))
        if (style_id, parts) not in self._layers:
            self._layers[style_id, parts] = self._table_layer(style_id, chain, parts)
        return self._layers[style_id, parts]

    def _table_layer(self, style_id: str | None, chain: list[Style], parts: tuple[str, ...]) -> TableLayer:
        run = dict(self.run_of(style_id))
        jc = next((style.jc for style in chain if style.jc), None)
        for part in parts:
            for style in reversed(chain):
                part_run, part_jc = style.parts.get(part, (EMPTY, None))
                run.update(part_run)
                jc = part_jc or jc
        return TableLayer(run, jc)

    def marks(
        self,
        direct: Properties,
        paragraph_style: str | None,
        table: TableLayer | None,
        heading: str | None,
    ) -> tuple[int, int, bool]:
        """Marks that a right conversion keeps, marks that it may have or not, and whether the text is hidden.

        `heading` is `style` when the paragraph style makes the heading, `outline` when the paragraph alone does.
        """
        cache_key = (tuple(direct.items()), paragraph_style, id(table), heading)
        if cache_key not in self._effective:
            self._effective[cache_key] = self._marks(direct, paragraph_style, table, heading)
        return self._effective[cache_key]

    def _marks(
        self, direct: Properties, paragraph_style: str | None, table: TableLayer | None, heading: str | None
    ) -> tuple[int, int, bool]:
        style_id = direct.get("style")
        character_style = style_id if isinstance(style_id, str) else self.defaults.get("character")
        own = self.run_of(paragraph_style)
        character = self.run_of(character_style)
        table_run = table.run if table else EMPTY
        is_character_look = self.is_link_style(character_style) or self.is_heading_character_style(character_style)
        look = (*((table_run, own) if heading else (EMPTY, EMPTY)), character if is_character_look else EMPTY)
        kept = (*((EMPTY, EMPTY) if heading else (table_run, own)), EMPTY if is_character_look else character)
        full = _effective((table_run, own, character), direct, self.default_run)
        wanted = _effective(kept, direct, self.default_run)
        alone = _effective(look, EMPTY, EMPTY)
        free = wanted & (alone | ~full)
        if heading == "outline":
            free |= wanted ^ full
        if _last("caps", (table_run, own, character), direct, self.default_run):
            free |= SMALL_CAPS
        return wanted, free & ALL_MARKS, _toggle("vanish", (table_run, own, character), direct, self.default_run)


def _toggle(prop: str, styles: tuple[Properties, ...], direct: Properties, defaults: Properties) -> bool:
    """ECMA-376 Part 1, 17.7.3: direct formatting is absolute, styles combine by exclusive or."""
    if prop in direct:
        return bool(direct[prop])
    return bool(defaults.get(prop)) or sum(bool(style.get(prop)) for style in styles) % 2 == 1


def _last(prop: str, styles: tuple[Properties, ...], direct: Properties, defaults: Properties) -> object:
    for layer in (direct, *reversed(styles), defaults):
        if prop in layer:
            return layer[prop]
    return None


def _effective(styles: tuple[Properties, ...], direct: Properties, defaults: Properties) -> int:
    def toggle(prop: str) -> bool:
        return _toggle(prop, styles, direct, defaults)

    def last(prop: str) -> object:
        return _last(prop, styles, direct, defaults)

    is_complex = last("rtl") or last("cs")
    return (
        BOLD * toggle("bCs" if is_complex else "b")
        | ITALIC * toggle("iCs" if is_complex else "i")
        | UNDERLINE * bool(last("u"))
        | STRIKE * (toggle("strike") or bool(last("dstrike")))
        | SUB * (last("vertAlign") == "subscript")
        | SUP * (last("vertAlign") == "superscript")
        | SMALL_CAPS * (toggle("smallCaps") and not toggle("caps"))
    )


def _alignment(jc: str, is_bidi: bool) -> str:
    if jc in ("left", "right"):
        return jc if not is_bidi else ""
    if jc in ("center", "justify"):
        return jc
    if jc in ("start", "end"):
        return "left" if (jc == "start") != is_bidi else "right"
    if jc in ("both", "distribute", "thaiDistribute", "lowKashida", "mediumKashida", "highKashida"):
        return "justify"
    return ""


def _read_table_style(element: Element, style: Style) -> None:
    table = child(element, "w:tblPr")
    style.bands = (
        _number(value_of(table, "w:tblStyleRowBandSize"), 1),
        _number(value_of(table, "w:tblStyleColBandSize"), 1),
    )
    for part in element:
        if name(part.tag) == "w:tblStylePr":
            run = run_properties(child(part, "w:rPr"))
            style.parts[attribute(part, "w:type") or ""] = (run, value_of(child(part, "w:pPr"), "w:jc"))


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdigit() else default


def table_look(properties: Element | None) -> frozenset[str]:
    """The flags of `w:tblLook`, by attribute or by the older bit mask."""
    element = child(properties, "w:tblLook")
    if element is None:
        return frozenset()
    try:
        bits = int(attribute(element, "w:val") or "0", 16)
    except ValueError:
        bits = 0
    found = set()
    for flag, bit in _LOOK_FLAGS.items():
        stated = attribute(element, f"w:{flag}")
        if stated in ("1", "true", "on") or (stated is None and bits & bit):
            found.add(flag)
    return frozenset(found)


@dataclass(frozen=True)
class CellPlace:
    row: int
    column: int
    is_last_row: bool
    is_last_column: bool

    def parts(self, look: frozenset[str], bands: tuple[int, int]) -> Iterator[str]:
        """The conditional parts that apply here, the weakest first (17.7.6)."""
        first_row = self.row == 0 and "firstRow" in look
        last_row = self.is_last_row and "lastRow" in look
        first_column = self.column == 0 and "firstColumn" in look
        last_column = self.is_last_column and "lastColumn" in look
        yield "wholeTable"
        if "noVBand" not in look and not (first_column or last_column):
            yield _band("Vert", self.column - ("firstColumn" in look), bands[1])
        if "noHBand" not in look and not (first_row or last_row):
            yield _band("Horz", self.row - ("firstRow" in look), bands[0])
        yield from (part for part, applies in (("firstCol", first_column), ("lastCol", last_column)) if applies)
        yield from (part for part, applies in (("firstRow", first_row), ("lastRow", last_row)) if applies)
        corners = (
            ("nwCell", first_row and first_column),
            ("neCell", first_row and last_column),
            ("swCell", last_row and first_column),
            ("seCell", last_row and last_column),
        )
        yield from (part for part, applies in corners if applies)


def _band(direction: str, index: int, size: int) -> str:
    return f"band{1 + (index // max(size, 1)) % 2}{direction}"
