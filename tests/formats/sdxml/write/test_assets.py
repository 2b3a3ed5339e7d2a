import gzip
from hashlib import sha256

import pytest
from sdxml_writing import write_blocks
from strategies import ASSETS, bmp, png

from sdconvert.findings import Kind
from sdconvert.model.blocks import Picture

GIF = b"GIF89a\1\0\1\0\0\0\0;"


def test_only_used_pictures_are_in_the_package_and_equal_ones_once():
    written = write_blocks(Picture("one.png"), Picture("same.png"), Picture("one.png"), assets=ASSETS)
    assert set(written.parts) == {"sd.xml", f"images/{sha256(png(1)).hexdigest()[:32]}.png"}
    assert written.ledger.kept[Kind.PICTURES] == 3


@pytest.mark.parametrize("data", [png(), GIF])
def test_known_kinds_are_copied_byte_for_byte(data):
    parts = write_blocks(Picture("p"), assets={"p": data}).parts
    assert [parts[name] for name in parts if name != "sd.xml"] == [data]


def test_other_kinds_become_png():
    written = write_blocks(Picture("p"), assets={"p": bmp()})
    assert written.body.endswith(".png</image>")
    assert written.ledger.changed == {(Kind.PICTURES, "SDXML-W043"): 1}


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"noise", "SDXML-W041"), (b"<svg/>", "SDXML-W042"), (gzip.compress(png(), mtime=0), "SDXML-W042")],
)
def test_what_is_no_picture_for_smashdocs_is_lost(data, code):
    written = write_blocks(Picture("p"), assets={"p": data})
    assert written.ledger.dropped == {(Kind.PICTURES, code): 1}
