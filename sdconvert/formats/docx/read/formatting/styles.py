"""The styles of a document, each with everything that it inherits (ECMA-376 Part 1, 17.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import field

from sdconvert.formats.docx.names import PPR, RPR, VAL, is_on, w
from sdconvert.formats.docx.read.formatting.paragraph_properties import (
    BIDI,
    ILVL,
    JC,
    NO_INDENT,
    NUM_ID,
    NUM_PR,
    OUTLINE_LEVEL,
    PAGE_BREAK_BEFORE,
    Indent,
    ParagraphValues,
    is_set,
    paragraph_key,
    parse_ilvl,
    parse_indent,
    parse_outline_level,
    values_of,
)
from sdconvert.formats.docx.read.formatting.run_properties import VANISH, RunValues, marking, read_run_values
from sdconvert.formats.docx.read.formatting.style_definitions import (
    StyleDefinition,
    StyleDefinitions,
    chain_of,
    mend_chains,
)
from sdconvert.formats.docx.read.formatting.table_styles import NO_TABLE_STYLE, TableStyle, read_table_style
from sdconvert.formats.docx.read.formatting.theme import NO_THEME, Theme
from sdconvert.formats.docx.read.formatting.typewriting import is_code_style
from sdconvert.frozen import dataclass
from sdconvert.xmlio import Element

REMOVED_NUMBERING = "0"

_STYLE = w("style")
_DEFAULT = w("default")
_FRAME = w("framePr")
_DOC_DEFAULTS = w("docDefaults")
_PPR_DEFAULT = w("pPrDefault")
_RPR_DEFAULT = w("rPrDefault")

_HEADING_NAME = re.compile(r"heading ([1-9])")
_LIST_NAMES = frozenset(
    f"list{kind}{level}"
    for kind in ("", " bullet", " number", " continue", " paragraph")
    for level in ("", " 2", " 3", " 4", " 5")
)
_KINDS_WITH_LOOKS = frozenset(
    [f"{kind} text" for kind in ("footnote", "endnote", "annotation", "balloon")]
    + [f"{kind} {level}" for kind in ("toc", "index") for level in range(1, 10)]
    + ["toc heading", "table of figures"]
)
_LINK_STYLES = frozenset(("hyperlink", "followedhyperlink"))


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style with everything it inherits. Levels count from 0, lengths are twips.

    `name` is what the file calls it, built-in styles in English; `key` is that in lower case. `chain` holds the names
    of the styles it is based on, nearest first. `indent_over_numbering` is what is said by the style that brings the
    numbering, or by one based on it: only that goes before the indent of the numbering level. `levels` has what each
    style says of `w:ilvl`, by its id, itself first; `numbered_by` are those down to the one that names the list.
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
    levels: tuple[tuple[str, int | None], ...] = ()
    numbered_by: tuple[str, ...] = ()
    alignment: str | None = None
    is_bidi: bool = False
    page_break_before: bool = False
    indent: Indent = NO_INDENT
    indent_over_numbering: Indent = NO_INDENT
    run: RunValues = field(default_factory=dict, compare=False, repr=False)
    values: ParagraphValues = field(default_factory=dict, compare=False, repr=False)

    @property
    def has_look_of_its_kind(self) -> bool:
        """Whether its text looks as it does for what it is, such as a caption or a note."""
        return self.is_caption or self.is_subtitle or self.key in _KINDS_WITH_LOOKS

    @property
    def indent_left(self) -> int | None:
        """The left indent that the styles give, in twips."""
        return self.indent.left


@dataclass(frozen=True, slots=True)
class CharacterStyle:
    """A character style with everything it inherits; `own_name` is its name where it is the author's own."""

    own_name: str = ""
    is_code: bool = False
    is_link: bool = False
    run: RunValues = field(default_factory=dict)


