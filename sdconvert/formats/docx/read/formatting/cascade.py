"""The cascade (ECMA-376 Part 1, 17.7.2): how a paragraph or a run looks after all that has a say in it.

For a paragraph these are, weakest first, the document's defaults, its style with what that is based on, the level of
its list and its own `w:pPr`; for a run the document's defaults, the table style, the paragraph style, the character
style and its own `w:rPr`. Each combination is resolved once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from enum import IntFlag

from sdconvert.formats.docx.names import is_on
from sdconvert.formats.docx.read.formatting.label_looks import label_look
from sdconvert.formats.docx.read.formatting.numbering import Level, Numbering
from sdconvert.formats.docx.read.formatting.paragraph_looks import ParagraphLook, ParagraphLooks, paragraph_looks_of
from sdconvert.formats.docx.read.formatting.paragraph_properties import (
    BIDI,
    ILVL,
    JC,
    NUM_ID,
    OUTLINE_LEVEL,
    P_STYLE,
    PAGE_BREAK_BEFORE,
    Indent,
    ParagraphKey,
    ParagraphValues,
    is_set,
    paragraph_key,
    parse_ilvl,
    parse_indent,
    parse_outline_level,
    values_of,
)
from sdconvert.formats.docx.read.formatting.run_levels import RunLevels
from sdconvert.formats.docx.read.formatting.run_properties import (
    BOLD,
    BOLD_CS,
    CAPS,
    CS,
    DOUBLE_STRIKE,
    ITALIC,
    ITALIC_CS,
    R_FONTS,
    R_STYLE,
    RTL,
    SIZE,
    SMALL_CAPS,
    STRIKE,
    UNDERLINE,
    VANISH,
    VERT_ALIGN,
    RunValues,
    read_run_values,
    run_key,
)
from sdconvert.formats.docx.read.formatting.styles import REMOVED_NUMBERING, ParagraphStyle, Styles
from sdconvert.formats.docx.read.formatting.table_styles import NO_CELL_RUN, CellRun
from sdconvert.formats.docx.read.formatting.text_looks import NO_LOOKS, Looks, TextLook, looks_of
from sdconvert.formats.docx.read.formatting.typewriting import is_monospaced
from sdconvert.formats.docx.read.written_properties import RUNS
from sdconvert.formats.docx.units import TWIPS_PER_POINT, parse_int
from sdconvert.frozen import dataclass
from sdconvert.model.blocks import Alignment
from sdconvert.model.inlines import NO_MARKS, Mark
from sdconvert.xmlio import Element

_USUAL_SIZE = 20  # half-points, where no style says one
_LEADING = frozenset(("left", "start", "numTab"))
_TRAILING = frozenset(("right", "end"))
_SYMBOL_FONTS = ("Symbol", "Wingdings", "Webdings")


class Drop(IntFlag):
    """Levels of the cascade that give no marks: they look as they do by the nature of the thing, not by choice."""

    NOTHING = 0
    PARAGRAPH_STYLE = 1
    LINK_STYLE = 2


@dataclass(frozen=True, slots=True)
class ParagraphProperties:
    """How a paragraph looks. Lengths are twips, levels count from 0.

    `is_aligned`: style or paragraph say how, so a table style has no say. `level` is None when there is no number; then
    `num_id` is None too. `is_numbered_directly`: the paragraph itself names the list, not its style. `looks` is what
    the model has no place for. `indent_of_text` is where its first line begins, or all the others where that is
    indented more. `is_plain`: it is body text that begins nothing new, no heading, title, caption, number, page break.
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
    looks: ParagraphLooks
    indent_of_text: int = field(init=False)
    is_plain: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "indent_of_text", max(0, self.indent_left + min(0, self.first_line)))
        object.__setattr__(self, "is_plain", self._is_plain())

    @property
    def indent_of_first_line(self) -> int:
        """Where its first line begins."""
        return max(0, self.indent_left + self.first_line)

    def _is_plain(self) -> bool:
        style = self.style
        return not (
            self.num_id is not None
            or self.heading_level is not None
            or self.page_break_before
            or style.is_title
            or style.is_caption
        )


@dataclass(frozen=True, slots=True)
class RunProperties:
    """How a run looks. `style` is the author's own character style, `font` that of the Latin characters.

    `is_special`: its text is not kept as it is, being hidden, in capitals or in a font of symbols. `looks` is what the
    model has no place for.
    """

    marks: frozenset[Mark] = NO_MARKS
    style: str = ""
    font: str = ""
    size_half_points: int | None = None
    is_hidden: bool = False
    is_caps: bool = False
    is_rtl: bool = False
    looks: Looks = NO_LOOKS
    is_special: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_special", self.is_hidden or self.is_caps or self.has_symbol_font)

    @property
    def has_symbol_font(self) -> bool:
        """Whether the font shows pictures in place of letters."""
        return self.font.startswith(_SYMBOL_FONTS)


ResolveRun = Callable[[Element | None, bytes], RunProperties]
"""How a run looks that has these properties, where it stands; the bytes are what is written in them, if it is known."""


