"""Strings of EMF+: in a box with alignment, or character by character.

Source: [MS-EMFPLUS] 2.3.4.14, DrawString; 2.3.4.6, DrawDriverString.
"""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.pictures.metafile.characters import shown_characters
from sdconvert.pictures.metafile.geometry import Edges, Matrix, Point, Subpath
from sdconvert.pictures.metafile.lettering import TextLine, Typeface, draw_line
from sdconvert.pictures.metafile.paints import Paint
from sdconvert.pictures.metafile.plus import Plus, corners_of
from sdconvert.pictures.metafile.plus_cursor import Cursor
from sdconvert.pictures.metafile.plus_objects import PlusFont, StringFormat
from sdconvert.pictures.metafile.regions import Combination, Region, combine, region_of
from sdconvert.pictures.metafile.writing import note_text
from sdconvert.symbols import symbol_table

_NO_WRAP, _NO_CLIP = 0x1000, 0x4000
_BOLD, _ITALIC, _UNDERLINED, _STRUCK = 1, 2, 4, 8
_IS_CHARACTERS, _IS_STARTED = 1, 4
_NO_FORMAT = 0xFFFFFFFF
_MOST_LINES = 1000


def draw_string(plus: Plus, flags: int, cursor: Cursor) -> None:
    """Draw a string into its box, line by line."""
    paint, format_number, length = plus.paint(flags, cursor.number()), cursor.number(), cursor.number()
    box, text = cursor.box(), cursor.take(2 * length).decode("utf-16-le", "replace")
    font, form = plus.chosen(flags, PlusFont), plus.chosen(format_number, StringFormat)
    if not isinstance(font, PlusFont) or paint is None:
        plus.notes.skipped_records.add("EMF+ string")
        return
    form = form if isinstance(form, StringFormat) and format_number != _NO_FORMAT else StringFormat()
    typeface, size = _typeface(font), _size(plus, font)
    if size <= 0:
        return
    text = typeface.displayable(shown_characters(font.family, False, text.rstrip("\0"), plus.notes))
    margin = form.margin * size
    room = 0.0 if form.flags & _NO_WRAP else max(box[2] - 2 * margin, 0.0)
    lines = list(_broken(text, typeface, size, room))[:_MOST_LINES]
    height = typeface.metrics
    top = box[1] + max(box[3] - height.cell * size * len(lines), 0.0) * form.down / 2 if box[3] else box[1]
    clip = _clip(plus, box, form)
    for index, line in enumerate(lines):
        width = TextLine(line, typeface, size).width
        shift = {1: (box[2] - width) / 2, 2: box[2] - margin - width}.get(form.across, margin)
        baseline = top + (height.ascent + height.cell * index) * size
        _draw(plus, line, typeface, size, (box[0] + shift, baseline), paint, clip)


def _clip(plus: Plus, box: Edges, form: StringFormat) -> Region:
    if form.flags & _NO_CLIP or not box[2] or not box[3]:
        return plus.state.clip
    corners = plus.matrix.points(corners_of(box))
    return combine(plus.state.clip, region_of([Subpath(corners, True)], False, plus.canvas.box), Combination.AND)


def _typeface(font: PlusFont) -> Typeface:
    style = font.style
    family = "Symbol" if symbol_table(font.family) is not None else font.family
    return Typeface(
        family, bool(style & _BOLD), bool(style & _ITALIC), bool(style & _UNDERLINED), bool(style & _STRUCK)
    )


def _size(plus: Plus, font: PlusFont) -> float:
    """The size of an em. Units: those of the world."""
    if font.unit == 0:
        return font.size
    return font.size * plus.units(font.unit) / (plus.units(plus.state.unit) * plus.state.scale or 1.0)


def _broken(text: str, typeface: Typeface, size: float, room: float) -> Iterator[str]:
    """The lines of a text: at its own breaks and, where there is a width, at spaces before it is full."""
    for part in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}" if line else word
            if line and room and TextLine(longer, typeface, size).width > room * 1.02:
                yield line
                longer = word
            line = longer
        yield line


def _draw(plus: Plus, text: str, typeface: Typeface, size: float, at: Point, paint: Paint, clip: Region) -> None:
    """Draw text at the beginning of its baseline in the world; sizes and widths follow the world's transform."""
    if not text.strip():
        return
    note_text(plus.notes, typeface, text)
    zoom = plus.matrix.scale_y or 1.0
    to_canvas = Matrix(1 / zoom, 0, 0, 1 / zoom, *at).then(plus.matrix)
    draw_line(plus.canvas, TextLine(text, typeface, size * zoom), paint, to_canvas, clip)


def draw_driver_string(plus: Plus, flags: int, cursor: Cursor) -> None:
    """Draw characters that each have a place. Numbers of glyphs mean nothing without the font that they count in."""
    paint = plus.paint(flags, cursor.number())
    options, has_matrix, count = cursor.number(), cursor.number(), cursor.number()
    text = cursor.take(2 * count).decode("utf-16-le", "replace")
    places = cursor.points(1 if options & _IS_STARTED else count, 0)
    extra = cursor.matrix() if has_matrix else Matrix()
    font = plus.chosen(flags, PlusFont)
    if not isinstance(font, PlusFont) or paint is None:
        plus.notes.skipped_records.add("EMF+ string")
        return
    if not options & _IS_CHARACTERS:
        plus.notes.unmapped_families.add(font.family)
        return
    typeface, size = _typeface(font), _size(plus, font)
    text = typeface.displayable(shown_characters(font.family, False, text, plus.notes))
    if options & _IS_STARTED and places:
        _draw(plus, text, typeface, size, extra.point(*places[0]), paint, plus.state.clip)
        return
    note_text(plus.notes, typeface, text)
    for char, place in zip(text, places, strict=False):
        _draw_character(plus, char, typeface, size, extra.point(*place), paint)


def _draw_character(plus: Plus, char: str, typeface: Typeface, size: float, at: Point, paint: Paint) -> None:
    zoom = plus.matrix.scale_y or 1.0
    to_canvas = Matrix(1 / zoom, 0, 0, 1 / zoom, *at).then(plus.matrix)
    draw_line(plus.canvas, TextLine(char, typeface, size * zoom), paint, to_canvas, plus.state.clip)
