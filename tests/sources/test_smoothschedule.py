"""SmoothSchedule as its page describes it: each example, each filter, each error, and servers that go wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, get_type_hints

import pytest
from partner_kit import Reply, Script
from source_servers import TOKEN, Asked, Told, smoothschedule_answer

from sdconvert.errors import BadConfiguration
from sdconvert.sources import BookingStatus, Connection, SmoothSchedule
from sdconvert.sources.errors import (
    AuthenticationFailed,
    CallError,
    Conflict,
    EndlessPages,
    ForeignLink,
    InvalidRequest,
    MalformedAnswer,
    NotFound,
    PaymentRequired,
    PermissionDenied,
    RateLimited,
    ServerError,
    TooLarge,
    UnexpectedStatus,
)
from sdconvert.sources.schedule import BOOKINGS, CUSTOMERS, SERVICES
from sdconvert.sources.smoothschedule import BookingFilters, CustomerFilters, ServiceFilters

BASE = "/tenant-api/v1"
LIVE = "ss_live_xxxxxxxxx"
CET = timezone(timedelta(hours=1))
READS = ("services", "bookings", "customers", "resources", "business")


def test_the_curl_example_is_the_request_that_is_sent(serve: Any, schedule: Any) -> None:
    local = serve(Told([]))
    assert list(schedule(local, LIVE).services()) == []
    asked = local.asked[0]
    assert (asked.method, asked.target) == ("GET", f"{BASE}/services/")
    assert asked.headers["authorization"] == f"Bearer {LIVE}"
    assert asked.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    ("name", "filters", "target"),
    [
        ("bookings", {"ordering": "start_time"}, "/bookings/?ordering=start_time"),
        ("bookings", {"ordering": "-start_time"}, "/bookings/?ordering=-start_time"),
        (
            "services",
            {"price__lt": 5000, "duration__gt": 30, "ordering": "price"},
            "/services/?price__lt=5000&duration__gt=30&ordering=price",
        ),
        (
            "bookings",
            {"start_date": date(2025, 1, 1), "end_date": date(2025, 1, 31), "ordering": "-start_time"},
            "/bookings/?start_date=2025-01-01&end_date=2025-01-31&ordering=-start_time",
        ),
        (
            "customers",
            {"search": "john", "ordering": "last_name"},
            "/customers/?search=john&ordering=last_name",
        ),
    ],
)
def test_each_example_of_filtering_is_the_request_that_is_sent(
    serve: Any, schedule: Any, name: str, filters: Any, target: str
) -> None:
    local = serve(Told([]))
    list(getattr(schedule(local), name)(**filters))
    assert local.targets == [BASE + target]


@pytest.mark.parametrize(
    ("name", "filters", "query"),
    [
        ("services", {"search": "Größe & Co"}, {"search": "Größe & Co"}),
        ("services", {"name": "Consultation"}, {"name": "Consultation"}),
        *(("services", {f"price{s}": 5000}, {f"price{s}": "5000"}) for s in ("", "__lt", "__lte", "__gt", "__gte")),
        *(("services", {f"duration{s}": 30}, {f"duration{s}": "30"}) for s in ("", "__lt", "__lte", "__gt", "__gte")),
        ("services", {"price": 0}, {"price": "0"}),
        ("services", {"variable_pricing": True}, {"variable_pricing": "true"}),
        ("services", {"variable_pricing": False}, {"variable_pricing": "false"}),
        ("services", {"requires_manual_scheduling": True}, {"requires_manual_scheduling": "true"}),
        *(("services", {"ordering": o}, {"ordering": o}) for o in ("name", "-price", "duration", "-display_order")),
        (
            "bookings",
            {"start_datetime": datetime(2025, 1, 1, 9, tzinfo=CET)},
            {"start_datetime": "2025-01-01T09:00:00+01:00"},
        ),
        (
            "bookings",
            {"end_datetime": datetime(2025, 1, 1, 9, tzinfo=UTC)},
            {"end_datetime": "2025-01-01T09:00:00+00:00"},
        ),
        *(("bookings", {"status": status}, {"status": str(status)}) for status in BookingStatus),
        ("bookings", {"status": "CANCELLED"}, {"status": "CANCELLED"}),
        ("bookings", {"service_id": 3, "customer_id": 4, "resource_id": 5},
         {"service_id": "3", "customer_id": "4", "resource_id": "5"}),
        *(("bookings", {"ordering": o}, {"ordering": o}) for o in ("end_time", "-created_at", "updated_at")),
        ("customers", {"ordering": "-last_name", "search": None}, {"ordering": "-last_name"}),
    ],
)  # fmt: skip
def test_each_filter_is_sent(serve: Any, schedule: Any, name: str, filters: Any, query: Any) -> None:
    local = serve(Told([]))
    list(getattr(schedule(local), name)(**filters))
    assert local.asked[0].query == query


@pytest.mark.parametrize(
    ("resource", "hints"), [(SERVICES, ServiceFilters), (BOOKINGS, BookingFilters), (CUSTOMERS, CustomerFilters)]
)
def test_the_typed_filters_are_those_of_the_table(resource: Any, hints: Any) -> None:
    assert list(get_type_hints(hints)) == [one.name for one in resource.filters]


@pytest.mark.parametrize(
    ("name", "filters", "words"),
    [
        ("services", {"price__lt": 49.99}, "price__lt takes a whole number"),
        ("services", {"price": True}, "price takes a whole number"),
        ("services", {"price": -1}, "price takes a whole number"),
        ("services", {"duration": "30"}, "duration takes a whole number"),
        ("services", {"variable_pricing": 1}, "variable_pricing takes True or False"),
        ("services", {"variable_pricing": "true"}, "variable_pricing takes True or False"),
        ("services", {"ordering": "start_time"}, "ordering is one of name, -name"),
        ("services", {"price__ne": 1}, "there is no parameter price__ne"),
        ("services", {"page": 2}, "there is no parameter page"),
        ("bookings", {"start_date": "2025-01-01"}, "start_date takes a date"),
        ("bookings", {"start_date": datetime(2025, 1, 1, tzinfo=UTC)}, "start_date takes a date"),
        ("bookings", {"start_datetime": datetime(2025, 1, 1)}, "start_datetime takes a time with its time zone"),
        ("bookings", {"start_datetime": date(2025, 1, 1)}, "start_datetime takes a time"),
        ("bookings", {"status": "confirmed"}, "status is one of SCHEDULED"),
        ("bookings", {"service_id": "3"}, "service_id takes"),
        ("customers", {"ordering": "first_name"}, "ordering is one of last_name, -last_name"),
        ("customers", {"email": "x"}, "there is no parameter email"),
    ],
)
def test_filters_are_checked_before_anything_is_sent(
    serve: Any, schedule: Any, name: str, filters: Any, words: str
) -> None:
    local = serve(Told([]))
    with pytest.raises(InvalidRequest, match=words):
        getattr(schedule(local), name)(**filters)
    assert local.asked == []


@pytest.mark.parametrize("name", READS)
def test_each_readable_scope_has_its_list_and_a_403_names_it(serve: Any, schedule: Any, name: str) -> None:
    local = serve(Told({"error": "forbidden", "message": "Insufficient scope permissions", "details": {}}, 403))
    with pytest.raises(PermissionDenied, match=f"the token needs the scope {name}:read") as caught:
        list(getattr(schedule(local), name)())
    assert caught.value.scope == f"{name}:read"
    assert local.targets == [f"{BASE}/{name}/"]
    assert f"Scope: {name}:read" in str(getattr(SmoothSchedule, name).__doc__)


VALIDATION_ERROR = {
    "error": "validation_error",
    "message": "Invalid request data",
    "details": {"start_time": ["This field is required."], "service_id": ["Invalid service ID."]},
}


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, InvalidRequest),
        (401, AuthenticationFailed),
        (402, PaymentRequired),
        (403, PermissionDenied),
        (404, NotFound),
        (409, Conflict),
        (412, InvalidRequest),
        (413, TooLarge),
        (429, RateLimited),
        (500, ServerError),
        (201, UnexpectedStatus),
        (302, UnexpectedStatus),
    ],
)
def test_each_error_of_the_page_is_typed_by_its_cause_with_its_details(
    serve: Any, schedule: Any, status: int, kind: type[CallError]
) -> None:
    with pytest.raises(kind) as caught:
        list(schedule(serve(Told(VALIDATION_ERROR, status))).bookings())
    assert caught.value.status == status
    assert caught.value.details == VALIDATION_ERROR["details"]
    assert caught.value.body == (
        "validation_error: Invalid request data (start_time: This field is required.; service_id: Invalid service ID.)"
    )


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", ""),
        (b"Bad gateway", "Bad gateway"),
        ([], "[]"),
        ({}, "{}"),
        ({"detail": "Not found."}, '{"detail": "Not found."}'),
        ({"error": "x", "details": "y"}, "x"),
        ({"message": 3, "details": {"a": 1, "b": [2, {}]}}, "3 (a: 1; b: 2 {})"),
    ],
)
def test_an_error_in_another_format_speaks_for_itself(serve: Any, schedule: Any, body: Any, said: str) -> None:
    with pytest.raises(NotFound) as caught:
        list(schedule(serve(Told(body, 404))).services())
    assert caught.value.body == said


class Endless(Reply):
    """An answer without an end."""

    given = 0

    def chunks(self) -> Iterator[bytes]:
        while True:
            self.given += 1
            assert self.given < 100
            yield b"x" * 65_536


def test_an_endless_error_is_not_read_to_its_end() -> None:
    reply = Endless(status=404)
    with pytest.raises(NotFound) as caught:
        list(SmoothSchedule("demo", TOKEN, connection=Connection(transport=Script(reply))).services())
    assert len(caught.value.body) == 501
    assert reply.given == 4


def test_a_list_by_itself_is_the_whole(serve: Any, schedule: Any) -> None:
    local = serve(Told([{"id": 1}, {"id": 2}]))
    assert [one.fields["id"] for one in schedule(local).customers()] == [1, 2]
    assert len(local.asked) == 1


def test_results_are_followed_along_next_to_the_end(serve: Any, schedule: Any) -> None:
    local = serve(smoothschedule_answer)
    bookings = list(schedule(local).bookings(ordering="-start_time"))
    assert [one.fields["id"] for one in bookings] == [7, 6, 5, 4, 3, 2, 1]
    assert local.targets == [
        f"{BASE}/bookings/?ordering=-start_time",
        f"{BASE}/bookings/?ordering=-start_time&offset=3",
        f"{BASE}/bookings/?ordering=-start_time&offset=6",
    ]
    assert {asked.headers["authorization"] for asked in local.asked} == {f"Bearer {TOKEN}"}


def test_filters_and_pages_work_together(serve: Any, schedule: Any) -> None:
    source = schedule(serve(smoothschedule_answer))
    services = source.services(price__lt=5000, duration__gt=30, ordering="price")
    assert [(one.name, one.price, one.duration) for one in services] == [("Consultation", 4900, 45)]
    among = source.bookings(start_date=date(2025, 1, 11), end_date=date(2025, 1, 12))
    assert [one.fields["id"] for one in among] == [2, 3]
    assert [one.last_name for one in source.customers(search="john")] == ["Doe"]


def test_next_does_not_lead_elsewhere(serve: Any, schedule: Any) -> None:
    other = serve(Told([]))
    for link in (f"{other.url}{BASE}/services/", "/admin/", f"{BASE}/../x/", "//evil.example/tenant-api/v1/"):
        local = serve(Told({"results": [{"id": 1}], "next": link}))
        with pytest.raises(ForeignLink):
            list(schedule(local).services())
    assert other.asked == []


def test_pages_that_repeat_themselves_end_in_an_error(serve: Any, schedule: Any) -> None:
    local = serve(Told({"results": [{"id": 1}], "next": f"{BASE}/services/?cursor=1"}))
    with pytest.raises(EndlessPages):
        list(schedule(local).services())
    assert len(local.asked) == 3


def test_records_without_an_id_are_all_kept_and_end_all_the_same(serve: Any, schedule: Any) -> None:
    slot = {"start": "09:00"}
    assert len(list(schedule(serve(Told([slot, slot]))).resources())) == 2
    with pytest.raises(EndlessPages):
        list(schedule(serve(Told({"results": [slot], "next": f"{BASE}/resources/?p=2"}))).resources())


def test_one_object_is_a_record_of_what_is_no_list(serve: Any, schedule: Any) -> None:
    [business] = schedule(serve(Told({"name": "Demo"}))).business()
    assert business.as_dict() == {"name": "Demo"}


def test_times_amounts_and_statuses_are_those_of_python(serve: Any, schedule: Any) -> None:
    given = {
        "id": 1,
        "start_time": "2025-01-10T09:00:00+01:00",
        "end_time": "2025-01-10T08:45:00Z",
        "created_at": "2025-01-01T00:00:00",
        "status": "CONFIRMED",
    }
    [booking] = schedule(serve(Told([given]))).bookings()
    assert booking.start_time == datetime(2025, 1, 10, 9, tzinfo=CET)
    assert booking.end_time == datetime(2025, 1, 10, 8, 45, tzinfo=UTC)
    assert booking.created_at == datetime(2025, 1, 1)
    assert booking.updated_at is None
    assert booking.status is BookingStatus.CONFIRMED
    assert booking.as_dict() == given


def test_a_status_that_the_page_does_not_know_is_kept_as_a_text(serve: Any, schedule: Any) -> None:
    [booking] = schedule(serve(Told([{"id": 1, "status": "NO_SHOW"}]))).bookings()
    assert booking.status == "NO_SHOW"
    assert not isinstance(booking.status, BookingStatus)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("services", b"<html>"),
        ("services", b'[{"id": 1}'),
        ("services", "text"),
        ("services", b'[{"id": 1, "name": 1e999}]'),
        ("services", 3),
        ("services", None),
        ("services", {}),
        ("services", {"results": {}}),
        ("services", {"results": [], "next": 3}),
        ("services", [3]),
        ("services", [{"id": 1, "price": "49.00"}]),
        ("services", [{"id": 1, "price": 49.5}]),
        ("services", [{"id": 1, "duration": True}]),
        ("bookings", [{"id": 1, "start_time": "tomorrow"}]),
        ("bookings", [{"id": 1, "start_time": 1736500000}]),
        ("bookings", [{"id": 1, "status": 3}]),
        ("business", [[]]),
    ],
)
def test_an_answer_that_makes_no_sense_is_an_error(serve: Any, schedule: Any, name: str, body: Any) -> None:
    local = serve(Told(body))
    with pytest.raises(MalformedAnswer, match="cannot be understood"):
        list(getattr(schedule(local), name)())
    assert len(local.asked) == 3


@pytest.mark.parametrize("token", ["", "ss_", "ss_live_", "sk_live_x", "Bearer ss_test_x", "ss_prod_x", "ss_test_a b"])
def test_a_token_has_to_be_one(token: str) -> None:
    with pytest.raises(BadConfiguration, match="token of SmoothSchedule"):
        SmoothSchedule("demo", token)


def test_with_test_only_a_live_token_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="only test data"):
        SmoothSchedule("demo", LIVE, test_only=True)
    SmoothSchedule("demo", TOKEN, test_only=True).close()


def test_a_subdomain_is_enough() -> None:
    with SmoothSchedule("Demo", LIVE) as source:
        assert repr(source) == "SmoothSchedule('https://demo.smoothschedule.com/tenant-api/v1', live)"


@pytest.mark.parametrize("site", ["", "a.b", "-a", "a-", "evil.example#", "a@b", "a" * 64, "http://a/tenant-api/v1"])
def test_a_site_that_is_none_is_refused(site: str) -> None:
    with pytest.raises(BadConfiguration):
        SmoothSchedule(site, TOKEN)


def test_a_token_that_the_server_repeats_does_not_show(serve: Any, schedule: Any) -> None:
    def echo(asked: Asked) -> Told:
        said = f"{asked.headers['authorization']} and {TOKEN}"
        return Told({"error": "unauthorized", "message": said, "details": {"token": [TOKEN]}}, 401)

    with pytest.raises(AuthenticationFailed) as caught:
        list(schedule(serve(echo)).services())
    assert TOKEN not in str(caught.value) + repr(caught.value.failure)
    assert caught.value.details == {"token": ["•••"]}


def test_a_token_that_the_server_puts_into_records_is_not_kept(serve: Any, schedule: Any) -> None:
    (found,) = schedule(serve(Told([{"id": 1, "name": f"Bearer {TOKEN}", TOKEN: [TOKEN]}]))).services()
    assert found.as_dict() == {"id": 1, "name": "•••", "•••": ["•••"]}


def test_an_error_that_nests_without_end_is_an_error_all_the_same(serve: Any, schedule: Any) -> None:
    body = b'{"error": "x", "details": {"a": ' + b"[" * 900 + b"]" * 900 + b"}}"
    with pytest.raises(NotFound):
        list(schedule(serve(Told(body, 404))).services())