class Cascade:
    """The properties of the paragraphs and runs of one document. `usual_font` is that of its default style."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._paragraphs: dict[ParagraphKey, ParagraphProperties] = {}
        self._runs: dict[tuple[object, ...], ResolveRun] = {}
        self.usual_font = str(styles.paragraph(None).run.get(R_FONTS) or styles.default_run.get(R_FONTS, ""))
        self._usual = RunLevels(styles.default_run, {}, styles.paragraph(None).run, {}, {})
        size = _as_int(self._usual.value(SIZE)) or _USUAL_SIZE
        self._character_width = size / 2 * TWIPS_PER_POINT
        self._has_monospaced_text = is_monospaced(self.usual_font)

    def paragraph(self, ppr: Element | None) -> ParagraphProperties:
        """How a paragraph with these properties looks, its style (`w:pStyle`) being one of them.

        Source: ECMA-376 Part 1, 17.7.2 (order of the cascade), 17.3.1.13 (`jc` in right-to-left paragraphs).
        """
        key = paragraph_key(ppr)
        properties = self._paragraphs.get(key)
        if properties is None:
            properties = self._paragraphs[key] = self._resolve_paragraph(key)
        return properties

    def run(
        self, style: ParagraphStyle, rpr: Element | None, drop: Drop = Drop.NOTHING, cell: CellRun = NO_CELL_RUN
    ) -> RunProperties:
        """How a run with these properties looks in a paragraph of this style, in a cell that gives its text these.

        Source: ECMA-376 Part 1, 17.7.2 (order of the cascade), 17.7.3 (toggle properties).
        """
        return self.runs(style, drop, cell)(rpr, b"")

    def runs(self, style: ParagraphStyle, drop: Drop = Drop.NOTHING, cell: CellRun = NO_CELL_RUN) -> ResolveRun:
        """What says how a run looks that stands there, by its `w:rPr`: one look at what all its runs share."""
        key = (style.id, drop, cell)
        resolve = self._runs.get(key)
        if resolve is None:
            resolve = self._runs[key] = self._resolver_of_runs(style, drop, cell)
        return resolve

    def _resolver_of_runs(self, style: ParagraphStyle, drop: Drop, cell: CellRun) -> ResolveRun:
        by_writing: dict[bytes, RunProperties] = {}
        known: dict[tuple[object, ...], RunProperties] = {}

        def resolve(rpr: Element | None, written: bytes) -> RunProperties:
            properties = by_writing.get(written)
            if properties is not None:
                return properties
            key = () if rpr is None else tuple(run_key(rpr))
            properties = known.get(key)
            if properties is None:
                direct = read_run_values(rpr, self._styles.theme)
                properties = known[key] = self._resolve_run(style, direct, drop, cell)
            if written and RUNS.says_all(written):
                by_writing[written] = properties
            return properties

        return resolve

    def _resolve_paragraph(self, key: ParagraphKey) -> ParagraphProperties:
        direct = values_of(key)
        style = self._styles.paragraph(direct.get(P_STYLE))
        num_id, ilvl = _resolve_numbering(style, direct, self._numbering)
        level = None if num_id is None else self._numbering.level(num_id, ilvl)
        is_direct = NUM_ID in direct or ILVL in direct
        listed = {} if level is None else level.values
        above, below = (listed, {}) if is_direct else ({}, listed)
        is_bidi = is_on(direct[BIDI]) if BIDI in direct else style.is_bidi or is_set(listed, BIDI)
        jc = direct.get(JC) or above.get(JC) or style.alignment or below.get(JC)
        indent = parse_indent(direct).over(_indent_below(style, level, is_direct))
        left, first_line = indent.in_twips(self._character_width)
        heading_level = _resolve_heading_level(style, direct.get(OUTLINE_LEVEL))
        has_break = is_set(direct, PAGE_BREAK_BEFORE) if PAGE_BREAK_BEFORE in direct else style.page_break_before
        return ParagraphProperties(
            style=style,
            alignment=_resolve_alignment(jc, is_bidi),
            is_aligned=jc is not None,
            is_bidi=is_bidi,
            indent_left=left,
            first_line=first_line,
            page_break_before=has_break,
            heading_level=heading_level,
            num_id=None if level is None else num_id,
            ilvl=ilvl if level is None else level.ilvl,
            level=level,
            is_numbered_directly=is_direct and level is not None,
            looks=self._paragraph_looks(style, direct, heading_level, level),
        )

    def _paragraph_looks(
        self, style: ParagraphStyle, direct: ParagraphValues, heading_level: int | None, level: Level | None
    ) -> ParagraphLooks:
        has_nature = heading_level is not None or style.is_title or style.has_look_of_its_kind
        usual = self._styles.paragraph(None).values
        natural = style.values if has_nature or style.is_list or level is not None else None
        listed = {} if level is None else level.values
        looks = paragraph_looks_of({**style.values, **listed, **direct}, usual, natural, level is not None)
        if level is None:
            return looks
        label = label_look(level, RunLevels(self._styles.default_run, {}, style.run, {}, {}))
        return (*looks, (ParagraphLook.LABEL, label)) if label else looks

    def _resolve_run(self, style: ParagraphStyle, direct: RunValues, drop: Drop, cell: CellRun) -> RunProperties:
        style_id = direct.get(R_STYLE)
        character = self._styles.character(style_id if isinstance(style_id, str) else None)
        full = RunLevels(self._styles.default_run, dict(cell), style.run, character.run, direct)
        shown = full.without_character() if drop & Drop.LINK_STYLE and character.is_link else full
        is_complex = bool(full.value(RTL) or full.value(CS))
        marks = self._marks(shown, is_complex, character.is_code)
        is_caps = shown.toggle(CAPS)
        if drop & Drop.PARAGRAPH_STYLE:
            own = shown.of_paragraph()
            said = RunLevels({}, {}, {}, {}, direct)  # what the author did to these words stays, seen or not
            marks = marks - self._marks(own, is_complex, False) | marks & self._marks(said, is_complex, False)
            is_caps = is_caps and not own.toggle(CAPS)
        return RunProperties(
            marks=marks,
            style=character.own_name,
            font=str(full.value(R_FONTS) or ""),
            size_half_points=_as_int(full.value(SIZE)),
            is_hidden=full.toggle(VANISH),
            is_caps=is_caps,
            is_rtl=bool(full.value(RTL)),
            looks=tuple(self._looks(style, shown, drop)),
        )

    def _looks(self, style: ParagraphStyle, shown: RunLevels, drop: Drop) -> Iterator[tuple[TextLook, str]]:
        """What is seen of the run besides its marks, and what its paragraph has by the nature of the thing."""
        is_heading = bool(drop & Drop.PARAGRAPH_STYLE)
        own = shown.of_paragraph() if is_heading or style.has_look_of_its_kind else None
        for look, value in looks_of(shown, self._usual, own):
            if look is not TextLook.FONT or not (self._is_code_font(value) or value.startswith(_SYMBOL_FONTS)):
                yield look, value
        if own is not None and looks_of(own, self._usual):
            yield TextLook.HEADING, style.name
        if is_heading and own is not None and own.toggle(BOLD) and not shown.toggle(BOLD):
            yield TextLook.REGULAR, ""

    def _marks(self, levels: RunLevels, is_complex: bool, is_code: bool) -> frozenset[Mark]:
        font = str(levels.value(R_FONTS) or "")
        return frozenset(_marks(levels, is_complex, is_code or self._is_code_font(font)))

    def _is_code_font(self, font: str) -> bool:
        """Monospaced type says something only in a document whose usual text is not typewritten."""
        return not self._has_monospaced_text and is_monospaced(font)


# ---------------------------------------------------------------------------------------------------- paragraphs


def _resolve_heading_level(style: ParagraphStyle, direct: str | None) -> int | None:
    """A built-in heading stays what it is; elsewhere the paragraph's own outline level decides."""
    if style.has_heading_name or parse_int(direct) is None:
        return style.heading_level
    return parse_outline_level(direct)


