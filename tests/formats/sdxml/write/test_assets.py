import gzip
from hashlib import sha256

import pytest
from metafiles import RED, wmf, wmf_fill, wmf_font, wmf_record, wmf_rectangle, wmf_select, wmf_text
from sdxml_writing import write_blocks
from strategies import ASSETS, bmp, png

from sdconvert.choices import Renderer
from sdconvert.findings import Severity
from sdconvert.formats.sdxml.write import SdxmlOptions
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Picture

GIF = b"GIF89a\1\0\1\0\0\0\0;"
BUILTIN = SdxmlOptions(renderer=Renderer.BUILTIN)
UNKNOWN_RECORD = wmf_record(0x0429, "H", 1)


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


def test_a_metafile_becomes_a_png():
    written = write_blocks(Picture("p"), assets={"p": wmf(wmf_fill(RED, 0, 0, 90, 90))}, options=BUILTIN)
    assert written.ledger.changed == {(Kind.PICTURES, "SDXML-W043"): 1}


@pytest.mark.parametrize(
    ("text", "told"), [(b"", "nothing"), (b"a  plan", "“a plan”"), (b"x" * 130, f"“{'x' * 120}…”")]
)
def test_a_picture_that_may_be_wrong_is_an_error_with_its_text_wherever_it_is_shown(text, told):
    data = wmf(wmf_font(b"Arial"), wmf_select(0), wmf_text(text), wmf_rectangle(0, 60, 90, 90), UNKNOWN_RECORD)
    written = write_blocks(Picture("p"), Picture("p"), assets={"p": data}, options=BUILTIN)
    assert written.ledger.changed == {(Kind.PICTURES, "SDXML-W044"): 2}
    assert written.findings[0].severity is Severity.ERROR
    assert written.messages[0] == (
        "The wmf picture “p” became a PNG that may not show what it should: parts of it cannot be drawn (WMF 0429)."
        f" Written in it: {told}."
    )


def test_a_blank_picture_is_never_there_in_silence():
    white = wmf_record(0x0209, "I", 0xFFFFFF) + wmf_record(0x0102, "H", 1)
    data = wmf(white, wmf_font(b"Arial"), wmf_select(0), wmf_text(b"nothing to see"))
    written = write_blocks(Picture("p"), assets={"p": data}, options=BUILTIN)
    assert written.codes == ["SDXML-W044"]
    assert "it came out blank. Written in it: “nothing to see”." in written.messages[0]


def test_pictures_that_become_png_are_told_once_for_each_kind():
    written = write_blocks(*map(Picture, "aab"), assets={"a": bmp(), "b": bmp() + b" "})
    assert written.messages == ["3 bmp picture(s) became PNG, such as “a”."]
    assert written.ledger.changed == {(Kind.PICTURES, "SDXML-W043"): 3}
