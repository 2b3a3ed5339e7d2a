"""Records as JSON lines in a file that is there whole or not at all, and can be continued page by page."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, BinaryIO

from sdconvert.errors import BadConfiguration, OutputRefused, SdconvertError
from sdconvert.frozen import dataclass
from sdconvert.http.json_fields import JsonFields, Unexpected, parse_json
from sdconvert.sources.lock import open_alone, put_in_place
from sdconvert.sources.paging import Listing, PageAddress
from sdconvert.sources.records import Record

_VERSION = 1


@dataclass(frozen=True, slots=True)
class ResumePoint:
    """How far a file has come: so many records in so many bytes, all of complete pages, where the next page is, and how
    many records the server counted last, 0 where it did not."""

    query: str
    url: str
    page: int
    records: int
    bytes: int
    total: int = 0


def record_line(record: Record) -> str:
    """The record as one line of JSON, in ASCII: no sign of a record can end the line or steer a terminal."""
    return json.dumps(record.as_dict()) + "\n"


def fingerprint(*parts: object) -> str:
    """What tells one query from another."""
    return hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()


class RecordFile:
    """FILE while it grows: its lines are in FILE.part, how far it is in FILE.part.state, both written page by page.

    `resumes` continues what an interrupted run of the same query has left: what was written after the last complete
    page, such as a torn line, is cut off, and that page is asked for again.
    """

    def __init__(self, target: Path, listing: Listing[Any], query: str, resumes: bool) -> None:
        """Raises: BadConfiguration for the rest of another query; OutputRefused, also while another run writes it."""
        self.target = target
        self.part = target.with_name(f"{target.name}.part")
        self._state_file = target.with_name(f"{target.name}.part.state")
        self._point = ResumePoint(query, listing.first.url, listing.first.number, 0, 0)
        self._opened = self._open()
        try:
            self._begin(query, resumes)
        except SdconvertError:
            self._leave()
            raise

    @property
    def records(self) -> int:
        """How many records are in it."""
        return self._point.records

    @property
    def place(self) -> PageAddress:
        """Where the next page is."""
        return PageAddress(self._point.url, self._point.page)

    @property
    def total(self) -> int | None:
        """How many records the server counted last."""
        return self._point.total or None

    def keys(self) -> Iterator[str]:
        """The keys of the records that are in it. Raises: BadConfiguration where a line is no record."""
        self._opened.seek(0)
        for line in self._opened:
            try:
                yield Record.of(parse_json(line)).key
            except Unexpected as error:
                raise BadConfiguration(f"{self.part} was changed; begin anew without --resume.") from error

    def add(self, records: Iterable[Record], following: PageAddress | None, total: int | None = None) -> None:
        """Write the records of a page. Raises: OutputRefused."""
        lines = [record_line(record).encode("ascii") for record in records]
        with _as_output_errors(self.part):
            self._opened.seek(0, os.SEEK_END)
            self._opened.writelines(lines)
            self._opened.flush()
            os.fsync(self._opened.fileno())
        written = replace(
            self._point,
            records=self.records + len(lines),
            bytes=self._point.bytes + sum(map(len, lines)),
            total=total or 0,
        )
        self._point = written if following is None else replace(written, url=following.url, page=following.number)
        if following is not None:
            self._save_state()

    def finish(self) -> None:
        """Put the file in its place. Raises: OutputRefused."""
        with _as_output_errors(self.target):
            self._state_file.unlink(missing_ok=True)
            put_in_place(self._opened, self.part, self.target)

    def close(self) -> None:
        """Leave it to be continued; nothing is left where no page was complete."""
        with suppress(OSError):  # what could not be written was told before
            if not self._opened.closed and not self._point.bytes:
                self._opened.truncate(0)
            self._leave()

    def _leave(self) -> None:
        """Close it; one that holds nothing is taken away."""
        if not self._opened.closed:
            if not os.fstat(self._opened.fileno()).st_size:
                self.part.unlink(missing_ok=True)
            self._opened.close()

    def _open(self) -> BinaryIO:
        with _as_output_errors(self.part):
            self.part.parent.mkdir(parents=True, exist_ok=True)
            return open_alone(self.part)

    def _begin(self, query: str, resumes: bool) -> None:
        """Cut off what is no part of a rest that is gone on with; all where there is none."""
        if resumes:
            self._point = self._read_rest(query)
        with _as_output_errors(self.part):
            if not self._point.bytes:
                self._state_file.unlink(missing_ok=True)
            self._opened.truncate(self._point.bytes)

    def _read_rest(self, query: str) -> ResumePoint:
        """How far an earlier run has come; the start where there was none."""
        try:
            state = _parse_resume_point(self._state_file.read_bytes())
        except FileNotFoundError:
            return self._point
        except OSError as error:
            raise OutputRefused(f"{self._state_file} cannot be read: {error.strerror or error}.") from error
        except Unexpected as error:
            raise BadConfiguration(f"{self._state_file} cannot be understood; begin anew without --resume.") from error
        if state.query != query:
            raise BadConfiguration(f"{self.part} is of another query; begin anew without --resume.")
        if os.fstat(self._opened.fileno()).st_size < state.bytes:
            raise BadConfiguration(f"{self.part} is gone or was changed; begin anew without --resume.")
        return state

    def _save_state(self) -> None:
        beside = self._state_file.with_name(f"{self._state_file.name}.new")
        with _as_output_errors(self._state_file):
            beside.write_text(json.dumps({"version": _VERSION, **asdict(self._point)}), encoding="ascii")
            beside.replace(self._state_file)


def _parse_resume_point(body: bytes) -> ResumePoint:
    fields = JsonFields(parse_json(body), "the state")
    if fields.need("version", int) != _VERSION:
        raise Unexpected("it is of another version")
    page, records, size = (fields.need(name, int) for name in ("page", "records", "bytes"))
    return ResumePoint(
        fields.need("query", str), fields.need("url", str), page, records, size, fields.take("total", int)
    )


@contextmanager
def _as_output_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputRefused(f"{path} cannot be written: {error.strerror or error}.") from error
