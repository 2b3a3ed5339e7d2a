"""What a `w:rPr` says by itself (ECMA-376 Part 1, 17.3.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sdconvert.formats.docx.names import VAL, W14, is_on, w
from sdconvert.formats.docx.read.formatting.shading import read_shading
from sdconvert.formats.docx.read.formatting.theme import Theme
from sdconvert.formats.docx.read.formatting.theme_colors import COLOR_OF_LINE, COLOR_OF_TEXT, ThemeColors
from sdconvert.formats.docx.units import parse_int, parse_twips
from sdconvert.xmlio import Element, children_of

RunValues = Mapping[str, object]
"""What run properties say, by the names of their elements: on or off, a size in half-points, a font, a word."""

R_STYLE = w("rStyle")
R_FONTS = w("rFonts")
BOLD = w("b")
BOLD_CS = w("bCs")
ITALIC = w("i")
ITALIC_CS = w("iCs")
CAPS = w("caps")
SMALL_CAPS = w("smallCaps")
STRIKE = w("strike")
DOUBLE_STRIKE = w("dstrike")
VANISH = w("vanish")
UNDERLINE = w("u")
VERT_ALIGN = w("vertAlign")
SIZE = w("sz")
RTL = w("rtl")
CS = w("cs")

COLOR = w("color")
HIGHLIGHT = w("highlight")
SHADING = w("shd")
BORDER = w("bdr")
CHARACTER_SPACING = w("spacing")
CHARACTER_SCALE = w("w")
CHARACTER_POSITION = w("position")
KERNING = w("kern")
FIT_TEXT = w("fitText")
EMPHASIS_MARK = w("em")
EAST_ASIAN_LAYOUT = w("eastAsianLayout")
LANGUAGE = w("lang")
TOGGLED_EFFECTS = {
    w("outline"): "outlined",
    w("shadow"): "with a shadow",
    w("emboss"): "embossed",
    w("imprint"): "imprinted",
}
EFFECTS = {
    w("effect"): "animated",
    f"{{{W14}}}glow": "glowing",
    f"{{{W14}}}shadow": "with a shadow of Word 2010",
    f"{{{W14}}}reflection": "with a reflection",
    f"{{{W14}}}textOutline": "with an outline of Word 2010",
    f"{{{W14}}}textFill": "with a fill of Word 2010",
    f"{{{W14}}}scene3d": "three-dimensional",
    f"{{{W14}}}props3d": "three-dimensional",
}
"""Effects by their elements, in the words of a person."""

_NO_LINE = frozenset(("nil", "none"))
_NO_FILL = f"{{{W14}}}noFill"
_COMBINE, _VERTICAL = w("combine"), w("vert")
_LATIN_FONTS = ((w("asciiTheme"), w("ascii")), (w("hAnsiTheme"), w("hAnsi")))
_MARKING = frozenset(
    (
        *(BOLD, BOLD_CS, ITALIC, ITALIC_CS, CAPS, SMALL_CAPS, STRIKE, VANISH),
        *(DOUBLE_STRIKE, UNDERLINE, VERT_ALIGN),
        *(COLOR, HIGHLIGHT, SHADING, BORDER, CHARACTER_SPACING, CHARACTER_SCALE, CHARACTER_POSITION, EMPHASIS_MARK),
        *(*TOGGLED_EFFECTS, *EFFECTS),
    )
)


def read_run_values(rpr: Element | None, theme: Theme) -> RunValues:
    """What these run properties say of themselves, without what they inherit."""
    values: dict[str, object] = {}
    for child in () if rpr is None else rpr:
        reader = READERS.get(child.tag)
        if reader is not None:
            values[child.tag] = reader(child)
        elif child.tag == R_FONTS:
            font = read_font(child, theme.fonts)
            if font:
                values[R_FONTS] = font
        elif child.tag in COLOR_READERS:
            values[child.tag] = COLOR_READERS[child.tag](child, theme.colors)
    return values


def run_key(rpr: Element) -> list[object]:
    """All that counts of these run properties in one flat list, made to be a key."""
    values: list[object] = []
    for child in children_of(rpr):
        tag = child.tag
        if tag in _VALUED:
            values.append(tag)
            values += child.values()
        elif tag in _NAMED:
            values.append(tag)
            values += child.values()
            values += child.keys()
            values += [part.tag for part in child.iterdescendants()]
    return values


def marking(values: RunValues) -> RunValues:
    """The properties that show in the text. Size and alignment are the cell's; a font tells nothing of one cell."""
    return {tag: value for tag, value in values.items() if tag in _MARKING}


