import gzip

import pytest
from picture_samples import MEASURED, SAMPLES

from sdconvert.pictures import PictureKind, extension, sniff


def test_every_kind_has_a_sample() -> None:
    assert set(SAMPLES) == set(PictureKind)


@pytest.mark.parametrize("kind", PictureKind)
def test_a_kind_is_told_by_its_first_bytes(kind: PictureKind) -> None:
    assert sniff(SAMPLES[kind]()) is kind


@pytest.mark.parametrize("kind", [PictureKind.EMF, PictureKind.WMF, PictureKind.SVG])
def test_a_gzipped_picture_is_what_it_unpacks_to(kind: PictureKind) -> None:
    assert sniff(gzip.compress(SAMPLES[kind]())) is kind


def test_a_wmf_needs_no_placeable_header() -> None:
    assert sniff(SAMPLES[PictureKind.WMF]()[22:]) is PictureKind.WMF


def test_an_svg_may_begin_with_a_byte_order_mark_a_comment_and_a_prefix() -> None:
    assert sniff(b"\xef\xbb\xbf <!-- drawn --><s:svg xmlns:s='http://www.w3.org/2000/svg'/>") is PictureKind.SVG


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"B",
        b"BM business letter",
        b"%PDF-1.7",
        b"<html><svg></svg></html>",
        b"<p>",
        b"RIFF\0\0\0\0WAVE",
        b"\x1f\x8b\x08x",
    ],
)
def test_what_is_no_picture_has_no_kind(data: bytes) -> None:
    assert sniff(data) is None


def test_extensions_are_the_usual_ones() -> None:
    assert [extension(kind) for kind in MEASURED] == ["png", "jpg", "gif"]
