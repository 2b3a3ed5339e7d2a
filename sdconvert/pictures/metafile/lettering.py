"""Text on a canvas: the characters of one line, each at its place, turned and stretched as asked for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from sdconvert.frozen import dataclass
from sdconvert.pictures.metafile import typefaces
from sdconvert.pictures.metafile.budget import PER_CHARACTER
from sdconvert.pictures.metafile.canvas import Canvas
from sdconvert.pictures.metafile.characters import is_joined, relative
from sdconvert.pictures.metafile.geometry import Box, Matrix, Point, Subpath, area, bounds, overlap, rectangle, size_of
from sdconvert.pictures.metafile.paints import Paint
from sdconvert.pictures.metafile.regions import Region, moved

_LARGEST_SIZE = 600
_LARGEST_MASK = 30_000_000
_MEASURED_SIZE = 200
_SLANT = 0.2
_LAST_OF_BUILT_IN = 0x24F
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\ufeff")

_Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True, slots=True)
class Typeface:
    """What a metafile asks for. `stretch`: of the widths, 1 for what the font has."""

    family: str
    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False
    is_struck: bool = False
    is_roman: bool = False
    is_fixed: bool = False
    stretch: float = 1.0

    @property
    def face(self) -> typefaces.Face | None:
        """The font that stands for it, None where the machine has none."""
        return typefaces.find_face(self.family, self.is_bold, self.is_italic, self.is_roman, self.is_fixed)

    @property
    def metrics(self) -> Metrics:
        return _metrics(self.face)

    def face_for(self, char: str) -> typefaces.Face | None:
        """The font for a character: its own or another one that has it."""
        face = self.face
        if face is None or typefaces.covers(face.path, char):
            return face
        return typefaces.face_with(char)

    def lacks(self, char: str) -> bool:
        """Whether no font of this machine has a character."""
        if self.face is None:
            return ord(char) > _LAST_OF_BUILT_IN
        return _is_visible(char) and self.face_for(char) is None

    def displayable(self, text: str) -> str:
        """The text with what looks alike in the place of characters that no font has."""
        return "".join(self._displayable(char) for char in text)

    def _displayable(self, char: str) -> str:
        seen = [char]
        while self.lacks(seen[-1]):
            other = relative(seen[-1])
            if other is None or other in seen:
                return char
            seen.append(other)
        return seen[-1]


@dataclass(frozen=True, slots=True)
class Metrics:
    """Heights above and below the baseline, and the average width of a letter. Units: ems."""

    ascent: float
    descent: float
    average_width: float

    @property
    def cell(self) -> float:
        return self.ascent + self.descent


@lru_cache(maxsize=256)
def _metrics(face: typefaces.Face | None) -> Metrics:
    font = _load(face, _MEASURED_SIZE)
    ascent, descent = font.getmetrics() if isinstance(font, ImageFont.FreeTypeFont) else (160, 40)
    average = font.getlength("abcdefghijklmnopqrstuvwxyz") / 26
    return Metrics(ascent / _MEASURED_SIZE, descent / _MEASURED_SIZE, average / _MEASURED_SIZE)


def _load(face: typefaces.Face | None, size: int) -> _Font:
    return typefaces.load(face.path, size) if face else typefaces.built_in(size)


def _is_visible(char: str) -> bool:
    return char > " " and char not in _INVISIBLE and not char.isspace()


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text. Units: pixels of the canvas."""

    text: str
    typeface: Typeface
    size: float
    offsets: Sequence[Point] | None = None
    """Where each character begins, and where the text ends, along the line and across; None: as the font has it."""
    spacing: float = 0.0

    @property
    def width(self) -> float:
        """How far the text reaches along its line."""
        return self.places[-1][0]

    @property
    def places(self) -> Sequence[Point]:
        """Where each character begins, and where the last one ends."""
        if self.offsets:
            return self.offsets
        stretch = self.typeface.stretch * self.size / _MEASURED_SIZE
        if is_joined(self.text):
            return [(0.0, 0.0), (_advance(_face_of_joined(self), self.text) * stretch, 0.0)]
        places = [(0.0, 0.0)]
        for char in self.text:
            places.append((places[-1][0] + _advance(self.typeface.face_for(char), char) * stretch + self.spacing, 0.0))
        return places


@lru_cache(maxsize=8192)
def _advance(face: typefaces.Face | None, char: str) -> float:
    return float(_load(face, _MEASURED_SIZE).getlength(char)) if char not in _INVISIBLE else 0.0


