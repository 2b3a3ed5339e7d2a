"""Text records on a device context: characters, their places, alignment and background."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from sdconvert.pictures.metafile.characters import (
    EAST_ASIAN_CHARSETS,
    SYMBOL_CHARSET,
    Characters,
    can_join,
    is_joined,
    shown_characters,
)
from sdconvert.pictures.metafile.gdi import Gdi
from sdconvert.pictures.metafile.geometry import Edges, Matrix, Point, Subpath, rectangle, rotation
from sdconvert.pictures.metafile.lettering import TextLine, Typeface, cell, draw_line
from sdconvert.pictures.metafile.notes import DrawingNotes
from sdconvert.pictures.metafile.objects import Font
from sdconvert.pictures.metafile.paints import Solid
from sdconvert.pictures.metafile.regions import Combination
from sdconvert.symbols import symbol_table

OPAQUE, CLIPPED, GLYPH_INDEX, BOTH_WAYS = 0x2, 0x4, 0x10, 0x2000
"""Source: [MS-EMF] 2.1.11, ExtTextOutOptions."""
UPDATES_POSITION, RIGHT, CENTRE, BOTTOM, BASELINE = 1, 2, 6, 8, 24
"""Source: [MS-WMF] 2.1.2.3, TextAlignmentMode."""

_ROMAN, _MODERN = 1, 3


def write(
    gdi: Gdi,
    characters: Characters,
    at: Point,
    advances: Sequence[Point] | None = None,
    options: int = 0,
    box: Edges | None = None,
) -> None:
    """Draw a line of text at its reference point; advances are those of the string's units, `box` is for options."""
    clip = gdi.state.clip
    if box is not None and options & OPAQUE:
        _fill_box(gdi, box)
    if box is not None and options & CLIPPED:
        gdi.clip_box(*box, Combination.AND)
    if characters:
        _write_line(gdi, characters, at, advances, options, box is not None)
    gdi.state.clip = clip


def _fill_box(gdi: Gdi, box: Edges) -> None:
    gdi.notes.has_drawing = True
    path = [Subpath(gdi.matrix.points(rectangle(*box)), True)]
    gdi.canvas.fill(path, False, Solid(gdi.state.ground_colour), gdi.state.clip)


def _write_line(
    gdi: Gdi, characters: Characters, at: Point, advances: Sequence[Point] | None, options: int, has_box: bool
) -> None:
    state = gdi.state
    typeface, size, turn = _typeface(gdi)
    text = typeface.displayable(_shown(gdi, "".join(char for char, _ in characters), options))
    if state.align & UPDATES_POSITION:
        at = state.position
    zoom = gdi.matrix.scale_x
    offsets = None if advances is None else _offsets(characters, advances, zoom, gdi.matrix.scale_y)
    line = TextLine(text, typeface, size, offsets, state.spacing * zoom)
    height = typeface.metrics
    shift = -line.width * {RIGHT: 1.0, CENTRE: 0.5}.get(state.align & CENTRE, 0.0)
    drop = {BASELINE: 0.0, BOTTOM: -height.descent}.get(state.align & BASELINE, height.ascent) * size
    where = Matrix(e=shift, f=drop).then(turn).then(Matrix(e=gdi.matrix.point(*at)[0], f=gdi.matrix.point(*at)[1]))
    if state.is_opaque and not (has_box and options & OPAQUE):
        background = cell(line, height.ascent * size, height.descent * size, where)
        gdi.canvas.fill([background], False, Solid(state.ground_colour), state.clip)
    _draw(gdi, line, where)
    if state.align & UPDATES_POSITION:
        state.position = (at[0] + line.width / (zoom or 1.0), at[1])


def _draw(gdi: Gdi, line: TextLine, where: Matrix) -> None:
    if line.text.strip():
        gdi.notes.has_drawing = True
        note_text(gdi.notes, line.typeface, line.text)
        draw_line(gdi.canvas, line, Solid(gdi.state.text_colour), where, gdi.state.clip)


def note_text(notes: DrawingNotes, typeface: Typeface, text: str) -> None:
    """Keep a text, and what of it cannot be shown here."""
    notes.texts.append(text.strip())
    notes.missing_characters |= {char for char in text if typeface.lacks(char)}
    notes.has_unjoined_words |= is_joined(text) and not can_join()


def _shown(gdi: Gdi, text: str, options: int) -> str:
    font = gdi.state.font
    if options & GLYPH_INDEX:
        gdi.notes.unmapped_families.add(font.family)
        return " " * len(text)
    return shown_characters(font.family, font.charset == SYMBOL_CHARSET, text, gdi.notes)


def _typeface(gdi: Gdi) -> tuple[Typeface, float, Matrix]:
    """The typeface of the font, its size in pixels of the canvas, and how its lines are turned."""
    font, matrix = gdi.state.font, gdi.matrix
    typeface = Typeface(
        "Symbol" if symbol_table(font.family) is not None else font.family,
        font.weight >= 600,
        font.is_italic,
        font.is_underlined,
        font.is_struck,
        font.pitch_and_family >> 4 == _ROMAN and font.charset not in EAST_ASIAN_CHARSETS,
        font.pitch_and_family >> 4 == _MODERN or font.pitch_and_family & 3 == 1,
    )
    measured = typeface.metrics
    height = abs(font.height) or 12.0
    size = (height if font.height < 0 else height / measured.cell) * matrix.scale_y
    if font.width and size:
        stretch = abs(font.width) * matrix.scale_x / (measured.average_width * size)
        typeface = replace(typeface, stretch=min(max(stretch, 0.2), 5.0))
    return typeface, size, _turn(gdi, font)


def _turn(gdi: Gdi, font: Font) -> Matrix:
    """Text stands upright in all map modes; only world transforms turn and mirror it, and its own angle."""
    world = gdi.state.world
    turn = rotation(-math.radians(font.escapement / 10))
    across, down = world.scale_x or 1.0, world.scale_y or 1.0
    return turn.then(Matrix(world.a / across, world.b / across, world.c / down, world.d / down))


def _offsets(characters: Characters, advances: Sequence[Point], across: float, down: float) -> list[Point]:
    """Where each character begins, and where the last one ends. Units: pixels of the canvas."""
    places = list(accumulate(advances, lambda one, two: (one[0] + two[0], one[1] + two[1]), initial=(0.0, 0.0)))
    units = list(accumulate((count for _, count in characters), initial=0))
    reached = [places[min(unit, len(places) - 1)] for unit in units]
    return [(x * across, -y * down) for x, y in reached]
