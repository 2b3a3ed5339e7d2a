"""Lists that change while they are read, by what the server counts: nothing is missing in silence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from source_servers import Asked, Local, Told

BASE = "/tenant-api/v1/bookings/"
SIZE = 4
Change = Callable[[list[int]], object]


class Bookings:
    """A list of ids, four on a page, to which something happens before a call of this number is answered."""

    def __init__(self, ids: range, **changes: Change) -> None:
        self.ids = list(ids)
        self._changes = {int(name.removeprefix("at_")): change for name, change in changes.items()}
        self.calls = 0

    def __call__(self, asked: Asked) -> Told:
        self.calls += 1
        self._changes.get(self.calls, lambda ids: None)(self.ids)
        page = int(asked.query.get("page", "1"))
        part = self.ids[(page - 1) * SIZE : page * SIZE]
        following = f"{BASE}?page={page + 1}" if page * SIZE < len(self.ids) else None
        rows = [{"id": id} for id in part]
        return Told({"count": len(self.ids), "next": following, "results": rows})


def drop(*gone: int) -> Change:
    return lambda ids: [ids.remove(id) for id in gone]


def read(schedule: Any, local: Local) -> tuple[list[int], str]:
    listing = schedule(local).bookings()
    return [booking.fields["id"] for booking in listing], listing.doubt


@pytest.mark.parametrize(
    ("at", "gone", "calls"),
    [(2, (1,), 4), (2, (1, 2, 3, 4), 3), (3, (1, 6), 5), (3, (1, 2, 3, 5, 6, 7), 5), (3, (12,), 4)],
)
def test_what_moves_to_a_page_that_was_read_is_fetched_all_the_same(
    serve: Any, schedule: Any, at: int, gone: tuple[int, ...], calls: int
) -> None:
    bookings = Bookings(range(1, 13), **{f"at_{at}": drop(*gone)})
    ids, doubt = read(schedule, serve(bookings))
    assert set(range(1, 13)) - set(gone) <= set(ids)
    assert len(ids) == len(set(ids))
    assert (doubt, bookings.calls) == ("", calls)


def test_what_is_added_in_front_comes_too(serve: Any, schedule: Any) -> None:
    bookings = Bookings(range(1, 13), at_2=lambda ids: ids.insert(0, 99))
    ids, doubt = read(schedule, serve(bookings))
    assert (sorted(ids), doubt) == ([*range(1, 13), 99], "")


def test_a_list_that_does_not_change_is_read_once(serve: Any, schedule: Any) -> None:
    bookings = Bookings(range(1, 13))
    assert (*read(schedule, serve(bookings)), bookings.calls) == (list(range(1, 13)), "", 3)


def test_a_list_that_holds_less_than_it_counts_is_read_again_and_told(serve: Any, schedule: Any) -> None:
    local = serve(Told({"count": 30, "next": None, "results": [{"id": 1}]}))
    ids, doubt = read(schedule, local)
    assert (ids, len(local.asked)) == ([1], 3)
    assert doubt == "1 came of the 30 that the server counts"


def test_one_thing_that_is_listed_twice_is_counted_as_often(serve: Any, schedule: Any) -> None:
    local = serve(Told({"count": 3, "next": None, "results": [{"id": 1}, {"id": 1}, {"id": 2}]}))
    assert read(schedule, local) == ([1, 2], "")


def test_a_list_that_never_holds_still_is_told(serve: Any, schedule: Any) -> None:
    def answer(asked: Asked) -> Told:
        number, page = len(local.asked), int(asked.query.get("page", "1"))
        following = f"{BASE}?page={page + 1}" if page < 4 else None
        return Told({"count": 900 - number, "next": following, "results": [{"id": number}]})

    local = serve(answer)
    assert "the total fell" in read(schedule, local)[1] or "came of the" in read(schedule, local)[1]
    assert len(local.asked) < 3 * 14 * 4


@pytest.mark.parametrize("count", [True, "12", None, -3])
def test_a_count_that_is_none_says_nothing(serve: Any, schedule: Any, count: object) -> None:
    local = serve(Told({"count": count, "next": None, "results": [{"id": 1}]}))
    assert (*read(schedule, local), len(local.asked)) == ([1], "", 1)


def test_the_total_of_a_json_api_is_checked_as_well(serve: Any, settle: Any) -> None:
    rows = [{"type": "negotiation", "id": "1", "attributes": {}}]
    listing = settle(serve(Told({"data": rows, "meta": {"total": 2}}))).negotiations()
    assert [one.fields["id"] for one in listing] == ["1"]
    assert listing.doubt


def test_one_page_is_asked_for_by_itself(serve: Any, settle: Any) -> None:
    rows = [{"type": "negotiation", "id": str(id), "attributes": {}} for id in range(20)]
    local = serve(Told({"data": rows, "links": {"next": "/api/negotiations?page=4"}, "meta": {"total": 100}}))
    listing = settle(local).negotiations(page=3)
    assert (len(list(listing)), listing.doubt) == (20, "")
    assert [asked.query["page"] for asked in local.asked] == ["3"]
