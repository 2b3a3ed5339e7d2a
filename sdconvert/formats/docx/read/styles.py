"""The styles of a document, resolved: what a style, a paragraph and a run look like after the whole cascade.

Each style, and each combination of a style with direct formatting, is resolved once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntFlag
from typing import TYPE_CHECKING, NamedTuple

from sdconvert.formats.docx.names import PPR, RPR, VAL, A, is_on, w
from sdconvert.formats.docx.read.table_styles import NO_CELL_RUN, NO_TABLE_STYLE, CellRun, TableStyle, read_table_style
from sdconvert.formats.docx.units import parse_int, parse_twips
from sdconvert.model.blocks import Alignment
from sdconvert.model.inlines import NO_MARKS, Mark
from sdconvert.xmlio import Element

if TYPE_CHECKING:
    from sdconvert.formats.docx.read.numbering import Level, Numbering

BODY_TEXT_LEVEL = 9
REMOVED_NUMBERING = "0"
DEEPEST_CHAIN = 64

_STYLE = w("style")
_STYLE_ID = w("styleId")
_TYPE = w("type")
_DEFAULT = w("default")
_CUSTOM_STYLE = w("customStyle")
_NAME = w("name")
_BASED_ON = w("basedOn")
_LINK = w("link")
_DOC_DEFAULTS = w("docDefaults")
_PPR_DEFAULT = w("pPrDefault")
_RPR_DEFAULT = w("rPrDefault")

_P_STYLE = w("pStyle")
_NUM_PR = w("numPr")
_NUM_ID = w("numId")
_ILVL = w("ilvl")
_IND = w("ind")
_LEFT = w("left")
_START = w("start")
_FIRST_LINE = w("firstLine")
_HANGING = w("hanging")
_INDENTS = (_LEFT, _START, _FIRST_LINE, _HANGING)
_JC = w("jc")
_BIDI = w("bidi")
_PAGE_BREAK_BEFORE = w("pageBreakBefore")
_OUTLINE_LEVEL = w("outlineLvl")

_R_STYLE = w("rStyle")
_R_FONTS = w("rFonts")
_ASCII = w("ascii")
_H_ANSI = w("hAnsi")
_ASCII_THEME = w("asciiTheme")
_H_ANSI_THEME = w("hAnsiTheme")
_BOLD = w("b")
_BOLD_CS = w("bCs")
_ITALIC = w("i")
_ITALIC_CS = w("iCs")
_CAPS = w("caps")
_SMALL_CAPS = w("smallCaps")
_STRIKE = w("strike")
_DOUBLE_STRIKE = w("dstrike")
_VANISH = w("vanish")
_UNDERLINE = w("u")
_VERT_ALIGN = w("vertAlign")
_SIZE = w("sz")
_RTL = w("rtl")
_CS = w("cs")

_TOGGLES = frozenset((_BOLD, _BOLD_CS, _ITALIC, _ITALIC_CS, _CAPS, _SMALL_CAPS, _STRIKE, _VANISH))
_SWITCHES = frozenset((*_TOGGLES, _DOUBLE_STRIKE, _RTL, _CS))
_VALUED = frozenset((*_SWITCHES, _UNDERLINE, _VERT_ALIGN, _SIZE, _R_STYLE))
_MARKING = frozenset((*_TOGGLES, _DOUBLE_STRIKE, _UNDERLINE, _VERT_ALIGN))
_PARAGRAPH_VALUED = frozenset((_P_STYLE, _JC, _BIDI, _PAGE_BREAK_BEFORE, _OUTLINE_LEVEL))

_HEADING_NAME = re.compile(r"heading ([1-9])")
_LIST_NAME = re.compile(r"list( (bullet|number|continue|paragraph))?( [2-5])?")
_LINK_STYLES = frozenset(("hyperlink", "followedhyperlink"))
_CODE_STYLE = re.compile(
    r"((html|inline|in-line|source)[ -]?)?code( char| text| inline)?|html (typewriter|keyboard|sample)"
    r"|verbatim( char)?|source text|teletype|typewriter|monospaced?"
)
_MONOSPACED = re.compile(
    r"courier|consolas|menlo\b|monaco\b|\bmono(space(d)?)?\b|(?<!american )typewriter|lucida console|inconsolata"
    r"|source code|fira code|cascadia|fixedsys|letter gothic|prestige elite|\bocr[ -]?[ab]\b"
)

_LEADING = frozenset(("left", "start", "numTab"))
_TRAILING = frozenset(("right", "end"))


_SYMBOL_FONTS = ("Symbol", "Wingdings", "Webdings")


class Drop(IntFlag):
    """Levels of the cascade that give no marks: they look as they do by the nature of the thing, not by choice."""

    NOTHING = 0
    PARAGRAPH_STYLE = 1
    LINK_STYLE = 2


class Indent(NamedTuple):
    """The indent of the leading edge, and of the first line from there (negative when hanging), in twips."""

    left: int | None = None
    first_line: int | None = None

    def over(self, below: Indent) -> Indent:
        """This indent where it says something, else the one below."""
        return Indent(
            below.left if self.left is None else self.left,
            below.first_line if self.first_line is None else self.first_line,
        )


NO_INDENT = Indent()
RunProperties = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style with everything it inherits. Levels count from 0, lengths are twips.

    `name` is what the file calls it, built-in styles in English; `key` is that in lower case. `chain` holds the names
    of the styles it is based on, nearest first. `indent_over_numbering` is what is said by the style that brings the
    numbering, or by one based on it: only that goes before the indent of the numbering level.
    """

    id: str
    name: str
    key: str
    is_own: bool = False
    chain: tuple[str, ...] = ()
    heading_level: int | None = None
    has_heading_name: bool = False
    is_title: bool = False
    is_subtitle: bool = False
    is_caption: bool = False
    is_list: bool = False
    outline_level: int | None = None
    num_id: str | None = None
    ilvl: int | None = None
    numbered_by: tuple[str, ...] = ()
    alignment: str | None = None
    is_bidi: bool = False
    page_break_before: bool = False
    indent: Indent = NO_INDENT
    indent_over_numbering: Indent = NO_INDENT
    run: RunProperties = field(default_factory=dict, compare=False, repr=False)

    @property
    def indent_left(self) -> int | None:
        """The left indent that the styles give, in twips."""
        return self.indent.left


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """What a paragraph looks like. Lengths are twips, levels count from 0.

    `is_aligned`: style or paragraph say how, so a table style has no say. `level` is None when there is no number; then
    `num_id` is None too. `is_numbered_directly`: the paragraph itself names the list, not its style.
    """

    style: ParagraphStyle
    alignment: Alignment
    is_aligned: bool
    is_bidi: bool
    indent_left: int
    first_line: int
    page_break_before: bool
    heading_level: int | None
    num_id: str | None
    ilvl: int
    level: Level | None
    is_numbered_directly: bool

    @property
    def is_plain(self) -> bool:
        """Whether it is body text that begins nothing new: no heading, title, caption, number or page break."""
        style = self.style
        return not (
            self.num_id is not None
            or self.heading_level is not None
            or self.page_break_before
            or style.is_title
            or style.is_caption
        )