@lru_cache(maxsize=2048)
def _glyph(face: typefaces.Face | None, size: int, text: str) -> tuple[Image.Image, Point]:
    """The mask of a text, and where its corner lies, as seen from the beginning of the baseline."""
    font = _load(face, size)
    stroke = max(1, size // 40) if face is not None and face.lacks_bold else 0
    left, top, right, bottom = font.getbbox(text, anchor="ls", stroke_width=stroke)
    mask = Image.new("L", (max(1, math.ceil(right) - math.floor(left)), max(1, math.ceil(bottom) - math.floor(top))), 0)
    place = -math.floor(left), -math.floor(top)
    ImageDraw.Draw(mask).text(place, text, fill=255, font=font, anchor="ls", stroke_width=stroke)
    return _slanted(mask, place[1]) if face is not None and face.lacks_italic else mask, (-place[0], -place[1])


def _slanted(mask: Image.Image, baseline: float) -> Image.Image:
    room = math.ceil(_SLANT * max(baseline, 0))
    lean = (1.0, _SLANT, -_SLANT * baseline, 0.0, 1.0, 0.0)
    return mask.transform((mask.width + room, mask.height), Image.Transform.AFFINE, lean, Image.Resampling.BILINEAR)


def _face_of_joined(line: TextLine) -> typefaces.Face | None:
    """The font of a line whose letters join: the one that has the first of them."""
    first = next(char for char in line.text if is_joined(char))
    return line.typeface.face_for(first) or line.typeface.face


def draw_line(canvas: Canvas, line: TextLine, paint: Paint, where: Matrix, clip: Region) -> None:
    """Draw a line of text; `where` maps its own space, x along the baseline and y downwards, to the canvas."""
    if not line.text.strip() or line.size < 0.5:
        return
    canvas.spend(len(line.text) * PER_CHARACTER)
    shape = _LineShape(_joined(line) if is_joined(line.text) else line)
    to_canvas = shape.zoom.then(where)
    if area(shape.box) > _LARGEST_MASK:
        _draw_apart(canvas, line, paint, where, clip)
        return
    frame = bounds(to_canvas.points(rectangle(*shape.box)))
    shown = None if frame is None else overlap(frame, clip.box)
    if shown is not None:
        canvas.spend(4 * area(shape.box) + 20 * area(shown))
        canvas.paint(_turned(shape, to_canvas, shown), shown, paint, clip)


def _joined(line: TextLine) -> TextLine:
    """A line whose letters join: drawn as a whole, and as wide as the places of its letters say."""
    if not line.offsets:
        return line
    natural = TextLine(line.text, line.typeface, line.size).width
    stretch = line.typeface.stretch * min(max(line.width / (natural or 1.0), 0.5), 2.0)
    return TextLine(line.text, replace(line.typeface, stretch=stretch), line.size)


def _draw_apart(canvas: Canvas, line: TextLine, paint: Paint, where: Matrix, clip: Region) -> None:
    """Draw characters that stand far from each other one by one."""
    if len(line.text) > 1:
        for char, (x, y) in zip(line.text, line.places, strict=False):
            draw_line(canvas, TextLine(char, line.typeface, line.size), paint, Matrix(e=x, f=y).then(where), clip)


def _turned(shape: _LineShape, to_canvas: Matrix, shown: Box) -> Image.Image:
    """The mask of a line as a box of the canvas shows it."""
    mask = shape.mask()
    place = Matrix(e=shape.box[0], f=shape.box[1]).then(to_canvas)
    if place.is_upright and abs(place.a - 1) < 1e-6 and abs(place.d - 1) < 1e-6:
        left, top = round(place.e), round(place.f)
        return mask.crop(moved(shown, (left, top, 0, 0)))
    back = place.inverse()
    if back is None:
        return Image.new("L", size_of(shown), 0)
    back = Matrix(e=shown[0], f=shown[1]).then(back)
    coefficients = (back.a, back.c, back.e, back.b, back.d, back.f)
    return mask.transform(size_of(shown), Image.Transform.AFFINE, coefficients, Image.Resampling.BICUBIC)


class _LineShape:
    """The mask of a line of text at a whole size, neither turned nor stretched."""

    def __init__(self, line: TextLine) -> None:
        self._line = line
        self._size = max(1, min(_LARGEST_SIZE, round(line.size)))
        height = line.size / self._size if self._size == _LARGEST_SIZE else 1.0
        self.zoom = Matrix(height * line.typeface.stretch, 0, 0, height)
        self._places = [(x / self.zoom.a, y / self.zoom.d) for x, y in line.places]
        across, drops = [x for x, _ in self._places], [y for _, y in self._places]
        self.box: Box = (
            math.floor(min(across)) - self._size,
            math.floor(min(drops)) - math.ceil(self._size * 1.3),
            math.ceil(max(across)) + self._size,
            math.ceil(max(drops)) + math.ceil(self._size * 0.6),
        )

    def mask(self) -> Image.Image:
        mask = Image.new("L", size_of(self.box), 0)
        for text, (x, y), face in self._pieces():
            glyph, (left, top) = _glyph(face, self._size, text)
            mask.paste(255, (round(x + left) - self.box[0], round(y + top) - self.box[1]), glyph)
        if self._line.typeface.is_underlined or self._line.typeface.is_struck:
            self._draw_rules(ImageDraw.Draw(mask))
        return mask

    def _pieces(self) -> Iterator[tuple[str, Point, typefaces.Face | None]]:
        """What is drawn at once: characters with places of their own alone, else words, whose letters may join."""
        typeface = self._line.typeface
        word, start, chosen = "", (0.0, 0.0), None
        if is_joined(self._line.text):
            yield self._line.text, start, _face_of_joined(self._line)
            return
        for char, place in zip(self._line.text, self._places, strict=False):
            face = (typeface.face_for(char) or typeface.face) if _is_visible(char) else None
            is_apart = self._line.offsets is not None or bool(self._line.spacing)
            if word and (is_apart or not _is_visible(char) or face != chosen):
                yield word, start, chosen
                word = ""
            if _is_visible(char):
                start = start if word else place
                word, chosen = word + char, face
        if word:
            yield word, start, chosen

    def _draw_rules(self, draw: ImageDraw.ImageDraw) -> None:
        face, right = self._line.typeface, self._places[-1][0]
        for height in [0.12] * face.is_underlined + [-0.28] * face.is_struck:
            y = round(height * self._size) - self.box[1]
            draw.rectangle((-self.box[0], y, right - self.box[0], y + max(1, self._size // 18)), fill=255)


def cell(line: TextLine, ascent: float, descent: float, where: Matrix) -> Subpath:
    """The box around a line of text, as its background fills it. Units: pixels of the canvas."""
    return Subpath(where.points(rectangle(0, -ascent, line.width, descent)), True)
