"""JSON lines -> records, one at a time. What a record holds is data: here it is read, cleaned and found again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, BinaryIO, NoReturn

from sdconvert.errors import UnreadableInput
from sdconvert.findings import Location, Report, Result, Severity, declare
from sdconvert.frozen import dataclass
from sdconvert.merging.errors import RecordRefused
from sdconvert.xmlio import strip_illegal

ILLEGAL_CHARACTERS = declare(
    "MERGE-001",
    Severity.WARNING,
    "“{name}” holds {count} character(s) that no Word file can hold ({signs}); they are left out.",
    "Remove them where the record comes from.",
    "XML has no way to write control characters, half characters and U+FFFE. The rest of the text is unchanged.",
)

LINE_LIMIT = 10_000_000
"""Most bytes of one record: a text beyond that could be written into a Word file, but hardly read again."""
_DEPTH_LIMIT = 100
_BOM = b"\xef\xbb\xbf"
_SIGNS_NAMED = 5

Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MergeRecord:
    """The object on one line of a file; `line` counts from 1."""

    line: int
    fields: Fields

    @property
    def id(self) -> str | int:
        """The field `id` without what cannot be written, the line where there is none."""
        value = self.fields.get("id")
        if isinstance(value, str):
            return strip_illegal(value)[0]
        return value if isinstance(value, int) and not isinstance(value, bool) else self.line

    @property
    def place(self) -> str:
        """What findings call it."""
        return f"record {self.id}" if "id" in self.fields else f"line {self.line}"


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that holds no record, with the reason."""

    line: int
    error: RecordRefused


def read_records(stream: BinaryIO, line_limit: int = LINE_LIMIT) -> Iterator[MergeRecord | BadLine]:
    """The records of a file in JSON lines (UTF-8), empty lines passed over. A line that holds none does not end the
    others. Numbers with a decimal point are exact decimals. No more than one line is held at a time.

    Raises: UnreadableInput when the file itself fails.
    """
    for number, line in enumerate(_lines(stream, line_limit), 1):
        if line is None:
            yield BadLine(number, RecordRefused(f"Line {number} has more than the {line_limit:,} bytes allowed."))
        elif line.strip():
            try:
                yield MergeRecord(number, _parse(line.removeprefix(_BOM) if number == 1 else line, number))
            except RecordRefused as error:
                yield BadLine(number, error)


def _lines(stream: BinaryIO, limit: int) -> Iterator[bytes | None]:
    """The lines, None for each that is longer than the limit."""
    while line := _read_line(stream, limit + 1):
        if len(line) <= limit:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = _read_line(stream, limit)
        yield None


def _read_line(stream: BinaryIO, size: int) -> bytes:
    try:
        return stream.readline(size)
    except OSError as error:
        raise UnreadableInput(f"The records cannot be read to their end: {error.strerror or error}.") from error


def _parse(line: bytes, number: int) -> Fields:
    try:
        value = json.loads(line.rstrip().decode("utf-8"), parse_float=Decimal, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise RecordRefused(
            f"Line {number} is not UTF-8: byte {error.start + 1} is {line[error.start]:#04x}."
        ) from error
    except json.JSONDecodeError as error:
        raise RecordRefused(f"Line {number} is no JSON: {error.msg} at character {error.pos + 1}.") from error
    except ValueError as error:
        raise RecordRefused(f"Line {number} holds a number that cannot be read: {error}.") from error
    except RecursionError as error:
        raise RecordRefused(f"Line {number} nests its values too deeply to be read.") from error
    if not isinstance(value, dict):
        raise RecordRefused(f'Line {number} holds {_kind(value)}; a record is an object, such as {{"id": 1}}.')
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _kind(value: object) -> str:
    kinds = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


def clean(fields: Fields, place: str = "record") -> Result[dict[str, Any]]:
    """The record without the characters that XML cannot hold, with a finding for each field that had some. `place` is
    what findings call the record.

    Raises: RecordRefused when it nests its values deeper than 100 levels.
    """
    report = Report()
    return report.result(_clean_object(fields, "", place, report, 0))


def _clean_object(fields: Fields, path: str, place: str, report: Report, depth: int) -> dict[str, Any]:
    return dict(_clean_member(str(key), value, path, place, report, depth) for key, value in fields.items())


def _clean_member(key: str, value: Any, path: str, place: str, report: Report, depth: int) -> tuple[str, Any]:
    inner = join(path, strip_illegal(key)[0])
    return _clean_text(key, inner, place, report), _clean(value, inner, place, report, depth)


def _clean(value: Any, path: str, place: str, report: Report, depth: int) -> Any:
    if depth > _DEPTH_LIMIT:
        raise RecordRefused(f"The record nests its values deeper than {_DEPTH_LIMIT} levels.")
    if isinstance(value, str):
        return _clean_text(value, path, place, report)
    if isinstance(value, Mapping):
        return _clean_object(value, path, place, report, depth + 1)
    if isinstance(value, (list, tuple)):
        return [_clean(item, join(path, i), place, report, depth + 1) for i, item in enumerate(value)]
    return value


def _clean_text(text: str, path: str, place: str, report: Report) -> str:
    kept, count = strip_illegal(text)
    if count:
        removed = dict.fromkeys(sign for sign in text if strip_illegal(sign)[1])
        signs = [f"U+{ord(sign):04X}" for sign in removed]
        more = ", …" if len(signs) > _SIGNS_NAMED else ""
        report.add(
            ILLEGAL_CHARACTERS,
            Location(place, path=path),
            name=path,
            count=count,
            signs=", ".join(signs[:_SIGNS_NAMED]) + more,
        )
    return kept


def key_of(value: object) -> str | None:
    """The id as a text, so that 7 and "7" are one; None for what is no id."""
    is_id = isinstance(value, (str, int)) and not isinstance(value, bool) and value != ""
    return str(value) if is_id else None


def join(path: str, key: str | int) -> str:
    """The path of a member: `customer.name`, `services[0]`."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{key}" if path else key


def path_of(wanted: object, value: object, path: str = "") -> str | None:
    """Where an object or a list stands in a record, None when it is no part of it."""
    if value is wanted:
        return path
    members: Any = ()
    if isinstance(value, Mapping):
        members = value.items()
    elif isinstance(value, list):
        members = enumerate(value)
    for key, member in members:
        found = path_of(wanted, member, join(path, key))
        if found is not None:
            return found
    return None