@dataclass(frozen=True, slots=True)
class RunLook:
    """What a run looks like. `style` is the author's own character style, `font` that of the Latin characters.

    `is_special`: its text is not kept as it is, being hidden, in capitals or in a font of symbols.
    """

    marks: frozenset[Mark] = NO_MARKS
    style: str = ""
    font: str = ""
    size_half_points: int | None = None
    is_hidden: bool = False
    is_caps: bool = False
    is_rtl: bool = False
    is_special: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_special", self.is_hidden or self.is_caps or self.has_symbol_font)

    @property
    def has_symbol_font(self) -> bool:
        """Whether the font shows pictures in place of letters."""
        return self.font.startswith(_SYMBOL_FONTS)


@dataclass(frozen=True, slots=True)
class _CharacterStyle:
    own_name: str = ""
    is_code: bool = False
    is_link: bool = False
    run: RunProperties = field(default_factory=dict)


class _Definition:
    """A `w:style` as it stands in the file."""

    __slots__ = ("_values", "based_on", "element", "id", "is_own", "kind", "link", "name", "ppr", "rpr", "run")

    def __init__(self, element: Element) -> None:
        self.element = element
        self.kind = element.get(_TYPE, "paragraph")
        custom = element.get(_CUSTOM_STYLE)
        self.is_own = custom is not None and is_on(custom)
        self.name = self.based_on = self.link = ""
        self.ppr: Element | None = None
        self.rpr: Element | None = None
        self.run: RunProperties | None = None
        self._values: _Values | None = None
        for child in element:
            tag = child.tag
            if tag == _NAME:
                self.name = child.get(VAL, "").strip()
            elif tag == _BASED_ON:
                self.based_on = child.get(VAL, "")
            elif tag == _LINK:
                self.link = child.get(VAL, "")
            elif tag == PPR:
                self.ppr = child
            elif tag == RPR:
                self.rpr = child
        self.id = element.get(_STYLE_ID) or self.name

    @property
    def key(self) -> str:
        return self.name.lower()

    @property
    def values(self) -> _Values:
        """What its own `w:pPr` says."""
        if self._values is None:
            self._values = _ppr_values(self.ppr)
        return self._values


