"""Smartsettle and SmoothSchedule on this machine, with a few records, for tests and demonstrations.

python tests/source_servers.py          # prints the settings of both, and serves until it is interrupted
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

EMAIL = "example@example.com"
KEY = "meowmeowmeow"
TOKEN = "ss_test_xxxxxxxxx"

NEGOTIATIONS = [
    {
        "type": "negotiation",
        "id": str(number),
        "attributes": {
            "name": f"Settlement {number}",
            "description": f"The invoices of month {number}.",
            "your_role": "party",
            "other_party": "Riverside Estates Ltd",
            "party_waiting_on": "other_party",
            "session_number": number,
            "status": "agreed" if number % 2 else "open",
            "last_update": f"2025-03-{number:02}T09:00:00Z",
        },
        "relationships": {"facilitator": {"data": {"type": "person", "id": "9"}}, "parties": {"data": []}},
    }
    for number in range(1, 6)
]
PEOPLE = [{"type": "person", "id": "9", "attributes": {"name": "Ada Facilitator"}}]
SERVICES = [
    {"id": 1, "name": "Consultation", "price": 4900, "duration": 45, "variable_pricing": False, "display_order": 1},
    {"id": 2, "name": "Workshop", "price": 25000, "duration": 180, "variable_pricing": True, "display_order": 2},
    {"id": 3, "name": "Quick call", "price": 0, "duration": 15, "variable_pricing": False, "display_order": 3},
]
BOOKINGS = [
    {
        "id": number,
        "start_time": f"2025-01-{number + 9}T09:00:00+01:00",
        "end_time": f"2025-01-{number + 9}T09:45:00+01:00",
        "status": ["SCHEDULED", "CONFIRMED", "COMPLETED", "CANCELLED"][number % 4],
        "service_id": number % 3 + 1,
        "customer_id": number % 2 + 1,
        "created_at": "2024-12-01T10:00:00Z",
        "updated_at": "2024-12-02T10:00:00Z",
    }
    for number in range(1, 8)
]
CUSTOMERS = [
    {"id": 1, "first_name": "John", "last_name": "Doe", "email": "john@example.com"},
    {"id": 2, "first_name": "Joan", "last_name": "Ábel", "email": "joan@example.com"},
]
LISTS: Mapping[str, list[dict[str, Any]]] = {"services": SERVICES, "bookings": BOOKINGS, "customers": CUSTOMERS}


@dataclass
class Asked:
    """A request as it came in; the names of headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.target).query).items()}


@dataclass
class Told:
    """An answer. `body` is sent as it is, or as JSON; `cut` states more bytes than come."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    cut: bool = False

    def data(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass
class Local:
    """A running server: its address, and what it was asked."""

    url: str
    asked: list[Asked] = field(default_factory=list)

    @property
    def targets(self) -> list[str]:
        return [one.target for one in self.asked]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is none; anything else is shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(answer: Callable[[Asked], Told]) -> Iterator[Local]:
    """A server on the loopback interface that answers as this function does."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = Asked(self.command, self.path, {name.lower(): value for name, value in self.headers.items()})
            local.asked.append(asked)
            told = answer(asked)
            data = told.data()
            self.send_response_only(told.status)
            for name, value in {"Date": self.date_time_string(), "Content-Type": told.kind, **told.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data) + (10 if told.cut else 0)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_arguments: object) -> None:
            """Nothing is printed."""

    server = _Server(("127.0.0.1", 0), Handler)
    local = Local(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield local
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def in_turn(*told: Told) -> Callable[[Asked], Told]:
    """Answers with these one after the other, and with the last again and again."""
    left = list(told)
    return lambda _asked: left.pop(0) if len(left) > 1 else left[0]


def smartsettle_answer(asked: Asked) -> Told:
    """What Smartsettle answers: JSON:API, pages by `page` and `per_page`, a `next` link up to the last."""
    given = (asked.headers.get("x-user-email"), asked.headers.get("x-user-token"))
    if given != (EMAIL, KEY):
        return Told({"errors": [{"status": "401", "title": "Unauthorized"}]}, 401)
    if asked.path != "/api/negotiations":
        return Told({"errors": [{"status": "404", "title": "Not found"}]}, 404)
    page, size = int(asked.query.get("page", "1")), int(asked.query.get("per_page", "20"))
    found = [one for one in NEGOTIATIONS if asked.query.get("search", "") in str(one["attributes"]["name"])]
    order = asked.query.get("ordering", "-last_update")
    key = order.removeprefix("-")
    found.sort(key=lambda one: one["id"] if key == "id" else one["attributes"][key], reverse=order.startswith("-"))
    is_last = page * size >= len(found)
    link = None if is_last else f"/api/negotiations?{urlencode({**asked.query, 'page': page + 1})}"
    return Told(
        {"data": found[(page - 1) * size : page * size], "included": PEOPLE, "links": {"next": link}},
        kind="application/vnd.api+json",
    )


def smoothschedule_answer(asked: Asked, per_page: int = 3) -> Told:
    """What SmoothSchedule answers: `{count, next, results}`, with the filters that the records have fields for."""
    if asked.headers.get("authorization") != f"Bearer {TOKEN}":
        return Told({"error": "unauthorized", "message": "Missing or invalid token", "details": {}}, 401)
    name = asked.path.removeprefix("/tenant-api/v1/").rstrip("/")
    if name not in LISTS:
        return Told({"error": "not_found", "message": "Resource does not exist", "details": {}}, 404)
    query = dict(asked.query)
    start = int(query.pop("offset", "0"))
    order = query.pop("ordering", "id")
    found = [record for record in LISTS[name] if all(_matches(record, *one) for one in query.items())]
    found.sort(key=lambda record: record[order.removeprefix("-")], reverse=order.startswith("-"))
    following = None
    if start + per_page < len(found):
        kept = urlencode({**asked.query, "offset": start + per_page})
        following = f"http://{asked.headers['host']}{asked.path}?{kept}"
    return Told({"count": len(found), "next": following, "results": found[start : start + per_page]})


def _matches(record: Mapping[str, Any], name: str, value: str) -> bool:
    field_name, _, suffix = name.partition("__")
    held = record.get(field_name)
    if name == "search":
        return value.casefold() in json.dumps(record, ensure_ascii=False).casefold()
    if name in ("start_date", "end_date"):
        day = str(record["start_time"])[:10]
        return day >= value if name == "start_date" else day <= value
    if suffix:
        number = int(value)
        return {"lt": held < number, "lte": held <= number, "gt": held > number, "gte": held >= number}[suffix]
    return str(held).casefold() == value.casefold()


@contextmanager
def both_served() -> Iterator[dict[str, str]]:
    """Both servers, and the environment that `sdconvert fetch` finds them with."""
    with served(smartsettle_answer) as one, served(smoothschedule_answer) as other:
        yield {
            "SDCONVERT_SMARTSETTLE_URL": f"{one.url}/api",
            "SDCONVERT_SMARTSETTLE_EMAIL": EMAIL,
            "SDCONVERT_SMARTSETTLE_TOKEN": KEY,
            "SDCONVERT_SMOOTHSCHEDULE_URL": f"{other.url}/tenant-api/v1",
            "SDCONVERT_SMOOTHSCHEDULE_TOKEN": TOKEN,
        }


def main() -> None:
    """Serve both until an interruption."""
    with both_served() as settings:
        for name, value in settings.items():
            print(f"export {name}={value}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main()
