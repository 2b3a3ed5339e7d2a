"""Windows' metafiles (WMF, EMF, EMF+) as pictures: drawn with Pillow, judged, and drawn by LibreOffice if need be."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from sdconvert.pictures.metafile import office, verdict
from sdconvert.pictures.metafile.drawing import draw, size_mm
from sdconvert.pictures.metafile.png import png_of
from sdconvert.pictures.outcomes import Allowance, ConvertedPicture, PictureUnconvertible
from sdconvert.pictures.program import find_office, has_reader

_USUAL_SIZE_MM = (100.0, 75.0)


def convert(
    data: bytes,
    is_emf: bool,
    allowance: Allowance | None = None,
    shown_width: float | None = None,
    most_here: int | None = None,
) -> ConvertedPicture:
    """A metafile as PNG of 200 dots per inch, or fewer where it shows in a width that is known, with what speaks
    against it. Units: points.

    Raises: PictureUnconvertible for metafiles that break off, that have no size, or that ask for too much work;
    MuchToDo for those that ask for more than `most_here`.
    """
    drawing = draw(data, is_emf, allowance, shown_width, most_here)
    png = png_of(drawing.image, drawing.dots_per_inch)
    return ConvertedPicture(png, verdict.judge(drawing.image, drawing.notes), drawing.notes.text)


def convert_by_office(
    metafiles: Sequence[tuple[bytes, bool, float | None]],
) -> list[ConvertedPicture | PictureUnconvertible]:
    """Metafiles, each with whether it is an EMF and how wide it shows, as LibreOffice draws them, in one call."""
    program = find_office()
    if program is None:
        return [PictureUnconvertible("LibreOffice is not installed")] * len(metafiles)
    if not has_reader():
        return [PictureUnconvertible("pypdfium2 is not installed", missing_extra="metafile")] * len(metafiles)
    images = office.draw_all(
        program, [office.PicturePage(data, _size(data, is_emf), width) for data, is_emf, width in metafiles]
    )
    return [
        PictureUnconvertible("LibreOffice did not draw it") if image is None else _judged(image) for image in images
    ]


def _judged(image: Image.Image) -> ConvertedPicture:
    return ConvertedPicture(png_of(image), verdict.BLANK if verdict.is_blank(image) else None)


def _size(data: bytes, is_emf: bool) -> tuple[float, float]:
    try:
        return size_mm(data, is_emf)
    except PictureUnconvertible:
        return _USUAL_SIZE_MM