def read_switch(element: Element) -> bool:
    """Whether a property is on."""
    return is_on(element.get(VAL))


def read_underline(element: Element, colors: ThemeColors) -> str:
    """The kind of the line that is drawn, with its colour; empty for none, which is what Word draws without a value."""
    return _read_line(element, "none", colors.read(element, COLOR_OF_LINE))


def _read_border(element: Element, colors: ThemeColors) -> str:
    return _read_line(element, "nil", colors.read(element, COLOR_OF_LINE))


def _read_line(element: Element, usual: str, color: str | None) -> str:
    kind = element.get(VAL, usual)
    return "" if kind in _NO_LINE else kind if color is None else f"{kind} {color}"


def _read_color(element: Element, colors: ThemeColors) -> str:
    return colors.read(element, COLOR_OF_TEXT) or ""


def _read_shading(element: Element, colors: ThemeColors) -> str:
    return read_shading(element, colors) or ""


def _read_chosen(element: Element) -> str:
    """The file's own word, empty where that says none."""
    word = element.get(VAL, "none")
    return "" if word == "none" else word


def _read_effect(element: Element) -> bool:
    return element.get(VAL) != "none" and element.find(_NO_FILL) is None


def _read_twips(element: Element) -> int | None:
    return parse_twips(element.get(VAL))


def _read_percent(element: Element) -> int | None:
    return parse_int(element.get(VAL, "").removesuffix("%"))


def _read_language(element: Element) -> str:
    """The language without the country: people write one language with the spelling of several."""
    return element.get(VAL, "").partition("-")[0].lower()


def _read_east_asian_layout(element: Element) -> str:
    shown = {"lines in one": _COMBINE, "turned": _VERTICAL}
    return ", ".join(name for name, tag in shown.items() if tag in element.attrib and is_on(element.get(tag)))


def read_size(element: Element) -> int | None:
    """Units: half-points."""
    return parse_int(element.get(VAL))


def read_word(element: Element) -> str:
    """The file's own word, such as the id of a style."""
    return element.get(VAL, "")


def read_font(element: Element, theme_fonts: Mapping[str, str]) -> str:
    """The font of Latin characters: a theme's font goes before one by name (17.3.2.26)."""
    for theme, plain in _LATIN_FONTS:
        font = theme_fonts.get(element.get(theme, "")) or element.get(plain)
        if font:
            return font
    return ""


READERS: dict[str, Callable[[Element], object]] = {
    BOLD: read_switch,
    BOLD_CS: read_switch,
    ITALIC: read_switch,
    ITALIC_CS: read_switch,
    CAPS: read_switch,
    SMALL_CAPS: read_switch,
    STRIKE: read_switch,
    DOUBLE_STRIKE: read_switch,
    VANISH: read_switch,
    RTL: read_switch,
    CS: read_switch,
    SIZE: read_size,
    VERT_ALIGN: read_word,
    R_STYLE: read_word,
    HIGHLIGHT: _read_chosen,
    EMPHASIS_MARK: _read_chosen,
    CHARACTER_SPACING: _read_twips,
    CHARACTER_SCALE: _read_percent,
    CHARACTER_POSITION: read_size,
    KERNING: read_size,
    FIT_TEXT: _read_twips,
    EAST_ASIAN_LAYOUT: _read_east_asian_layout,
    LANGUAGE: _read_language,
    **dict.fromkeys(TOGGLED_EFFECTS, read_switch),
    **dict.fromkeys(EFFECTS, _read_effect),
}
COLOR_READERS: dict[str, Callable[[Element, ThemeColors], object]] = {
    COLOR: _read_color,
    SHADING: _read_shading,
    BORDER: _read_border,
    UNDERLINE: read_underline,
}
"""The readers of what may name a colour of the theme."""
_NAMED = frozenset((R_FONTS, EAST_ASIAN_LAYOUT, *EFFECTS, *COLOR_READERS))
"""What is said by more than values: by the names of attributes, or by elements within."""
_VALUED = frozenset(READERS) - _NAMED
