"""Metafiles drawn with Pillow: how large the picture becomes, and who plays the records."""

from __future__ import annotations

from PIL import Image

from sdconvert.frozen import dataclass
from sdconvert.pictures.metafile import emf, plus_records, wmf
from sdconvert.pictures.metafile.budget import Budget
from sdconvert.pictures.metafile.canvas import Canvas
from sdconvert.pictures.metafile.gdi import Device, Gdi
from sdconvert.pictures.metafile.geometry import Matrix
from sdconvert.pictures.metafile.notes import DrawingNotes
from sdconvert.pictures.metafile.plus import Plus
from sdconvert.pictures.metafile.records import EMF_COMMENT, emf_records, records_of_comment, wmf_records
from sdconvert.pictures.metafile.size import DOTS_PER_INCH, MM_PER_INCH, dots_per_inch, fitted_pixels
from sdconvert.pictures.outcomes import Allowance, TooCostly, quoted

_MOST_CANVAS_PIXELS = {4: 5_000_000, 3: 5_000_000, 2: 16_000_000}
"""How large a canvas may be, by how many of its pixels make one of the picture, side by side: nobody sees more than two
of them in a large picture."""
SCALES = {4: 1_000_000_000, 3: 1_000_000_000, 2: 1_000_000_000, 1: 3_000_000_000}
"""How many pixels of a canvas may make one of the picture, side by side, and what drawing may cost then."""
_SCREEN_DOTS_PER_INCH = 96


@dataclass(frozen=True, slots=True)
class MetafilePicture:
    """A picture of a metafile, and what was noticed on the way."""

    image: Image.Image
    notes: DrawingNotes
    dots_per_inch: int = DOTS_PER_INCH


def size_mm(data: bytes, is_emf: bool) -> tuple[float, float]:
    """How large a metafile is meant to be. Units: millimetres.

    Raises: PictureUnconvertible.
    """
    return _layout(data, is_emf).size_mm


def draw(
    data: bytes,
    is_emf: bool,
    allowance: Allowance | None = None,
    shown_width: float | None = None,
    most_here: int | None = None,
) -> MetafilePicture:
    """A metafile as a picture, as large as `fitted_pixels` says, drawn by what is left of an allowance.

    Raises: PictureUnconvertible for metafiles that break off, that have no size, or that ask for too much work;
    MuchToDo for those that ask for more than `most_here`.
    """
    allowance = allowance or Allowance()
    allowance.take_drawing(0)
    layout = _layout(data, is_emf)
    plan = _Plan(data, layout, *fitted_pixels(layout.size_mm, shown_width))
    fitting = (scale for scale, most in _MOST_CANVAS_PIXELS.items() if plan.pixels * scale * scale <= most)
    scale = next(fitting, 1)
    try:
        return plan.drawn(scale if _has_edges(data, is_emf) else 1, allowance, most_here)
    except TooCostly:
        return plan.drawn(1, allowance, most_here)  # edges are rough then, but there is a picture


def _has_edges(data: bytes, is_emf: bool) -> bool:
    """Whether anything is drawn but bitmaps, which become no better on a larger canvas."""
    if is_emf:
        return any(kind in emf.WITH_EDGES or kind == EMF_COMMENT for kind, _ in emf_records(data))
    return any(function in wmf.WITH_EDGES for function, _ in wmf_records(data))


def _layout(data: bytes, is_emf: bool) -> emf.EmfLayout | wmf.WmfLayout:
    return emf.layout(data) if is_emf else wmf.layout(data)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is drawn, and the size of the picture. Units: pixels."""

    data: bytes
    layout: emf.EmfLayout | wmf.WmfLayout
    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height

    def drawn(self, scale: int, allowance: Allowance, most_here: int | None) -> MetafilePicture:
        """The drawing on a canvas of that many pixels for each one. Raises: PictureUnconvertible, with what was written
        until then; MuchToDo."""
        budget = Budget(SCALES[scale], most_here)
        canvas, notes = Canvas(self.width, self.height, scale, budget), DrawingNotes()
        try:
            self._play(canvas, notes)
        except TooCostly as error:
            raise TooCostly(f"{error.reason}; written in it is {quoted(notes.text)}") from error
        finally:
            if not budget.is_left_to_another:
                allowance.take_drawing(budget.spent)
        return MetafilePicture(canvas.finished(), notes, dots_per_inch(self.width, self.layout.size_mm))

    def _play(self, canvas: Canvas, notes: DrawingNotes) -> None:
        if isinstance(self.layout, wmf.WmfLayout):
            wmf.play(self.data, Gdi(canvas, _screen(canvas, self.layout), notes), self.layout)
        else:
            _play_emf(self.data, Gdi(canvas, _recorded_device(canvas, self.layout), notes))


# ------------------------------------------------------------------------------------------------------------- WMF


def _screen(canvas: Canvas, layout: wmf.WmfLayout) -> Device:
    """The device of a WMF, which does not tell: a screen that the picture fills. Where a metafile sets a viewport, its
    units are the pixels of that screen."""
    dots = canvas.scale * DOTS_PER_INCH / _SCREEN_DOTS_PER_INCH
    left, top, width, height = layout.viewport or (0, 0, canvas.box[2] / dots, canvas.box[3] / dots)
    across, down = canvas.box[2] / abs(width), canvas.box[3] / abs(height)
    to_canvas = Matrix(across, 0, 0, down, -min(left, left + width) * across, -min(top, top + height) * down)
    per_mm = _SCREEN_DOTS_PER_INCH / MM_PER_INCH * dots
    return Device(to_canvas, (per_mm / across, per_mm / down), (abs(width), abs(height)))


# ------------------------------------------------------------------------------------------------------------- EMF


def _recorded_device(canvas: Canvas, layout: emf.EmfLayout) -> Device:
    left, top, right, bottom = layout.frame
    across, down = canvas.box[2] / (right - left), canvas.box[3] / (bottom - top)
    to_canvas = Matrix(across, 0, 0, down, -left * across, -top * down)
    return Device(to_canvas, layout.pixels_per_mm, layout.device_size)


def _play_emf(data: bytes, gdi: Gdi) -> None:
    """Where a metafile has both, EMF+ is what was meant, and its other records repeat it less well."""
    if _draws_by_plus(data):
        _play_plus(data, Plus(gdi))
    else:
        emf.play(data, gdi)


def _draws_by_plus(data: bytes) -> bool:
    comments = (record for kind, record in emf_records(data) if kind == EMF_COMMENT)
    return any(kind in plus_records.DRAWING for comment in comments for kind, _, _ in records_of_comment(comment))


def _play_plus(data: bytes, plus: Plus) -> None:
    """Do what records of EMF+ say, and those of EMF where it is their turn."""
    for kind, record in emf_records(data):
        if kind == EMF_COMMENT:
            for plus_kind, flags, content in records_of_comment(record):
                plus_records.play_record(plus, plus_kind, flags, content)
        elif plus.is_gdi_turn:
            emf.play_record(plus.gdi, kind, record)
