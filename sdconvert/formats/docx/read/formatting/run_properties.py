"""What a `w:rPr` says by itself (ECMA-376 Part 1, 17.3.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sdconvert.formats.docx.names import VAL, is_on, w
from sdconvert.formats.docx.units import parse_int
from sdconvert.xmlio import Element

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

_LATIN_FONTS = ((w("asciiTheme"), w("ascii")), (w("hAnsiTheme"), w("hAnsi")))
_MARKING = frozenset(
    (
        *(BOLD, BOLD_CS, ITALIC, ITALIC_CS, CAPS, SMALL_CAPS, STRIKE, VANISH),
        *(DOUBLE_STRIKE, UNDERLINE, VERT_ALIGN),
    )
)


def read_run_values(rpr: Element | None, theme_fonts: Mapping[str, str]) -> RunValues:
    """What these run properties say of themselves, without what they inherit."""
    values: dict[str, object] = {}
    for child in () if rpr is None else rpr:
        reader = READERS.get(child.tag)
        if reader is not None:
            values[child.tag] = reader(child)
        elif child.tag == R_FONTS:
            font = read_font(child, theme_fonts)
            if font:
                values[R_FONTS] = font
    return values


def run_key(rpr: Element) -> list[object]:
    """All that counts of these run properties in one flat list, made to be a key."""
    values: list[object] = []
    for child in rpr:
        tag = child.tag
        if tag in READERS:
            values.append(tag)
            values += child.values()
        elif tag == R_FONTS:
            values += child.items()
    return values


def marking(values: RunValues) -> RunValues:
    """The properties that make marks. Size and alignment are the cell's; a font tells nothing of one cell."""
    return {tag: value for tag, value in values.items() if tag in _MARKING}


def read_switch(element: Element) -> bool:
    """Whether a property is on."""
    return is_on(element.get(VAL))


def read_underline(element: Element) -> bool:
    """Whether a line is drawn: without a value Word draws none."""
    return element.get(VAL, "none") != "none"


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
    UNDERLINE: read_underline,
    SIZE: read_size,
    VERT_ALIGN: read_word,
    R_STYLE: read_word,
}
