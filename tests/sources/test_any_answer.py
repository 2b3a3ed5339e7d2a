"""Whatever a server answers, it is records or an error of ours, and each record is a line that reads back."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from partner_kit import Reply, Script, Time

from sdconvert.sources import Connection, RetryPolicy, Smartsettle, SmoothSchedule
from sdconvert.sources.errors import CallError
from sdconvert.sources.recordfile import record_line

LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text() | st.sampled_from(["1", "t"])
)
NAMES = st.sampled_from(
    [*("data", "included", "errors", "links", "meta", "attributes", "relationships", "id", "type", "next", "href"),
     *("results", "count", "error", "message", "details", "price", "duration", "start_time", "status", "name")]
)  # fmt: skip
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES | st.text(), inner, max_size=5)
)
RESOURCE = st.fixed_dictionaries(
    {"type": st.sampled_from(["t", "u"]), "id": st.sampled_from(["1", "2", 3])},
    optional={"attributes": JSON, "relationships": st.dictionaries(NAMES, JSON, max_size=3), "meta": JSON},
)
DOCUMENT = st.fixed_dictionaries(
    {"data": st.lists(RESOURCE, max_size=4) | RESOURCE | JSON},
    optional={"included": st.lists(RESOURCE, max_size=4), "links": JSON, "errors": JSON},
)
STATUS = st.sampled_from([200, 200, 200, 201, 302, 400, 401, 403, 404, 409, 429, 500])
HEADERS = st.dictionaries(
    st.sampled_from(["retry-after", "x-ratelimit-remaining", "x-ratelimit-reset", "date"]),
    st.text() | st.integers().map(str),
)


def connection(body: Any, status: int, headers: dict[str, str]) -> Connection:
    moved = Time()
    return Connection(
        retries=RetryPolicy(attempts=2),
        transport=Script(Reply(body, status, headers)),
        now=moved,
        monotonic=moved,
        sleep=moved.sleep,
        random=lambda: 0.0,
    )


def failure(listing: Any) -> str:
    """The words of the error that comes after the records; empty for none."""
    try:
        for record in listing:
            line = record_line(record)
            assert json.loads(line) == record.as_dict()
            assert len(line.splitlines()) == 1
    except CallError as error:
        return str(error)
    return ""


@given(DOCUMENT | JSON | st.binary(), STATUS, HEADERS)
def test_smartsettle_takes_any_answer(body: Any, status: int, headers: dict[str, str]) -> None:
    source = Smartsettle("a@b.c", "k3y", "https://api.example/api", connection=connection(body, status, headers))
    assert failure(source.negotiations(per_page=2)).isprintable()


@given(JSON | st.lists(st.dictionaries(NAMES, JSON)) | st.binary(), STATUS, HEADERS)
def test_smoothschedule_takes_any_answer(body: Any, status: int, headers: dict[str, str]) -> None:
    source = SmoothSchedule("demo", "ss_test_x", connection=connection(body, status, headers))
    for listing in (source.services(), source.bookings(), source.business()):
        assert failure(listing).isprintable()
