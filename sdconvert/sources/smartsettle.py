"""Smartsettle: negotiations, as a source of records.

SourceClient: Smartsettle API Docs, Introduction, Authentication, Negotiations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from sdconvert.errors import BadConfiguration
from sdconvert.http.address import parse_base_url
from sdconvert.http.json_fields import Unexpected
from sdconvert.http.secret import Secret, as_secret
from sdconvert.sources.errors import CallError, MalformedAnswer
from sdconvert.sources.filters import Filter, FilterKind, ordering, query_string, with_query
from sdconvert.sources.jsonapi import JsonApiDocument, read_document
from sdconvert.sources.paging import Listing, ListPage, PageAddress
from sdconvert.sources.records import Record
from sdconvert.sources.sender import Connection, ErrorReport, SourceClient, SourceSender

SMARTSETTLE_URL = "https://go.smartsettle.com/api"
USUAL_PER_PAGE = 20

_ORDERING = ordering(
    "id", "name", "your_role", "other_party", "party_waiting_on", "session_number", "status", "last_update"
)
NEGOTIATION_FILTERS = (
    Filter("per_page", FilterKind.WHOLE, "How many negotiations come on a page.", least=1),
    _ORDERING,
    Filter("search", FilterKind.TEXT, "Only those whose name or description matches."),
    Filter("facilitating", FilterKind.FLAG, "Those that you facilitate without being a party."),
)
PAGE = Filter("page", FilterKind.WHOLE, "Only this page, counted from 1.", least=1)
_MEDIA_TYPES = "application/vnd.api+json, */*;q=0.1"
_LISTING = "Listing negotiations"
_TOTALS = ("total", "total_count", "total-count", "record_count", "record-count")


class Negotiation(Record):
    """A negotiation. The page names no attributes: `fields` has those that the server gave, and its relations."""

    __slots__ = ()


class Smartsettle(SourceClient):
    """A connection to Smartsettle for one account. One thread uses it at a time; close it, or use it with `with`.

    A single negotiation is announced on the page and not described: there is no call for it.
    """

    def __init__(
        self, email: str, token: str | Secret, base_url: str = SMARTSETTLE_URL, *, connection: Connection | None = None
    ) -> None:
        """`email` and `token`, the API key, go with each request as the headers `X-User-Email` and `X-User-Token`.

        Raises: BadConfiguration.
        """
        if not email or not email.isascii() or not email.isprintable() or "@" not in email:
            raise BadConfiguration("The e-mail address of the Smartsettle account is missing, or is none.")
        self.email = email
        self.base_url = parse_base_url(base_url)
        headers: dict[str, str | Secret] = {
            "x-user-email": email,
            "x-user-token": as_secret(token, "The API key of Smartsettle"),
            "accept": _MEDIA_TYPES,
        }
        super().__init__(SourceSender(self.base_url, headers, connection or Connection(), _explain))

    def __repr__(self) -> str:
        return f"Smartsettle({self.email!r}, base_url={self.base_url!r})"

    def negotiations(
        self,
        search: str | None = None,
        ordering: str | None = None,
        facilitating: bool = False,
        per_page: int = USUAL_PER_PAGE,
        page: int | None = None,
    ) -> Listing[Negotiation]:
        """An iterator over all negotiations of all pages, or of one `page`, counted from 1: those you are a party in;
        with `facilitating`, those that you facilitate and are no party in.

        `search` matches names and descriptions. `ordering` is id, name, your_role, other_party, party_waiting_on,
        session_number, status or last_update, with `-` before it for descending; left out, no parameter is sent and the
        server's own order holds, the last update first.

        The page does not say how the last page is told. A `next` link of JSON:API is followed where there is one and it
        stays on this server. Else pages are counted up to one that is empty, or shorter than `per_page`; the latter
        only up to 20, since a server may give fewer than a larger number asks for.

        SourceClient: Smartsettle API Docs, Negotiations.

        Raises: InvalidRequest for parameters that the page does not know, before anything is sent; CallError while it
        is iterated.
        """
        given = {
            "per_page": per_page,
            "ordering": ordering,
            "search": search,
            "facilitating": facilitating or None if isinstance(facilitating, bool) else facilitating,
        }
        first = self._address(given, 1 if page is None else page)
        read = partial(self._get_page, given) if page is None else partial(self._get_one_page, given)
        return Listing(_LISTING, PageAddress(first, page or 1), read)

    def _address(self, given: dict[str, Any], number: int) -> str:
        asked = query_string(_LISTING, (PAGE, *NEGOTIATION_FILTERS), {"page": number, **given})
        return with_query(f"{self.base_url}/negotiations", asked)

    def _get_page(self, given: dict[str, Any], place: PageAddress) -> ListPage[Negotiation]:
        return self._sender.get(_LISTING, place.url, partial(self._parse, given, place))

    def _get_one_page(self, given: dict[str, Any], place: PageAddress) -> ListPage[Negotiation]:
        """A page by itself: what comes before and after it is not asked for, and the total says nothing."""
        return ListPage(self._get_page(given, place).records, None)

    def _parse(self, given: dict[str, Any], place: PageAddress, value: object) -> ListPage[Negotiation]:
        document = read_document(value)
        if document.errors:
            raise self._error_in_answer(document.errors[0].status, value)
        records = tuple(Negotiation.of(document.nest(one)) for one in document.data)
        return ListPage(records, self._following(given, place, document), _total(document.meta))

    def _error_in_answer(self, stated: str, value: object) -> CallError:
        """The error that a 200 with `errors` stands for: that of the status which they state."""
        if re.fullmatch("[45][0-9][0-9]", stated):
            return self._sender.refusal(_LISTING, int(stated), value)
        failure = self._sender.refusal(_LISTING, 200, value).failure
        return MalformedAnswer("the answer holds errors instead of negotiations", failure)

    def _following(self, given: dict[str, Any], place: PageAddress, document: JsonApiDocument) -> PageAddress | None:
        if link := document.links.get("next"):
            return self._sender.follow(_LISTING, link, place)
        is_short = given["per_page"] <= USUAL_PER_PAGE and len(document.data) < given["per_page"]
        if document.says_which_pages or not document.data or is_short:
            return None
        return PageAddress(self._address(given, place.number + 1), place.number + 1)


def _total(meta: Mapping[str, Any]) -> int | None:
    """How many negotiations the server counts, under one of the names that servers of JSON:API have for it."""
    counts = (meta.get(name) for name in _TOTALS)
    return next((count for count in counts if isinstance(count, int) and not isinstance(count, bool)), None)


def _explain(value: Any) -> ErrorReport:
    errors = read_document(value).errors
    if not errors:
        raise Unexpected("it states no error")
    return ErrorReport("; ".join(map(str, errors)), {"errors": value["errors"]})
