"""JSON lines: one record a line, and a reason for each line that is none."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest

from sdconvert.errors import UnreadableInput
from sdconvert.merging import RecordRefused
from sdconvert.merging.records import BadLine, MergeRecord, clean, read_records


def read(data: bytes, **options: int) -> list[MergeRecord | BadLine]:
    return list(read_records(io.BytesIO(data), **options))


def test_each_line_is_a_record_and_empty_lines_are_none() -> None:
    assert read(b'\xef\xbb\xbf{"id": 1}\n\n  \r\n{"id": "b", "x": 1.10}\r\n{}') == [
        MergeRecord(1, {"id": 1}),
        MergeRecord(4, {"id": "b", "x": Decimal("1.10")}),
        MergeRecord(5, {}),
    ]


def test_a_record_is_called_by_its_id_or_its_line() -> None:
    assert [record.id for record in read(b'{"id": "a"}\n{"id": null}\n{"id": true}\n{"id": [1]}')] == ["a", 2, 3, 4]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "Line 2 is no JSON: Expecting property name enclosed in double quotes at character 2."),
        (b"[1]", "Line 2 holds a list; a record is an object"),
        (b"7", "Line 2 holds a number"),
        (b"null", "Line 2 holds null"),
        (b'"x"', "Line 2 holds a text"),
        (b"false", "Line 2 holds true or false"),
        (b'{"a": "\xff"}', "Line 2 is not UTF-8: byte 8 is 0xff."),
        (b'{"a": NaN}', "Line 2 holds a number that cannot be read: NaN is no JSON number."),
        (b'{"a": ' + b"9" * 5000 + b"}", "Line 2 holds a number that cannot be read"),
        (b'{"a": ' + b"[" * 200_000, "Line 2 nests its values too deeply to be read."),
        (b'{"a": "' + b"x" * 1_000_000 + b'"}', "Line 2 has more than the 900,000 bytes allowed."),
    ],
)
def test_a_line_that_is_none_has_its_reason_and_the_others_are_read(line: bytes, message: str) -> None:
    first, bad, last = read(b'{"id": 1}\n' + line + b'\n{"id": 3}\n', line_limit=900_000)
    assert (first, last) == (MergeRecord(1, {"id": 1}), MergeRecord(3, {"id": 3}))
    assert isinstance(bad, BadLine)
    assert str(bad.error).startswith(message)


def test_a_file_that_fails_in_the_middle_is_an_error_of_ours() -> None:
    class Broken(io.BytesIO):
        def readline(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(UnreadableInput, match="Input/output error"):
        next(read_records(Broken()))


def test_records_are_read_one_at_a_time() -> None:
    stream = io.BytesIO(b'{"id": 1}\n' * 1000)
    assert next(read_records(stream)) == MergeRecord(1, {"id": 1})
    assert stream.tell() == 10


def test_a_record_that_nests_too_deeply_is_refused_when_it_is_cleaned() -> None:
    value: object = "x"
    for _ in range(150):
        value = [value]
    with pytest.raises(RecordRefused, match="deeper than 100 levels"):
        clean({"a": value})


def test_many_kinds_of_illegal_characters_are_named_up_to_five() -> None:
    cleaned = clean({"a": "".join(map(chr, range(8)))}, "record 9")
    assert cleaned.value == {"a": ""}
    assert "8 character(s)" in cleaned.findings[0].message
    assert cleaned.findings[0].details["signs"] == "U+0000, U+0001, U+0002, U+0003, U+0004, …"
    assert str(cleaned.findings[0].location) == "record 9, a"
