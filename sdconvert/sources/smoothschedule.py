"""SmoothSchedule: services, bookings and customers, as sources of records.

SourceClient: SmoothSchedule API overview: scopes, filtering and sorting, rate limits, errors, testing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, TypedDict, TypeVar, Unpack

from sdconvert.errors import BadConfiguration
from sdconvert.http.address import parse_base_url
from sdconvert.http.json_fields import Unexpected
from sdconvert.http.secret import Secret, as_secret
from sdconvert.sources.filters import query_string, with_query
from sdconvert.sources.paging import Listing, ListPage, PageAddress
from sdconvert.sources.quota import Window
from sdconvert.sources.records import Record
from sdconvert.sources.schedule import (
    BOOKINGS,
    BUSINESS,
    CUSTOMERS,
    RESOURCES,
    SERVICES,
    Booking,
    BookingStatus,
    Customer,
    Resource,
    Service,
)
from sdconvert.sources.sender import Connection, ErrorReport, SourceClient, SourceSender

R = TypeVar("R", bound=Record)

_WINDOWS = (Window(100, 60.0), Window(1000, 3600.0))
_SUBDOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_TOKEN = re.compile(r"ss_(live|test)_[!-~]+")
_LIVE = "ss_live_"


class ServiceFilters(TypedDict, total=False):
    """What services can be asked for. Units: prices in cents, durations in minutes."""

    search: str | None
    name: str | None
    price: int | None
    price__lt: int | None
    price__lte: int | None
    price__gt: int | None
    price__gte: int | None
    duration: int | None
    duration__lt: int | None
    duration__lte: int | None
    duration__gt: int | None
    duration__gte: int | None
    variable_pricing: bool | None
    requires_manual_scheduling: bool | None
    ordering: str | None


class BookingFilters(TypedDict, total=False):
    """What bookings can be asked for. Times have a time zone."""

    start_date: date | None
    end_date: date | None
    start_datetime: datetime | None
    end_datetime: datetime | None
    status: BookingStatus | str | None
    service_id: int | None
    customer_id: int | None
    resource_id: int | None
    ordering: str | None


class CustomerFilters(TypedDict, total=False):
    """What customers can be asked for."""

    search: str | None
    ordering: str | None


class SmoothSchedule(SourceClient):
    """A connection to the API of one business. One thread uses it at a time; close it, or use it with `with`.

    100 calls a minute and 1,000 an hour are allowed: this client counts its own, heeds `X-RateLimit-Remaining` and
    `X-RateLimit-Reset`, and waits before the server would refuse. A 429 is waited out all the same.

    The page does not say how a list is cut into pages: a list by itself is taken as the whole, and an object with
    `results` is followed along its `next`, as long as that stays on this server. Where it has a `count`, that many have
    to come.

    Of the scopes that read, `availability:read` has no call: to check a time slot, a server has to be told which, and
    the page names no parameter for that.
    """

    def __init__(
        self, site: str, token: str | Secret, test_only: bool = False, *, connection: Connection | None = None
    ) -> None:
        """`site` is the subdomain of the business, or an address such as
        `https://demo.smoothschedule.com/tenant-api/v1`. With `test_only`, a token for live data is refused.

        Raises: BadConfiguration.
        """
        self.base_url = parse_base_url(site if "/" in site else _address_of(site))
        secret = _check_token(as_secret(token, "The token of SmoothSchedule"), test_only)
        headers: dict[str, str | Secret] = {
            "authorization": Secret(f"Bearer {secret.reveal()}"),
            "content-type": "application/json",
            "accept": "application/json",
        }
        super().__init__(SourceSender(self.base_url, headers, connection or Connection(), _explain, _WINDOWS, [secret]))
        self.is_live = secret.reveal().startswith(_LIVE)

    def __repr__(self) -> str:
        return f"SmoothSchedule({self.base_url!r}, {'live' if self.is_live else 'test'})"

    def services(self, **filters: Unpack[ServiceFilters]) -> Listing[Service]:
        """An iterator over the services; `price__lt=5000` asks for those below 50.00. `ordering` is name, price,
        duration or display_order, with `-` before it for descending.

        Scope: services:read.

        Raises: InvalidRequest for filters that the page does not know, before anything is sent. While it is iterated:
        CallError.
        """
        return self.listing(SERVICES, filters)

    def bookings(self, **filters: Unpack[BookingFilters]) -> Listing[Booking]:
        """An iterator over the bookings. `ordering` is start_time, end_time, created_at or updated_at, with `-` before
        it for descending. The page does not say whether the end of a range belongs to it.

        Scope: bookings:read.

        Raises: as `services`.
        """
        return self.listing(BOOKINGS, filters)

    def customers(self, **filters: Unpack[CustomerFilters]) -> Listing[Customer]:
        """An iterator over the customers. The page has no table of their filters: `search`, and `ordering` by
        last_name, are those of its example, and no others are sent.

        Scope: customers:read.

        Raises: as `services`.
        """
        return self.listing(CUSTOMERS, filters)

    def resources(self) -> Listing[Record]:
        """An iterator over resources and staff. The page names the scope and neither path nor filters: the path is
        made as those of the scopes whose paths it prints, and no filter is sent.

        Scope: resources:read.

        Raises: CallError, while it is iterated; NotFound where the path is another.
        """
        return self.listing(RESOURCES, {})

    def business(self) -> Listing[Record]:
        """An iterator over the business, as one record where the server answers with an object; as `resources`.

        Scope: business:read.

        Raises: as `resources`.
        """
        return self.listing(BUSINESS, {})

    def listing(self, resource: Resource[R], filters: Mapping[str, Any]) -> Listing[R]:
        """An iterator over a resource, by the names of its filters.

        Raises: as `services`.
        """
        operation = f"Listing {resource.name}"
        first = PageAddress(
            with_query(f"{self.base_url}/{resource.name}/", query_string(operation, resource.filters, filters))
        )
        return Listing(operation, first, partial(self._get_page, operation, resource))

    def _get_page(self, operation: str, resource: Resource[R], place: PageAddress) -> ListPage[R]:
        parse = partial(self._parse, operation, resource, place)
        return self._sender.get(operation, place.url, parse, resource.scope)

    def _parse(self, operation: str, resource: Resource[R], place: PageAddress, value: object) -> ListPage[R]:
        items, link = _items(value, resource.is_single)
        following = self._sender.follow(operation, link, place) if link else None
        return ListPage(tuple(resource.record.of(item) for item in items), following, _total(value))


def _total(value: object) -> int | None:
    """How many records the server counts, where it says so."""
    count = value.get("count") if isinstance(value, Mapping) and "results" in value else None
    return count if isinstance(count, int) and not isinstance(count, bool) else None


def _items(value: object, is_single: bool) -> tuple[list[Any], str | None]:
    """The records of an answer, and the link to more."""
    if isinstance(value, list):
        return value, None
    if not isinstance(value, Mapping):
        raise Unexpected("a list is expected")
    if "results" not in value and is_single:
        return [value], None
    items, link = value.get("results"), value.get("next")
    if not isinstance(items, list):
        raise Unexpected("it is no list and has no list of results")
    if link is not None and not isinstance(link, str):
        raise Unexpected("next is no address")
    return items, link


def _explain(value: Any) -> ErrorReport:
    """`{error, message, details}`, as far as it is there."""
    if not isinstance(value, Mapping):
        raise Unexpected("an error is no object")
    details = value.get("details")
    given = details if isinstance(details, Mapping) else {}
    faults = [f"{name}: {_join(said)}" for name, said in given.items()]
    stated = [str(value[name]) for name in ("error", "message") if value.get(name)]
    if not stated:
        raise Unexpected("it states no error")
    return ErrorReport(": ".join(stated) + (f" ({'; '.join(faults)})" if faults else ""), given)


def _join(said: object) -> str:
    return " ".join(map(str, said)) if isinstance(said, list) else str(said)


def _address_of(subdomain: str) -> str:
    if not _SUBDOMAIN.fullmatch(subdomain):
        raise BadConfiguration(f"{subdomain[:80]!r} is no subdomain of smoothschedule.com, and no address.")
    return f"https://{subdomain.lower()}.smoothschedule.com/tenant-api/v1"


def _check_token(token: Secret, test_only: bool) -> Secret:
    if not _TOKEN.fullmatch(token.reveal()):
        raise BadConfiguration("The token of SmoothSchedule begins with neither ss_live_ nor ss_test_.")
    if test_only and token.reveal().startswith(_LIVE):
        raise BadConfiguration("The token is for live data, and only test data may be used: give an ss_test_ token.")
    return token
