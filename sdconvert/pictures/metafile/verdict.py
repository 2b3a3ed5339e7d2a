"""Judgement of drawn metafiles: whether a picture shows what it should."""

from __future__ import annotations

from PIL import Image

from sdconvert.pictures.metafile import typefaces
from sdconvert.pictures.metafile.geometry import area
from sdconvert.pictures.metafile.notes import DrawingNotes
from sdconvert.pictures.outcomes import Doubt

_NOT_WHITE = [255] * 250 + [0] * 6
"""What counts as ink, by the brightness of a pixel."""
_LEAST_INK = 0.0015
_LEAST_SPREAD = 0.02
_MOST_NAMED = 5
_STEP = 4
"""Of a drawing one pixel in so many is looked at, in both directions, before all are."""


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
        reason = f"no font has its characters {_named(notes.missing_characters)}"
        return Doubt(reason, is_about_fonts=True, is_final=typefaces.are_all_searched())
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
    few = part.resize((-(-part.width // _STEP), -(-part.height // _STEP)), Image.Resampling.NEAREST)
    return not (_shows(few, part, whole) or _shows(part, part, whole))


def _shows(looked_at: Image.Image, part: Image.Image, whole: int) -> bool:
    """Whether what is seen of a part is enough for a picture of so many pixels. Where not all of its pixels are looked
    at, these are no more than there are."""
    paper = Image.new("RGB", looked_at.size, "white")
    paper.paste(looked_at, mask=looked_at)
    ink = paper.convert("L").point(_NOT_WHITE)
    box = ink.getbbox()
    if box is None or ink.histogram()[255] < _LEAST_INK * whole:
        return False
    if looked_at is part:
        return area(box) >= _LEAST_SPREAD * whole
    across, down = ((end - start - 1) for start, end in ((box[0], box[2]), (box[1], box[3])))
    share = part.width / looked_at.width * (part.height / looked_at.height)
    return across * down * share >= _LEAST_SPREAD * whole
