"""Judgement of drawn metafiles: whether a picture shows what it should."""

from __future__ import annotations

from PIL import Image

from sdconvert.pictures.metafile.geometry import area
from sdconvert.pictures.metafile.notes import DrawingNotes
from sdconvert.pictures.outcomes import Doubt

_NOT_WHITE = [255] * 250 + [0] * 6
"""What counts as ink, by the brightness of a pixel."""
_LEAST_INK = 0.0015
_LEAST_SPREAD = 0.02
_MOST_NAMED = 5


BLANK = Doubt("it came out blank")


def judge(image: Image.Image, notes: DrawingNotes) -> Doubt | None:
    """Why a picture may not show what the metafile means; None where nothing speaks against it."""
    if notes.has_drawing and is_blank(image):
        return BLANK
    if notes.unmapped_families:
        return Doubt(f"it is not known what the characters of its font {_named(notes.unmapped_families)} look like")
    if notes.has_unjoined_words:
        return Doubt("the letters of its script cannot be joined here")
    if notes.skipped_records:
        return Doubt(f"parts of it cannot be drawn ({_named(notes.skipped_records)})")
    if notes.missing_characters:
        return Doubt(f"no font has its characters {_named(notes.missing_characters)}", is_about_fonts=True)
    return None


def _named(names: set[str]) -> str:
    shown = sorted(names)[:_MOST_NAMED]
    return ", ".join(shown) + (" …" if len(names) > len(shown) else "")


def is_blank(image: Image.Image) -> bool:
    """Whether there is next to nothing on a picture, or all of it in a small corner, once it lies on white."""
    image = image if image.mode == "RGBA" else image.convert("RGBA")
    painted, whole = image.getbbox(), image.width * image.height
    if painted is None:
        return True
    part = image.crop(painted)
    paper = Image.new("RGBA", part.size, (255, 255, 255, 255))
    paper.alpha_composite(part)
    ink = paper.convert("L").point(_NOT_WHITE)
    box = ink.getbbox()
    return box is None or area(box) < _LEAST_SPREAD * whole or ink.histogram()[255] < _LEAST_INK * whole