def _resolve_numbering(style: ParagraphStyle, direct: ParagraphValues, numbering: Numbering) -> tuple[str | None, int]:
    """The list and the level of a paragraph.

    Both are inherited along the styles by themselves (17.3.1.19). The level of a style is where the list names the
    style; `w:ilvl` of a style counts only where the list does not (17.9.23). On the paragraph itself `w:ilvl` always
    counts.
    """
    num_id = direct.get(NUM_ID) or style.num_id
    if num_id is None or num_id == REMOVED_NUMBERING:
        return None, 0
    ilvl = parse_ilvl(direct.get(ILVL))
    if ilvl is None:
        named = style.numbered_by if num_id == style.num_id else (style.id,)
        ilvl = _inherit_level(style, named, num_id, numbering)
    return num_id, ilvl


def _inherit_level(style: ParagraphStyle, named: tuple[str, ...], num_id: str, numbering: Numbering) -> int:
    """The level by the nearest style that the list names, of those that it may name, or that states one."""
    for id, ilvl in style.levels:
        level = numbering.level_of_style(num_id, id) if id in named else None
        if level is not None:
            return level
        if ilvl is not None:
            return ilvl
    return 0


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


# ---------------------------------------------------------------------------------------------------------- runs


def _marks(levels: RunLevels, is_complex: bool, is_code: bool) -> Iterator[Mark]:
    if levels.toggle(BOLD_CS if is_complex else BOLD):
        yield Mark.BOLD
    if levels.toggle(ITALIC_CS if is_complex else ITALIC):
        yield Mark.ITALIC
    if levels.value(UNDERLINE):
        yield Mark.UNDERLINE
    if levels.toggle(STRIKE) or levels.value(DOUBLE_STRIKE):
        yield Mark.STRIKE
    if levels.toggle(SMALL_CAPS):
        yield Mark.SMALL_CAPITALS
    position = levels.value(VERT_ALIGN)
    if position == "subscript":
        yield Mark.SUBSCRIPT
    elif position == "superscript":
        yield Mark.SUPERSCRIPT
    if is_code:
        yield Mark.CODE


def _as_int(value: object) -> int | None:
    return value if isinstance(value, int) else None
