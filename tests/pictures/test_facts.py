"""What is told of a picture that passes in pieces is what is told of its bytes."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pytest
from picture_samples import MEASURED, SAMPLES, encoded, photo
from PIL import Image

from sdconvert.handles import Handle, HeldContent, PatchedContent
from sdconvert.pictures import PictureKind, as_stored, facts_of, is_readable, pixel_size, sniff
from sdconvert.pictures.facts import PieceReader


class InPieces(Handle):
    """Content that comes in pieces of so many bytes."""

    __slots__ = ("_data", "_length")

    def __init__(self, data: bytes, length: int) -> None:
        super().__init__("", len(data))
        self._data, self._length = data, length

    def pieces(self) -> Iterator[bytes]:
        for at in range(0, len(self._data), self._length):
            yield self._data[at : at + self._length]


def assert_told_as_bytes(data: bytes, length: int = 7) -> None:
    """That nothing else is told of the pieces than of the bytes."""
    facts, kind = facts_of(InPieces(data, length)), sniff(data)
    is_whole = kind is not None and is_readable(data, kind)
    assert (facts.kind, facts.is_whole, facts.is_packed) == (kind, is_whole, data.startswith(b"\x1f\x8b"))
    if is_whole:
        assert facts.pixels == pixel_size(data)


@pytest.mark.parametrize("kind", PictureKind)
def test_a_picture_is_told_in_pieces_of_any_length(kind: PictureKind) -> None:
    data = SAMPLES[kind]()
    for length in (1, 2, 3, 11, 10_000):
        assert_told_as_bytes(data, length)
        assert_told_as_bytes(data + b"trailing", length)


@pytest.mark.parametrize("kind", MEASURED)
def test_a_picture_that_is_cut_off_or_changed_anywhere_is_told_as_its_bytes_are(kind: PictureKind) -> None:
    data, chance = SAMPLES[kind](), random.Random(str(kind))
    for length in range(0, len(data), 1 + len(data) // 150):
        assert_told_as_bytes(data[:length])
    for _ in range(400):
        changed = bytearray(data)
        for _ in range(chance.randint(1, 4)):
            changed[chance.randrange(len(data))] = chance.choice((0, 0xFF, 0x21, 0x2C, 0x3B, chance.randrange(256)))
        assert_told_as_bytes(bytes(changed))


def animated_gif() -> bytes:
    frames = [Image.new("P", (40, 40), colour) for colour in (1, 2)]
    output = io.BytesIO()
    frames[0].save(output, format="GIF", save_all=True, append_images=frames[1:], comment=b"two frames")
    return output.getvalue()


@pytest.mark.parametrize(
    "data",
    [encoded("PNG", size=(0x300, 40)), encoded("JPEG", size=(300, 20), progressive=True), animated_gif()],
)
def test_a_larger_picture_is_told_too(data: bytes) -> None:
    assert_told_as_bytes(data, 500)


def test_facts_are_found_once() -> None:
    content = InPieces(encoded("PNG"), 9)
    assert facts_of(content) is facts_of(content)
    assert facts_of(HeldContent(b"text")).kind is None
    assert facts_of(HeldContent(b"")).is_whole is False


def test_the_head_of_a_jpeg_holds_all_that_turns_it() -> None:
    jpeg = photo(6)
    head = facts_of(HeldContent(jpeg)).head
    assert head is not None
    assert PatchedContent(as_stored(jpeg[:head]), HeldContent(jpeg)).read() == as_stored(jpeg) != jpeg
    filled = jpeg[:2] + b"\xff" + jpeg[2:]
    assert facts_of(HeldContent(filled)).head is None


def test_pieces_are_gone_through_as_one() -> None:
    reader = PieceReader(iter([b"ab", b"c", b"defg", b"h"]))
    assert (reader.peek(3), reader.take(2), reader.position) == (b"abc", b"ab", 2)
    reader.skip(2)
    assert (reader.take(1), reader.find(b"gh"), reader.position) == (b"e", True, 5)
    with pytest.raises(EOFError):
        reader.skip(99)
    assert PieceReader(iter([b"a", b"b", b"c"])).find(b"bc")
    assert not PieceReader(iter([b"a", b"b"])).find(b"bc")
