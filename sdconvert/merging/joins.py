"""Records joined with those of other files: where one holds an id, the record of this id is put beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from sdconvert.errors import BadConfiguration, UnreadableInput
from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.frozen import dataclass
from sdconvert.merging.errors import RecordRefused
from sdconvert.merging.records import BadLine, Fields, join, key_of, read_records
from sdconvert.patterns import compile_late

NOTHING_JOINED = declare(
    "MERGE-010",
    Severity.WARNING,
    "“{name}” is {id}, and {file} has no record of this id; “{target}” goes without it.",
    "Fetch the other records again, without a filter; or correct the id where the record comes from.",
    "A reference that leads nowhere: what the template asks of the other record is missing as well.",
)

_JOIN = compile_late(r"(?P<field>[^\[\]:=]+):(?P<name>[^\[\]:=.]+)(?P<many>\[\])?=(?P<file>.+)")
_ID = "id"


@dataclass(frozen=True, slots=True)
class Join:
    """The records of another file by their ids. That of the id in `field` gets the name `name`, in a list where
    `is_many`."""

    field: str
    name: str
    is_many: bool
    file: Path
    others: Mapping[str, Fields]


def load_join(text: str) -> Join:
    """A join from its text: `customer_id:customer=customers.jsonl`, or `service_id:services[]=services.jsonl`.

    Raises: BadConfiguration for another text; UnreadableInput when the file cannot be read, or has a line that is no
    record, a record without an id, or two of one id.
    """
    found = _JOIN.fullmatch(text)
    if found is None:
        raise BadConfiguration(
            f"{text!r} is no join; write FIELD:NAME=FILE, such as customer_id:customer=customers.jsonl, or NAME[] for "
            "a list."
        )
    path = Path(found["file"])
    try:
        with path.open("rb") as stream:
            others = _by_id(stream, str(path))
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}.") from error
    return Join(found["field"], found["name"], found["many"] is not None, path, others)


def _by_id(stream: BinaryIO, file: str) -> Mapping[str, Fields]:
    found: dict[str, Fields] = {}
    for record in read_records(stream):
        if isinstance(record, BadLine):
            raise UnreadableInput(f"{file}: {record.error}")
        key = key_of(record.fields.get(_ID))
        if key is None:
            raise UnreadableInput(f"{file}: the record on line {record.line} has no id to join it by.")
        if key in found:
            raise UnreadableInput(f"{file}: line {record.line} has the id {key}, which another line has too.")
        found[key] = record.fields
    return found


def apply_joins(fields: Fields, joins: Iterable[Join], place: str, report: Report) -> Fields:
    """The record with what the joins add. One that lacks the field of a join, or has null there, goes without it.

    Raises: RecordRefused when the name of a join is taken, or a field holds no id.
    """
    whole = dict(fields)
    for wanted in joins:
        held = fields.get(wanted.field)
        if held is None:
            continue
        if wanted.name in whole:
            raise RecordRefused(f"The record has a field {wanted.name} already; give the join another name.")
        others = list(_others(held, wanted, place, report))
        if wanted.is_many or isinstance(held, list):
            whole[wanted.name] = others
        elif others:
            whole[wanted.name] = others[0]
    return whole


def _others(held: Any, wanted: Join, place: str, report: Report) -> Iterator[Fields]:
    """The other records whose ids a field holds, with a finding for each that is not there."""
    ids = {join(wanted.field, i): one for i, one in enumerate(held)} if isinstance(held, list) else {wanted.field: held}
    for path, one in ids.items():
        key = key_of(one)
        if key is None:
            raise RecordRefused(f"{path} holds no id, so nothing can be joined by it.")
        if key in wanted.others:
            yield wanted.others[key]
        else:
            at = Location(place, path=path)
            report.add(NOTHING_JOINED, at, name=path, id=key, file=wanted.file.name, target=wanted.name)
