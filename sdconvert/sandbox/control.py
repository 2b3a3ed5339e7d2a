"""The calls that are the sandbox's own, under `/_sandbox/`: faults, the clock, snapshots, switches, the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.resources import files

from sdconvert.frozen import dataclass
from sdconvert.sandbox.faults import parse_fault
from sdconvert.sandbox.options import LATEST
from sdconvert.sandbox.pages import document_page, index_page, used_link_page
from sdconvert.sandbox.parameters import LANGUAGES, Object, parse_object
from sdconvert.sandbox.refusal import invalid
from sdconvert.sandbox.routes import CALL_NAMES, JSON, ZIP, Answer, as_json
from sdconvert.sandbox.rules import find_document
from sdconvert.sandbox.service import SandboxService
from sdconvert.sandbox.snapshots import load_snapshot, make_snapshot

HTML = "text/html; charset=utf-8"
JSON_LIMIT = 1_000_000
SNAPSHOT_LIMIT = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Order:
    """A call to the sandbox itself."""

    body: bytes
    id: str
    query: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Control:
    """A row of the table. `limit` is how long its body may be, in bytes: anybody on this machine can send one."""

    method: str
    path: str
    answer: Callable[[SandboxService, Order], Answer]
    limit: int = JSON_LIMIT


def _list_faults(service: SandboxService, _order: Order) -> Answer:
    return as_json(service.faults.as_dicts())


def _add_fault(service: SandboxService, order: Order) -> Answer:
    fault = parse_fault(parse_object(order.body), CALL_NAMES)
    service.faults.add(fault)
    return as_json(fault.as_dict())


def _clear_faults(service: SandboxService, order: Order) -> Answer:
    seed = order.query.get("seed")
    if seed is not None and not seed.isdecimal():
        raise invalid({"seed": "is not a whole number"})
    service.faults.clear(None if seed is None else int(seed))
    return as_json([])


def _reset(service: SandboxService, _order: Order) -> Answer:
    service.reset()
    return as_json({})


def _snapshot(service: SandboxService, _order: Order) -> Answer:
    return Answer(make_snapshot(service.store), ZIP)


def _load(service: SandboxService, order: Order) -> Answer:
    load_snapshot(service.store, order.body)
    return as_json({})


def _clock(service: SandboxService, _order: Order) -> Answer:
    return as_json({"now": service.clock(), "offset": service.clock.offset})


def _members(order: Order, *known: str) -> Object:
    """The object of an order. Raises: Refusal that names each member that is none of these."""
    body = parse_object(order.body)
    unknown = [name for name in body if name not in known]
    if unknown:
        raise invalid(dict.fromkeys(unknown, f"is not known; known are {', '.join(known)}"))
    return body


def _move_clock(service: SandboxService, order: Order) -> Answer:
    body = _members(order, "advance", "now")
    name = "advance" if "advance" in body else "now"
    start = service.clock.offset if name == "advance" else -service.clock.real()
    offset = start + _number(body, name)
    if not -LATEST <= service.clock.real() + offset <= LATEST:
        raise invalid({name: "leads beyond the year 3000"})
    service.clock.offset = offset
    return _clock(service, order)


def _number(body: Object, name: str) -> float:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -LATEST <= value <= LATEST:
        raise invalid({name: "is not a number of seconds"})
    return float(value)


def _journal(service: SandboxService, _order: Order) -> Answer:
    return as_json([entry.as_dict() for entry in service.journal.entries()])


def _clear_journal(service: SandboxService, _order: Order) -> Answer:
    service.journal.clear()
    return as_json([])


def _settings(service: SandboxService, _order: Order) -> Answer:
    return as_json(
        {
            "paymentRequired": service.payment_required,
            "uploadLimit": service.upload_limit,
            "language": service.exports.language,
            "rateLimit": service.quota.limit,
        }
    )


def _set_settings(service: SandboxService, order: Order) -> Answer:
    body = _members(order, "paymentRequired", "uploadLimit", "language", "rateLimit")
    required = body.get("paymentRequired", service.payment_required)
    limit = body.get("uploadLimit", service.upload_limit)
    if not isinstance(required, bool):
        raise invalid({"paymentRequired": "is neither true nor false"})
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 0:
        raise invalid({"uploadLimit": "is not a number of bytes"})
    language = body.get("language", service.exports.language)
    if language is not None and language not in LANGUAGES:
        raise invalid({"language": f"is not one of {', '.join(LANGUAGES)}"})
    calls = body.get("rateLimit", service.quota.limit)
    if calls is not None and (isinstance(calls, bool) or not isinstance(calls, int) or calls < 0):
        raise invalid({"rateLimit": "is not a number of calls"})
    service.quota.limit = calls
    service.payment_required, service.upload_limit, service.exports.language = required, limit, language
    return _settings(service, order)


def _change(service: SandboxService, order: Order) -> Answer:
    body = _members(order, "section", "conversation")
    wrong = [name for name, value in body.items() if not isinstance(value, bool)]
    if wrong:
        raise invalid(dict.fromkeys(wrong, "is neither true nor false"))
    service.simulate_change(order.id, body.get("section") is True, body.get("conversation") is True)
    return as_json({})


def _make_private(service: SandboxService, order: Order) -> Answer:
    authors = _members(order, "authors").get("authors")
    if not isinstance(authors, list) or not all(isinstance(author, str) for author in authors):
        raise invalid({"authors": "is not an array of strings"})
    service.make_private(order.id, tuple(authors))
    return as_json({})


def _document(service: SandboxService, order: Order) -> Answer:
    document = find_document(service.store, order.id)
    users = [
        {"userId": user_id, "hasOpenedDocument": view.has_opened, "sectionHistory": view.section_history}
        for user_id, view in service.store.views_of(order.id).items()
    ]
    told = {"findings": list(document.findings), "users": users, "privateAuthors": list(document.private_authors)}
    return as_json({**service.listing.info(order.id, None), **told})


def _page(service: SandboxService, order: Order) -> Answer:
    document = find_document(service.store, order.id)
    return Answer(document_page(service, document, None), HTML)


def _index(service: SandboxService, _order: Order) -> Answer:
    return Answer(index_page(service), HTML)


def _description(_service: SandboxService, _order: Order) -> Answer:
    return Answer(openapi(), JSON)


def openapi() -> bytes:
    """The description of the API that a sandbox serves."""
    return files("sdconvert.sandbox").joinpath("openapi.json").read_bytes()


def _use_link(service: SandboxService, order: Order) -> Answer:
    used = service.use_link(order.id, order.query.get("otpt", ""))
    if used is None:
        return Answer(used_link_page(), HTML, status=410)
    document, link = used
    return Answer(document_page(service, document, link), HTML)


_FAULTS, _CLOCK, _JOURNAL = "/_sandbox/faults", "/_sandbox/clock", "/_sandbox/journal"
_SETTINGS, _DOCUMENT = "/_sandbox/settings", "/_sandbox/documents/{id}"

CONTROLS = (
    Control("GET", "/", _index),
    Control("GET", "/openapi.json", _description),
    Control("GET", "/document/{id}", _use_link),
    Control("GET", _FAULTS, _list_faults),
    Control("POST", _FAULTS, _add_fault),
    Control("DELETE", _FAULTS, _clear_faults),
    Control("POST", "/_sandbox/reset", _reset),
    Control("GET", "/_sandbox/snapshot", _snapshot),
    Control("POST", "/_sandbox/load", _load, SNAPSHOT_LIMIT),
    Control("GET", _CLOCK, _clock),
    Control("POST", _CLOCK, _move_clock),
    Control("GET", _JOURNAL, _journal),
    Control("DELETE", _JOURNAL, _clear_journal),
    Control("GET", _SETTINGS, _settings),
    Control("POST", _SETTINGS, _set_settings),
    Control("GET", _DOCUMENT, _document),
    Control("GET", f"{_DOCUMENT}/page", _page),
    Control("POST", f"{_DOCUMENT}/change", _change),
    Control("POST", f"{_DOCUMENT}/private", _make_private),
)