_Definitions = dict[tuple[str, str], _Definition]
_Key = tuple[object, ...]
_Values = Mapping[str, str | None]


def read_theme_fonts(root: Element | None) -> dict[str, str]:
    """The fonts that a theme part gives to the names that `w:asciiTheme` and its like use.

    Source: ECMA-376 Part 1, 17.18.96 (ST_Theme), 20.1.4.1.18 (fontScheme).
    """
    fonts = {}
    for theme, tag in (("major", f"{{{A}}}majorFont"), ("minor", f"{{{A}}}minorFont")):
        group = None if root is None else next(root.iter(tag), None)
        for script, names in (("latin", ("Ascii", "HAnsi")), ("ea", ("EastAsia",)), ("cs", ("Bidi",))):
            element = None if group is None else group.find(f"{{{A}}}{script}")
            if element is not None:
                fonts.update({theme + name: element.get("typeface", "") for name in names})
    return fonts


class Styles:
    """Lookups over a styles part. Names of styles are ids here, as the text uses them.

    `problems` tells, in sentences, what had to be mended.
    """

    def __init__(
        self,
        definitions: _Definitions,
        defaults: Mapping[str, str],
        theme_fonts: Mapping[str, str],
        ppr: Element | None,
    ) -> None:
        self._definitions = definitions
        self._defaults = defaults
        self._theme_fonts = theme_fonts
        self._default_ppr = ppr
        self._default_run: RunProperties = {}
        self._has_monospaced_text = False
        self._paragraphs: dict[str | None, ParagraphStyle] = {}
        self._characters: dict[str | None, _CharacterStyle] = {}
        self._tables: dict[str | None, TableStyle] = {}
        self._paragraph_looks: dict[_Key, ParagraphLook] = {}
        self._run_looks: dict[_Key, RunLook] = {}
        self.problems: tuple[str, ...] = tuple(_mend_chains(definitions))

    @classmethod
    def read(cls, root: Element | None, theme_fonts: Mapping[str, str] | None = None) -> Styles:
        """The styles of a styles part, or none at all where the document has no such part.

        Source: ECMA-376 Part 1, 17.7.
        """
        definitions: _Definitions = {}
        defaults: dict[str, str] = {}
        default_ppr = default_rpr = None
        for element in () if root is None else root:
            if element.tag == _STYLE:
                style = _Definition(element)
                if not style.id:
                    continue
                definitions.setdefault((style.kind, style.id), style)
                default = element.get(_DEFAULT)
                if default is not None and is_on(default):
                    defaults[style.kind] = style.id
            elif element.tag == _DOC_DEFAULTS:
                default_ppr = element.find(f"{_PPR_DEFAULT}/{PPR}")
                default_rpr = element.find(f"{_RPR_DEFAULT}/{RPR}")
        if "paragraph" not in defaults:
            normal = (style.id for style in definitions.values() if style.kind == "paragraph" and style.key == "normal")
            defaults["paragraph"] = next(normal, "")
        styles = cls(definitions, defaults, theme_fonts or {}, default_ppr)
        styles._default_run = styles._run_properties(default_rpr)
        styles._has_monospaced_text = _is_monospaced(styles._font_of(styles.paragraph(None)))
        return styles

    def paragraph(self, style_id: str | None) -> ParagraphStyle:
        """The paragraph style of this id; the default one for None and for an id that no paragraph style has."""
        style = self._paragraphs.get(style_id)
        if style is None:
            default = self._defaults["paragraph"]
            key = ("paragraph", default if style_id is None else style_id)
            definition = self._definitions.get(key) or self._definitions.get(("paragraph", default))
            style = self._paragraphs[style_id] = self._resolve_paragraph_style(definition)
        return style

    def paragraphs(self) -> Iterator[ParagraphStyle]:
        """Every paragraph style that the part defines."""
        return (self.paragraph(id) for kind, id in self._definitions if kind == "paragraph")

    def table(self, style_id: str | None) -> TableStyle:
        """The table style of this id; the default one for None and for an id that no table style has."""
        style = self._tables.get(style_id)
        if style is None:
            default = self._defaults.get("table", "")
            key = ("table", default if style_id is None else style_id)
            definition = self._definitions.get(key) or self._definitions.get(("table", default))
            style = NO_TABLE_STYLE if definition is None else self._resolve_table_style(definition)
            self._tables[style_id] = style
        return style

    def num_id_of_numbering_style(self, style_id: str) -> str | None:
        """The `w:numId` that a numbering style names."""
        definition = self._definitions.get(("numbering", style_id))
        for style in self._chain(definition):
            element = None if style.ppr is None else style.ppr.find(f"{_NUM_PR}/{_NUM_ID}")
            if element is not None:
                return element.get(VAL)
        return None

    def paragraph_look(self, ppr: Element | None, numbering: Numbering) -> ParagraphLook:
        """What a paragraph with these properties looks like, its style (`w:pStyle`) being one of them.

        Source: ECMA-376 Part 1, 17.7.2 (order of the cascade), 17.3.1.13 (`jc` in right-to-left paragraphs).
        """
        key = _paragraph_key(ppr) if ppr is not None else ()
        look = self._paragraph_looks.get(key)
        if look is None:
            look = self._paragraph_looks[key] = self._resolve_paragraph_look(key, numbering)
        return look

    def run_look(
        self, style: ParagraphStyle, rpr: Element | None, drop: Drop = Drop.NOTHING, cell: CellRun = NO_CELL_RUN
    ) -> RunLook:
        """What a run with these properties looks like in a paragraph of this style, in a cell of that look.

        Source: ECMA-376 Part 1, 17.7.2 (order of the cascade), 17.7.3 (toggle properties).
        """
        key: _Key = (style.id, drop, cell) if rpr is None else (style.id, drop, cell, *_run_values(rpr))
        look = self._run_looks.get(key)
        if look is None:
            direct = {} if rpr is None else self._run_properties(rpr)
            look = self._run_looks[key] = self._resolve_run_look(style, direct, drop, cell)
        return look

    def _chain(self, definition: _Definition | None) -> Iterator[_Definition]:
        """The style and those it is based on, nearest first: as many as `_mend_chains` left."""
        while definition is not None:
            yield definition
            definition = self._definitions.get((definition.kind, definition.based_on))

    def _resolve_paragraph_style(self, definition: _Definition | None) -> ParagraphStyle:
        chain = list(self._chain(definition))
        values: dict[str, str | None] = {}
        indent = over_numbering = NO_INDENT
        numbered_by: list[str] = []
        for style in chain:
            indent = indent.over(_parse_indent(style.values))
            if _NUM_ID not in values:
                numbered_by.append(style.id)
                over_numbering = indent
            values = {**style.values, **values}
        defaults = _ppr_values(self._default_ppr)
        values = defaults | values
        names = tuple(style.key for style in chain)
        level = _heading_level(chain)
        num_id = values.get(_NUM_ID)
        is_numbered = num_id is not None and num_id != REMOVED_NUMBERING
        first = chain[0] if chain else None
        return ParagraphStyle(
            id=first.id if first else "",
            name=first.name or first.id if first else "",
            key=names[0] if names else "",
            is_own=first.is_own if first else False,
            chain=tuple(style.name for style in chain[1:]),
            heading_level=level,
            has_heading_name=bool(names) and _HEADING_NAME.fullmatch(names[0]) is not None,
            is_title=names[:1] == ("title",),
            is_subtitle=names[:1] == ("subtitle",),
            is_caption="caption" in names,
            is_list=bool(names) and _LIST_NAME.fullmatch(names[0]) is not None,
            outline_level=_outline_level(values.get(_OUTLINE_LEVEL)),
            num_id=num_id if is_numbered else None,
            ilvl=_parse_ilvl(values.get(_ILVL)) if is_numbered else None,
            numbered_by=tuple(numbered_by) if is_numbered else (),
            alignment=values.get(_JC),
            is_bidi=_is_set(values, _BIDI),
            page_break_before=_is_set(values, _PAGE_BREAK_BEFORE),
            indent=indent.over(read_indent(self._default_ppr)),
            indent_over_numbering=over_numbering if is_numbered else NO_INDENT,
            run=self._run_of_chain(chain),
        )

    def _run_of_chain(self, chain: list[_Definition]) -> RunProperties:
        """The run properties of a chain, where the nearest style wins for toggles too."""
        run: RunProperties = {}
        for style in reversed(chain):
            if style.run is None:
                style.run = self._run_properties(style.rpr)
            run = {**run, **style.run}
        return run

    def _resolve_table_style(self, definition: _Definition) -> TableStyle:
        elements = [style.element for style in self._chain(definition)]
        return read_table_style(definition.id, definition.name, definition.is_own, elements, self._marking)

    def _marking(self, rpr: Element | None) -> RunProperties:
        """The properties that make marks. Size and alignment are the cell's; a font tells nothing of one cell."""
        return {tag: value for tag, value in self._run_properties(rpr).items() if tag in _MARKING}

    def _resolve_paragraph_look(self, key: _Key, numbering: Numbering) -> ParagraphLook:
        direct: dict[str, str | None] = dict(zip(key[::2], key[1::2], strict=True))  # type: ignore[arg-type]
        style = self.paragraph(direct.get(_P_STYLE))
        num_id, ilvl = _resolve_numbering(style, direct, numbering)
        level = None if num_id is None else numbering.level(num_id, ilvl)
        is_direct = _NUM_ID in direct or _ILVL in direct
        is_bidi = is_on(direct[_BIDI]) if _BIDI in direct else style.is_bidi
        jc = direct.get(_JC) or style.alignment
        indent = _parse_indent(direct).over(_indent_below(style, level, is_direct))
        return ParagraphLook(
            style=style,
            alignment=_resolve_alignment(jc, is_bidi),
            is_aligned=jc is not None,
            is_bidi=is_bidi,
            indent_left=indent.left or 0,
            first_line=indent.first_line or 0,
            page_break_before=_is_set(direct, _PAGE_BREAK_BEFORE)
            if _PAGE_BREAK_BEFORE in direct
            else style.page_break_before,
            heading_level=_resolve_heading_level(style, direct.get(_OUTLINE_LEVEL)),
            num_id=None if level is None else num_id,
            ilvl=ilvl if level is None else level.ilvl,
            level=level,
            is_numbered_directly=is_direct and level is not None,
        )

    def _run_properties(self, rpr: Element | None) -> RunProperties:
        values: dict[str, object] = {}
        for child in () if rpr is None else rpr:
            tag = child.tag
            if tag in _SWITCHES:
                values[tag] = is_on(child.get(VAL))
            elif tag == _R_FONTS:
                font = self._read_font(child)
                if font:
                    values[tag] = font
            elif tag == _UNDERLINE:
                values[tag] = child.get(VAL, "none") != "none"  # without a value Word draws no line
            elif tag == _SIZE:
                values[tag] = parse_int(child.get(VAL))
            elif tag in _VALUED:
                values[tag] = child.get(VAL, "")
        return values

    def _read_font(self, element: Element) -> str:
        """The font of Latin characters: a theme's font goes before one by name (17.3.2.26)."""
        for theme, plain in ((_ASCII_THEME, _ASCII), (_H_ANSI_THEME, _H_ANSI)):
            font = self._theme_fonts.get(element.get(theme, "")) or element.get(plain)
            if font:
                return font
        return ""

    def _font_of(self, style: ParagraphStyle) -> str:
        return str(style.run.get(_R_FONTS) or self._default_run.get(_R_FONTS, ""))

    def _character(self, style_id: str | None) -> _CharacterStyle:
        style = self._characters.get(style_id)
        if style is None:
            key = ("character", self._defaults.get("character", "") if style_id is None else style_id)
            chain = list(self._chain(self._definitions.get(key)))
            style = self._characters[style_id] = self._resolve_character_style(chain)
        return style

    def _resolve_character_style(self, chain: list[_Definition]) -> _CharacterStyle:
        return _CharacterStyle(
            own_name=chain[0].name if chain and self._is_authors_own(chain[0]) else "",
            is_code=any(_CODE_STYLE.fullmatch(style.key) for style in chain),
            is_link=any(style.key in _LINK_STYLES for style in chain),
            run=self._run_of_chain(chain),
        )

    def _is_authors_own(self, style: _Definition) -> bool:
        twin = self._definitions.get(("paragraph", style.link))
        return style.is_own and style.key not in _LINK_STYLES and (twin is None or twin.is_own)

    def _resolve_run_look(self, style: ParagraphStyle, direct: RunProperties, drop: Drop, cell: CellRun) -> RunLook:
        style_id = direct.get(_R_STYLE)
        character = self._character(style_id if isinstance(style_id, str) else None)
        levels = _Levels(
            self._default_run,
            {} if drop & Drop.PARAGRAPH_STYLE else dict(cell),
            {} if drop & Drop.PARAGRAPH_STYLE else style.run,
            {} if drop & Drop.LINK_STYLE and character.is_link else character.run,
            direct,
        )
        full = levels._replace(table=dict(cell), paragraph=style.run)
        is_complex = bool(full.value(_RTL) or full.value(_CS))
        is_code = character.is_code or self._is_code_font(str(levels.value(_R_FONTS) or ""))
        return RunLook(
            marks=frozenset(_marks(levels, is_complex, is_code)),
            style=character.own_name,
            font=str(full.value(_R_FONTS) or ""),
            size_half_points=_as_int(full.value(_SIZE)),
            is_hidden=full.toggle(_VANISH),
            is_caps=levels.toggle(_CAPS),
            is_rtl=bool(full.value(_RTL)),
        )

    def _is_code_font(self, font: str) -> bool:
        """Monospaced type says something only in a document whose usual text is not typewritten."""
        return not self._has_monospaced_text and _is_monospaced(font)


