"""What SmoothSchedule lists: each resource with its scope, its filters, and what is known of its records.

Source: SmoothSchedule API overview: scopes, filtering and sorting.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, Self, TypeVar

from sdconvert.frozen import dataclass
from sdconvert.http.json_fields import Unexpected
from sdconvert.sources.filters import Filter, FilterKind, comparisons, ordering
from sdconvert.sources.records import Record

R_co = TypeVar("R_co", bound=Record, covariant=True)


class BookingStatus(StrEnum):
    """Where a booking stands."""

    SCHEDULED = "SCHEDULED"
    CONFIRMED = "CONFIRMED"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


class Service(Record):
    """A service. The page does not list its fields: those below are named as filters, and may be missing."""

    __slots__ = ()

    @classmethod
    def of(cls, value: object) -> Self:
        """Raises: Unexpected for a price or a duration that is no whole number."""
        record = super().of(value)
        _ = record.price, record.duration
        return record

    @property
    def name(self) -> str | None:
        return _text(self.fields, "name")

    @property
    def price(self) -> int | None:
        """Units: cents."""
        return _whole(self.fields, "price")

    @property
    def duration(self) -> int | None:
        """Units: minutes."""
        return _whole(self.fields, "duration")


class Booking(Record):
    """A booking. The page does not list its fields: those below are named for filtering and sorting, and may be
    missing. A time without an offset is given back as it is, without a time zone: the page names none."""

    __slots__ = ()

    @classmethod
    def of(cls, value: object) -> Self:
        """Raises: Unexpected for a time that is not ISO 8601, and for a status that is no text."""
        record = super().of(value)
        _ = record.start_time, record.end_time, record.created_at, record.updated_at, record.status
        return record

    @property
    def start_time(self) -> datetime | None:
        return _moment(self.fields, "start_time")

    @property
    def end_time(self) -> datetime | None:
        return _moment(self.fields, "end_time")

    @property
    def created_at(self) -> datetime | None:
        return _moment(self.fields, "created_at")

    @property
    def updated_at(self) -> datetime | None:
        return _moment(self.fields, "updated_at")

    @property
    def status(self) -> BookingStatus | str | None:
        """One of the statuses of the page; as a text where the server has others."""
        stated = _text(self.fields, "status")
        return BookingStatus(stated) if stated in list(BookingStatus) else stated


class Customer(Record):
    """A customer. The page names no field but the one that sorts."""

    __slots__ = ()

    @property
    def last_name(self) -> str | None:
        return _text(self.fields, "last_name")


@dataclass(frozen=True, slots=True)
class Resource(Generic[R_co]):
    """A list by its name in paths and scopes. `is_single` is true where one object may come instead of a list."""

    name: str
    record: type[R_co]
    filters: tuple[Filter, ...] = ()
    is_single: bool = False

    @property
    def scope(self) -> str:
        """The scope that a token needs to read it."""
        return f"{self.name}:read"


SERVICES = Resource(
    "services",
    Service,
    (
        Filter("search", FilterKind.TEXT, "Only those whose name holds this."),
        Filter("name", FilterKind.TEXT, "Only the one of this name."),
        *comparisons("price", "Price in cents"),
        *comparisons("duration", "Duration in minutes"),
        Filter("variable_pricing", FilterKind.FLAG, "Whether the price varies."),
        Filter("requires_manual_scheduling", FilterKind.FLAG, "Whether it has to be scheduled by hand."),
        ordering("name", "price", "duration", "display_order"),
    ),
)
BOOKINGS = Resource(
    "bookings",
    Booking,
    (
        Filter("start_date", FilterKind.DATE, "From this date, YYYY-MM-DD."),
        Filter("end_date", FilterKind.DATE, "To this date, YYYY-MM-DD."),
        Filter("start_datetime", FilterKind.MOMENT, "From this time, ISO 8601 with an offset."),
        Filter("end_datetime", FilterKind.MOMENT, "To this time, ISO 8601 with an offset."),
        Filter("status", FilterKind.CHOICE, f"{', '.join(BookingStatus)}.", tuple(map(str, BookingStatus))),
        Filter("service_id", FilterKind.WHOLE, "Only those of this service."),
        Filter("customer_id", FilterKind.WHOLE, "Only those of this customer."),
        Filter("resource_id", FilterKind.WHOLE, "Only those of this resource."),
        ordering("start_time", "end_time", "created_at", "updated_at"),
    ),
)
CUSTOMERS = Resource(
    "customers",
    Customer,
    (Filter("search", FilterKind.TEXT, "Only those that match."), ordering("last_name")),
)
RESOURCES = Resource("resources", Record)
BUSINESS = Resource("business", Record, is_single=True)
READABLE: tuple[Resource[Record], ...] = (SERVICES, BOOKINGS, CUSTOMERS, RESOURCES, BUSINESS)


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise Unexpected(f"{name} is no text")
    return value


def _whole(fields: Mapping[str, Any], name: str) -> int | None:
    value = fields.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise Unexpected(f"{name} is no whole number")
    return value


def _moment(fields: Mapping[str, Any], name: str) -> datetime | None:
    text = _text(fields, name)
    try:
        return None if text is None else datetime.fromisoformat(text)
    except ValueError:
        raise Unexpected(f"{name} is no time") from None
