"""The examples of the page for web applications, run by a WSGI and an ASGI server's rules."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest
from partner_kit import ACCESS, ID, LINK, USER, Reply, Script, client

from sdconvert.partner import open_redirect
from sdconvert.partner.errors import InvalidState

PAGE = (Path(__file__).parents[2] / "docs" / "partner-client.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE.partition("## From a web application")[2], re.DOTALL)[:2]


@pytest.fixture
def handlers() -> dict[str, Any]:
    """What the examples define, with a client that is given a link."""
    names: dict[str, Any] = {"client": client(Script(Reply(ACCESS))), "document_id": ID, "user": USER}
    for example in EXAMPLES:
        exec(example, names)
    return names


def test_a_wsgi_handler_redirects(handlers: dict[str, Any]) -> None:
    told: list[tuple[str, dict[str, str]]] = []

    def start_response(status: str, headers: list[tuple[str, str]], _error: object = None) -> Any:
        told.append((status, dict(headers)))
        return lambda _data: None

    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    handler = handlers["show_contract"]
    body = handler(environ, start_response)
    assert b"".join(body) == b""
    ((status, headers),) = told
    assert status == "303 See Other"
    assert headers["location"] == LINK
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_wsgi_handler_keeps_the_rules_of_wsgi(handlers: dict[str, Any]) -> None:
    environ: dict[str, Any] = {"QUERY_STRING": ""}
    setup_testing_defaults(environ)

    def with_type(environ: dict[str, Any], start_response: Any) -> Any:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, [*headers, ("content-type", "text/plain")], *rest)

        return handlers["show_contract"](environ, start)

    answer = validator(with_type)(environ, lambda *_: lambda _data: None)
    assert b"".join(answer) == b""
    answer.close()  # type: ignore[attr-defined]


def test_an_asgi_handler_redirects(handlers: dict[str, Any]) -> None:
    sent: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(handlers["show_contract_async"]({"type": "http"}, None, send))
    assert (sent[0]["status"], dict(sent[0]["headers"])[b"location"]) == (303, LINK.encode())
    assert sent[1] == {"type": "http.response.body", "body": b""}


def test_the_link_shows_in_no_text_of_a_redirect() -> None:
    redirect = open_redirect(client(Script(Reply(ACCESS))), ID, USER, "reader")
    assert LINK not in repr(redirect)
    assert repr(redirect) == f"Redirect({ID!r})"


def test_a_document_that_cannot_be_opened_is_the_error_of_opening() -> None:
    with pytest.raises(InvalidState):
        open_redirect(client(Script(Reply(b"archived", 400))), ID, USER)