class _Levels(NamedTuple):
    """The run properties of each level of the cascade, weakest first."""

    default: RunProperties
    table: RunProperties
    paragraph: RunProperties
    character: RunProperties
    direct: RunProperties

    def value(self, tag: str) -> object:
        for level in (self.direct, self.character, self.paragraph, self.table, self.default):
            if tag in level:
                return level[tag]
        return None

    def toggle(self, tag: str) -> bool:
        """Source: ECMA-376 Part 1, 17.7.3."""
        if tag in self.direct:
            return bool(self.direct[tag])
        if self.default.get(tag):
            return True
        levels = (self.table, self.paragraph, self.character)
        return sum(bool(level.get(tag)) for level in levels) % 2 == 1


def _marks(levels: _Levels, is_complex: bool, is_code: bool) -> Iterator[Mark]:
    if levels.toggle(_BOLD_CS if is_complex else _BOLD):
        yield Mark.BOLD
    if levels.toggle(_ITALIC_CS if is_complex else _ITALIC):
        yield Mark.ITALIC
    if levels.value(_UNDERLINE):
        yield Mark.UNDERLINE
    if levels.toggle(_STRIKE) or levels.value(_DOUBLE_STRIKE):
        yield Mark.STRIKE
    if levels.toggle(_SMALL_CAPS):
        yield Mark.SMALL_CAPITALS
    position = levels.value(_VERT_ALIGN)
    if position == "subscript":
        yield Mark.SUBSCRIPT
    elif position == "superscript":
        yield Mark.SUPERSCRIPT
    if is_code:
        yield Mark.CODE


