"""Pictures that are cut off show what there is of them; Pillow is the judge."""

from __future__ import annotations

import io
from typing import Any

import pytest
from picture_samples import encoded
from PIL import Image

import sdconvert
from sdconvert.archive import write_archive
from sdconvert.pictures import PictureKind, is_readable, mend

KINDS = {"PNG": PictureKind.PNG, "JPEG": PictureKind.JPEG, "GIF": PictureKind.GIF}


def noise(form: str, **options: Any) -> bytes:
    """A picture of which no half can be told from the other half."""
    picture = Image.effect_noise((64, 64), 90).convert("L" if form != "GIF" else "P")
    output = io.BytesIO()
    picture.save(output, format=form, **options)
    return output.getvalue()


@pytest.mark.parametrize("form", KINDS)
@pytest.mark.parametrize("share", [0.5, 0.8, 0.97])
def test_the_first_lines_of_a_picture_that_is_cut_off_are_shown(form: str, share: float) -> None:
    whole = noise(form)
    cut = whole[: int(len(whole) * share)]
    assert not is_readable(cut, KINDS[form])
    mended = mend(cut, KINDS[form])
    assert mended is not None
    assert is_readable(mended, KINDS[form])
    if form == "PNG":
        shown, wanted = Image.open(io.BytesIO(mended)), Image.open(io.BytesIO(whole))
        assert shown.size == wanted.size
        assert shown.crop((0, 0, 64, 20)).tobytes() == wanted.crop((0, 0, 64, 20)).tobytes()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_kind_of_pixels_is_whole_again(mode: str) -> None:
    data = encoded("PNG", mode, (13, 11))
    for length in range(45, len(data), 3):
        mended = mend(data[:length], PictureKind.PNG)
        if mended is not None:
            assert Image.open(io.BytesIO(mended)).convert("RGBA").size == (13, 11)


@pytest.mark.parametrize("form", KINDS)
def test_nothing_is_made_of_nothing(form: str) -> None:
    data = encoded(form, size=(9, 9), mode="RGB" if form != "GIF" else "P")
    assert mend(data[:20], KINDS[form]) is None


def test_a_picture_whose_pixels_are_too_many_is_not_unpacked() -> None:
    data = encoded("PNG", size=(4, 4))
    huge = data[:16] + (2_000_000_000).to_bytes(4) * 2 + data[24:-20]
    assert mend(huge, PictureKind.PNG) is None


@pytest.mark.parametrize(
    ("to", "mended", "lost"),
    [
        ("sdxml", "SDXML-W045", "SDXML-W042"),
        ("html", "HTML-W045", "HTML-W042"),
        ("parsx", "PARSX-W043", "PARSX-W041"),
        ("docx", "DOCX-W014", "DOCX-W011"),
    ],
)
def test_every_format_has_what_there_is_and_tells_it(to: str, mended: str, lost: str) -> None:
    png = encoded("PNG")
    page = b'<!DOCTYPE html><meta charset="utf-8"><title>T</title><p>a <img src="a.png" alt="b"></p>'
    for data, code in ((png[:-20], mended), (png[:20], lost)):
        result = sdconvert.convert(write_archive({"index.html": page, "a.png": data}), to=to)
        assert code in [finding.code.id for finding in result.findings]
        assert result.ledger.imbalance() == {}
        assert [str(one) for one in sdconvert.validate(result.value) if one.severity is sdconvert.Severity.ERROR] == []
