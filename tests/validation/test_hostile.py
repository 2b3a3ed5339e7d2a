import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thoroughness import examples

from sdconvert.archive import Limits, write_archive
from sdconvert.errors import SdconvertError, UnreadableInput, UnsafeInput
from sdconvert.validation import check

PACKAGE = write_archive(
    {"sd.xml": b'<smashdoc version="2.6"><document/></smashdoc>', "images/a.png": b"\x89PNG\r\n\x1a\n"}
)


@settings(max_examples=examples(200), deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_findings_or_an_error_of_ours(data: bytes) -> None:
    with suppress(SdconvertError):
        check(data)


@settings(max_examples=examples(300), deadline=None)
@given(st.integers(0, len(PACKAGE) - 1), st.binary(min_size=1, max_size=4))
def test_a_damaged_package_gives_findings_or_an_error_of_ours(place: int, noise: bytes) -> None:
    with suppress(SdconvertError):
        check(PACKAGE[:place] + noise + PACKAGE[place + len(noise) :])


@settings(max_examples=examples(200), deadline=None)
@given(st.text(alphabet='<>/"=&;! ?abpsmdoc[]-:xmlns0#', max_size=60))
def test_any_text_in_sd_xml_gives_findings_or_an_error_of_ours(text: str) -> None:
    with suppress(SdconvertError):
        check(f"<smashdoc>{text}</smashdoc>".encode())


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0" encoding="no-such-encoding"?><smashdoc/>',
        b'<?xml version="1.0" encoding="UTF-16"?><smashdoc/>',
        "<smashdoc>ü</smashdoc>".encode("latin-1"),
        b"<smashdoc><x:b/></smashdoc>",
        b"<smashdoc>" + b"<b>" * 5000,
        b"\xef\xbb\xbf<",
        b"<smashdoc>\0</smashdoc>",
    ],
)
def test_xml_that_cannot_be_read_is_an_unreadable_input(data: bytes) -> None:
    with pytest.raises(UnreadableInput):
        check(data)


def test_an_archive_that_unpacks_beyond_the_limit_is_unsafe() -> None:
    data = write_archive({"sd.xml": b"<smashdoc>" + b" " * 5000 + b"</smashdoc>"})
    with pytest.raises(UnsafeInput):
        check(data, Limits(member_size=1000))


def test_a_member_name_that_leaves_the_archive_is_unsafe() -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("../sd.xml", b"<smashdoc/>")
    with pytest.raises(UnsafeInput):
        check(target.getvalue())


def test_absurd_spans_and_values_end_in_findings_quickly() -> None:
    row = '<tr><td colspan="1000" rowspan="1000"/><td colspan="99999999999999999999" rowspan="-1"/></tr>'
    data = f'<smashdoc version="2.6"><document><table width="1e999%">{row * 200}</table></document></smashdoc>'
    found = {finding.code.id for finding in check(data.encode())}
    assert {"SDXML-V061", "SDXML-V065", "SDXML-V067"} <= found


def test_a_flood_of_breaches_is_told_in_full() -> None:
    text = "<br/>".join(["x"] * 20_001)
    data = f'<smashdoc version="2.6"><document><paragraph indent="0">{text}</paragraph></document></smashdoc>'
    assert sum(finding.code.id == "SDXML-V032" for finding in check(data.encode())) == 20_000
