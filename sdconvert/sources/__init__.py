"""Systems that records come from: Smartsettle and SmoothSchedule. Nothing here knows of documents.

The libraries are loaded when a connection is opened.
"""

from __future__ import annotations

from sdconvert.http.retry import RetryPolicy
from sdconvert.http.transport import Timeouts
from sdconvert.sources.paging import Listing
from sdconvert.sources.records import Record
from sdconvert.sources.schedule import Booking, BookingStatus, Customer, Service
from sdconvert.sources.sender import Connection
from sdconvert.sources.settings import load_smartsettle, load_smoothschedule
from sdconvert.sources.smartsettle import Negotiation, Smartsettle
from sdconvert.sources.smoothschedule import SmoothSchedule

__all__ = [
    "Booking",
    "BookingStatus",
    "Connection",
    "Customer",
    "Listing",
    "Negotiation",
    "Record",
    "RetryPolicy",
    "Service",
    "Smartsettle",
    "SmoothSchedule",
    "Timeouts",
    "load_smartsettle",
    "load_smoothschedule",
]


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