def _is_monospaced(font: str) -> bool:
    return bool(font) and _MONOSPACED.search(font.lower()) is not None


def _as_int(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _mend_chains(definitions: _Definitions) -> Iterator[str]:
    """Cut `basedOn` where it leads in a circle or absurdly deep, and tell of it."""
    depths: dict[tuple[str, str], int] = {}
    for start in definitions:
        path: list[tuple[str, str]] = []
        seen: set[tuple[str, str]] = set()
        key = start
        while key in definitions and key not in depths and key not in seen:
            path.append(key)
            seen.add(key)
            key = (key[0], definitions[key].based_on)
        if key in seen:
            definitions[path[-1]].based_on = ""
            yield f"the style “{path[-1][1]}” is based on itself through “{key[1]}”"
        depth = depths.get(key, 0)
        for key in reversed(path):
            depth += 1
            if depth > DEEPEST_CHAIN:
                definitions[key].based_on = ""
                depth = 1
                yield f"the style “{key[1]}” is based on a chain of more than {DEEPEST_CHAIN} styles"
            depths[key] = depth


def _run_values(rpr: Element) -> list[object]:
    """The direct formatting of a run in one flat list, made to be a key."""
    values: list[object] = []
    for child in rpr:
        tag = child.tag
        if tag in _VALUED:
            values.append(tag)
            values += child.values()
        elif tag == _R_FONTS:
            values += child.items()
    return values


def _paragraph_key(ppr: Element) -> _Key:
    """The direct formatting of a paragraph as name, value, name, value …"""
    values: list[object] = []
    for child in ppr:
        tag = child.tag
        if tag in _PARAGRAPH_VALUED:
            values += (tag, child.get(VAL))
        elif tag == _IND:
            for attribute in child.items():
                values += attribute
        elif tag == _NUM_PR:
            for item in child:
                values += (item.tag, item.get(VAL))
    return tuple(values)


def _ppr_values(ppr: Element | None) -> dict[str, str | None]:
    key = () if ppr is None else _paragraph_key(ppr)
    return dict(zip(key[::2], key[1::2], strict=True))  # type: ignore[arg-type]


def _is_set(values: _Values, tag: str) -> bool:
    return tag in values and is_on(values[tag])


def read_indent(ppr: Element | None) -> Indent:
    """The indent that a `w:pPr` itself gives."""
    element = None if ppr is None else ppr.find(_IND)
    return NO_INDENT if element is None else _parse_indent({name: element.get(name) for name in _INDENTS})


def _parse_indent(values: _Values) -> Indent:
    """The indent of a `w:ind`; `left` means the leading edge, as `start` does."""
    hanging = parse_twips(values.get(_HANGING))
    left = parse_twips(values.get(_START) or values.get(_LEFT))
    return Indent(left, -hanging if hanging is not None else parse_twips(values.get(_FIRST_LINE)))


def _parse_ilvl(text: str | None) -> int | None:
    level = parse_int(text)
    return None if level is None else max(0, min(8, level))


def _outline_level(text: str | None) -> int | None:
    level = parse_int(text)
    return level if level is not None and 0 <= level < BODY_TEXT_LEVEL else None


def _heading_level(chain: list[_Definition]) -> int | None:
    """By the nearest style that is a built-in heading or has an outline level; 9 there means body text."""
    for style in chain:
        named = _HEADING_NAME.fullmatch(style.key)
        if named:
            return int(named[1]) - 1
        if _OUTLINE_LEVEL in style.values:
            return _outline_level(style.values[_OUTLINE_LEVEL])
    return None


def _resolve_heading_level(style: ParagraphStyle, direct: str | None) -> int | None:
    """A built-in heading stays what it is; elsewhere the paragraph's own outline level decides."""
    if style.has_heading_name or parse_int(direct) is None:
        return style.heading_level
    return _outline_level(direct)


def _resolve_numbering(style: ParagraphStyle, direct: _Values, numbering: Numbering) -> tuple[str | None, int]:
    """The list and the level of a paragraph.

    The level of a style is where the list names the style; `w:ilvl` of a style counts only where the list does not
    (17.9.23). On the paragraph itself `w:ilvl` always counts.
    """
    num_id = direct.get(_NUM_ID) or style.num_id
    if num_id is None or num_id == REMOVED_NUMBERING:
        return None, 0
    ilvl = _parse_ilvl(direct.get(_ILVL))
    if ilvl is None and num_id == style.num_id:
        levels = (numbering.level_of_style(num_id, id) for id in style.numbered_by)
        ilvl = next((level for level in levels if level is not None), style.ilvl)
    elif ilvl is None:
        ilvl = numbering.level_of_style(num_id, style.id)
    return num_id, ilvl or 0


def _indent_below(style: ParagraphStyle, level: Level | None, is_direct: bool) -> Indent:
    """The indent under the direct one: a list that the paragraph names goes before its style, a list that a style names
    goes before what that style inherits."""
    if level is None:
        return style.indent
    if is_direct:
        return level.indent.over(style.indent)
    return style.indent_over_numbering.over(level.indent.over(style.indent))


def _resolve_alignment(jc: str | None, is_bidi: bool) -> Alignment:
    if jc is None or jc in _LEADING:
        return Alignment.RIGHT if is_bidi else Alignment.LEFT
    if jc in _TRAILING:
        return Alignment.LEFT if is_bidi else Alignment.RIGHT
    return Alignment.CENTER if jc == "center" else Alignment.JUSTIFY