class Styles:
    """Lookups over a styles part. Names of styles are ids here, as the text uses them.

    `has_frames`: a style puts its paragraphs into a frame, `hides_text`: one says that text is hidden. `theme` is that
    of the document, `default_run` what all its text has. `problems` tells, in sentences, what had to be mended.
    """

    def __init__(
        self,
        definitions: StyleDefinitions,
        defaults: Mapping[str, str],
        theme: Theme,
        ppr: Element | None,
        rpr: Element | None,
        *,
        hides_text: bool,
    ) -> None:
        self.hides_text = hides_text
        self.theme = theme
        self.default_run = read_run_values(rpr, theme)
        self._definitions = definitions
        self._defaults = defaults
        self._default_values = values_of(paragraph_key(ppr))
        self._default_indent = parse_indent(self._default_values)
        self._paragraphs: dict[str | None, ParagraphStyle] = {}
        self._characters: dict[str | None, CharacterStyle] = {}
        self._tables: dict[str | None, TableStyle] = {}
        self._frames: dict[str | None, Element | None] = {}
        own = (style.ppr for style in definitions.values())
        self.has_frames = any(ppr is not None and ppr.find(_FRAME) is not None for ppr in own)
        self.problems: tuple[str, ...] = tuple(mend_chains(definitions))

    @classmethod
    def read(cls, root: Element | None, theme: Theme = NO_THEME, *, may_hide: bool = True) -> Styles:
        """The styles of a styles part, or none at all where the document has no such part. `may_hide` is False where it
        is known already that none of them hides text.

        Source: ECMA-376 Part 1, 17.7.
        """
        definitions: StyleDefinitions = {}
        defaults: dict[str, str] = {}
        default_ppr = default_rpr = None
        for element in () if root is None else root:
            if element.tag == _STYLE:
                style = StyleDefinition(element)
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
        hides_text = may_hide and root is not None and next(root.iter(VANISH), None) is not None
        return cls(definitions, defaults, theme, default_ppr, default_rpr, hides_text=hides_text)

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

    def numbered_paragraphs(self) -> Iterator[ParagraphStyle]:
        """Every paragraph style of a chain that names a list."""
        is_default = NUM_ID in self._default_values
        for definition in self._paragraph_definitions():
            chain = chain_of(definition, self._definitions)
            if is_default or any(NUM_ID in style.values for style in chain):
                yield self.paragraph(definition.id)

    def own_names(self) -> frozenset[str]:
        """The names of the author's own paragraph styles."""
        return frozenset(style.name or style.id for style in self._paragraph_definitions() if style.is_own)

    def names_of(self, key: str) -> frozenset[str]:
        """The names of the paragraph styles of this name, in whatever case."""
        return frozenset(style.name or style.id for style in self._paragraph_definitions() if style.key == key)

    def _paragraph_definitions(self) -> Iterator[StyleDefinition]:
        return (style for (kind, _), style in self._definitions.items() if kind == "paragraph")

    def character(self, style_id: str | None) -> CharacterStyle:
        """The character style of this id, the default one for None; one that says nothing for an id without a style."""
        style = self._characters.get(style_id)
        if style is None:
            key = ("character", self._defaults.get("character", "") if style_id is None else style_id)
            chain = list(chain_of(self._definitions.get(key), self._definitions))
            style = self._characters[style_id] = self._resolve_character_style(chain)
        return style

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

    def frame(self, style_id: str | None) -> Element | None:
        """The `w:framePr` that a paragraph style gives its paragraphs, None for none."""
        if style_id not in self._frames:
            self._frames[style_id] = self._find_frame(style_id)
        return self._frames[style_id]

    def _find_frame(self, style_id: str | None) -> Element | None:
        key = ("paragraph", self._defaults["paragraph"] if style_id is None else style_id)
        for style in chain_of(self._definitions.get(key), self._definitions):
            frame = None if style.ppr is None else style.ppr.find(_FRAME)
            if frame is not None:
                return frame
        return None

    def num_id_of_numbering_style(self, style_id: str) -> str | None:
        """The `w:numId` that a numbering style names."""
        for style in chain_of(self._definitions.get(("numbering", style_id)), self._definitions):
            element = None if style.ppr is None else style.ppr.find(f"{NUM_PR}/{NUM_ID}")
            if element is not None:
                return element.get(VAL)
        return None

    def _resolve_paragraph_style(self, definition: StyleDefinition | None) -> ParagraphStyle:
        chain = list(chain_of(definition, self._definitions))
        values: dict[str, str | None] = {}
        indent = over_numbering = NO_INDENT
        numbered_by: list[str] = []
        for style in chain:
            indent = indent.over(parse_indent(style.values))
            if NUM_ID not in values:
                numbered_by.append(style.id)
                over_numbering = indent
            values = {**style.values, **values}
        values = self._default_values | values
        names = tuple(style.key for style in chain)
        num_id = values.get(NUM_ID)
        is_numbered = num_id is not None and num_id != REMOVED_NUMBERING
        first = chain[0] if chain else None
        return ParagraphStyle(
            id=first.id if first else "",
            name=first.name or first.id if first else "",
            key=names[0] if names else "",
            is_own=first.is_own if first else False,
            chain=tuple(style.name for style in chain[1:]),
            heading_level=_heading_level(chain),
            has_heading_name=bool(names) and _HEADING_NAME.fullmatch(names[0]) is not None,
            is_title=names[:1] == ("title",),
            is_subtitle=names[:1] == ("subtitle",),
            is_caption="caption" in names,
            is_list=bool(names) and names[0] in _LIST_NAMES,
            outline_level=parse_outline_level(values.get(OUTLINE_LEVEL)),
            num_id=num_id if is_numbered else None,
            levels=tuple((style.id, parse_ilvl(style.values.get(ILVL))) for style in chain),
            numbered_by=tuple(numbered_by) if is_numbered else (),
            alignment=values.get(JC),
            is_bidi=is_set(values, BIDI),
            page_break_before=is_set(values, PAGE_BREAK_BEFORE),
            indent=indent.over(self._default_indent),
            indent_over_numbering=over_numbering if is_numbered else NO_INDENT,
            run=self._run_of_chain(chain),
            values=values,
        )

    def _resolve_character_style(self, chain: list[StyleDefinition]) -> CharacterStyle:
        return CharacterStyle(
            own_name=chain[0].name if chain and self._is_authors_own(chain[0]) else "",
            is_code=any(is_code_style(style.key) for style in chain),
            is_link=any(style.key in _LINK_STYLES for style in chain),
            run=self._run_of_chain(chain),
        )

    def _resolve_table_style(self, definition: StyleDefinition) -> TableStyle:
        elements = [style.element for style in chain_of(definition, self._definitions)]
        return read_table_style(
            definition.id, definition.name, definition.is_own, elements, self._read_marking, self.theme.colors
        )

    def _read_marking(self, rpr: Element | None) -> RunValues:
        return marking(read_run_values(rpr, self.theme))

    def _run_of_chain(self, chain: list[StyleDefinition]) -> RunValues:
        """The run properties of a chain, where the nearest style wins for toggles too."""
        run: RunValues = {}
        for style in reversed(chain):
            run = {**run, **style.run_values(self.theme)}
        return run

    def _is_authors_own(self, style: StyleDefinition) -> bool:
        twin = self._definitions.get(("paragraph", style.link))
        return style.is_own and style.key not in _LINK_STYLES and (twin is None or twin.is_own)


def _heading_level(chain: list[StyleDefinition]) -> int | None:
    """By the nearest style that is a built-in heading or has an outline level; 9 there means body text."""
    for style in chain:
        named = _HEADING_NAME.fullmatch(style.key)
        if named:
            return int(named[1]) - 1
        if OUTLINE_LEVEL in style.values:
            return parse_outline_level(style.values[OUTLINE_LEVEL])
    return None
