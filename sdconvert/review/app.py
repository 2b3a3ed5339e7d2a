"""The HTTP of the page: who may ask, the routes, and the headers of every answer."""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import Awaitable, Callable, Mapping
from importlib.resources import files
from secrets import compare_digest
from typing import TYPE_CHECKING, Any

from sdconvert.errors import BadConfiguration, OutputRefused, SdconvertError
from sdconvert.formats.html.write.style import STYLE_SHEET
from sdconvert.review.answers import (
    describe_document,
    describe_effects,
    describe_folder,
    describe_mapping,
    describe_pages,
    describe_review,
    describe_side,
)
from sdconvert.review.folder import Sorting
from sdconvert.review.rows import read_chosen
from sdconvert.review.session import ReviewSession
from sdconvert.review.words import LANGUAGES, words_in

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_BODY_LIMIT = 2_000_000
_PREVIEW_PAGE = "preview.html"
_ALWAYS = "base-uri 'none'; form-action 'none'; object-src 'none'"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; frame-src 'self'; "
    f"frame-ancestors 'none'; {_ALWAYS}"
)
_PREVIEW_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src data: blob:; "
    f"font-src data: blob:; frame-ancestors 'self'; {_ALWAYS}"
)
_REDLINE_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
    f"frame-ancestors 'self'; {_ALWAYS}"
)
"""The page itself has a policy too, which allows its own script and style alone."""
_POLICY_HEADER = "content-security-policy"
_HEADERS = (
    (b"cache-control", b"no-store"),
    (_POLICY_HEADER.encode(), _POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
_TYPES = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml"}
_PREVIEW_LIBRARIES = ("jszip.min.js", "docx-preview.min.js")


def static_files() -> dict[str, bytes]:
    """The files of the page by name, and the libraries of others as far as they were fetched."""
    found: dict[str, bytes] = {}
    for folder in ("page", "vendor"):
        place = files("sdconvert.review").joinpath(folder)
        if place.is_dir():
            found |= {entry.name: entry.read_bytes() for entry in place.iterdir() if entry.is_file()}
    found["document.css"] = _document_style() + found.pop("marks.css")
    return found


def _document_style() -> bytes:
    """The style of our HTML, as a part of the page has it."""
    inside = re.sub(r"\bhtml\{|:root\{", ":host{", STYLE_SHEET)
    inside = re.sub(r"\bbody(?=[>{])", ".page", inside)
    return re.sub(r"\bmain (?=li|nav)", ".main ", inside).encode()


def has_preview(static: Mapping[str, bytes]) -> bool:
    """Whether the libraries are there that show a Word file in the browser."""
    return all(name in static for name in _PREVIEW_LIBRARIES)


class _NotThere(Exception):
    """What is asked for is not there."""


class Gate:
    """Lets pass who knows the token, by the first segment of the path, and asks this machine by its own name: a page of
    somebody else's can make a browser resolve a name of its own to it."""

    def __init__(self, app: ASGIApp, token: str, hosts: frozenset[str]) -> None:
        self._app = app
        self._token = token.encode()
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.responses import PlainTextResponse

        headers = {name: value.decode("latin-1") for name, value in scope.get("headers", ())}
        _, token, rest = (*scope["path"].split("/", 2), "", "")[:3]

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                known = {name for name, _ in message["headers"]}
                added = [(name, value) for name, value in _HEADERS if name not in known]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        if headers.get(b"host", "") not in self._hosts:
            answer: ASGIApp = PlainTextResponse("This page is asked for by another name.", 403)
        elif not compare_digest(token.encode("utf-8", "replace"), self._token):
            answer = PlainTextResponse("There is nothing here.", 404)
        elif not _is_of_own_page(scope["method"], headers):
            answer = PlainTextResponse("Orders are taken from the page itself.", 403)
        else:
            answer, scope = self._app, {**scope, "path": f"/{rest}", "raw_path": f"/{rest}".encode(), "root_path": ""}
        await answer(scope, receive, send_with_headers)


def _is_of_own_page(method: str, headers: Mapping[bytes, str]) -> bool:
    """Whether a request is none that a page of somebody else's made the browser send."""
    if method in ("GET", "HEAD"):
        return True
    if headers.get(b"sec-fetch-site", "same-origin") != "same-origin":
        return False
    is_json = headers.get(b"content-type", "").partition(";")[0].strip() == "application/json"
    origin = headers.get(b"origin", "")
    return is_json and origin in ("", f"http://{headers[b'host']}")


def build_app(session: ReviewSession, token: str, hosts: frozenset[str]) -> Gate:
    """The application that serves the page, what it asks for, and its orders."""
    from starlette.applications import Starlette
    from starlette.concurrency import run_in_threadpool
    from starlette.responses import JSONResponse, Response
    from starlette.routing import Route

    static = static_files()
    renderers = [*(["office"] if session.office else []), *(["preview"] if has_preview(static) else []), "own"]

    def answering(
        work: Callable[[Request, Any], Any], *, reads_body: bool = False
    ) -> Callable[[Request], Awaitable[Response]]:
        """The endpoint that works in a thread, and answers with JSON where that is no response already."""

        async def answer(request: Request) -> Response:
            try:
                body = await _read_json(request) if reads_body else None
                value = await run_in_threadpool(work, request, body)
            except _NotThere:
                return JSONResponse({"error": "There is nothing here."}, 404)
            except OutputRefused as error:
                return JSONResponse({"error": str(error), "canReplace": True}, 409)
            except SdconvertError as error:
                return JSONResponse({"error": str(error)}, 422)
            return value if isinstance(value, Response) else JSONResponse(value)

        return answer

    def document_number(request: Request) -> int:
        number = int(request.path_params["number"])
        if number >= len(session.items):
            raise _NotThere
        return number

    def show_file(request: Request, _: Any) -> Response:
        name = request.path_params.get("name") or "index.html"
        data = _look_up(static, name)
        kind = _TYPES.get(name[name.rfind(".") :], "application/octet-stream")
        own = {_POLICY_HEADER: _PREVIEW_POLICY} if name == _PREVIEW_PAGE else None
        return Response(data, media_type=kind, headers=own)

    def show_words(request: Request, _: Any) -> Any:
        return {"languages": LANGUAGES, "words": words_in(request.query_params.get("language", "en"))}

    def show_folder(request: Request, _: Any) -> Any:
        asked = request.query_params
        return describe_folder(
            session.folder,
            _sorting(asked.get("sort", "")),
            asked.get("order") == "descending",
            asked.get("words", ""),
            _whole_number(asked.get("page", "0")),
        )

    def refresh(_: Request, __: Any) -> Any:
        return {"isBegun": session.folder.refresh()}

    def show_document(request: Request, _: Any) -> Any:
        number = document_number(request)
        return describe_document(session.items[number].name, number, *session.view(number))

    def show_word_side(request: Request, _: Any) -> Any:
        return describe_side(session.reading(document_number(request)).word_side)

    def show_picture(request: Request, _: Any) -> Response:
        reading, view = session.view(document_number(request))
        side = view.smashdocs if request.path_params["side"] == "smashdocs" else reading.word_side
        name = request.path_params["name"]
        return Response(
            _look_up(side.pictures, name), media_type=mimetypes.guess_type(name)[0] or "application/octet-stream"
        )

    def show_redline(request: Request, _: Any) -> Response:
        number = document_number(request)
        page = session.reading(number).redline(session.stylemap, session.items[number].name)
        return Response(page, media_type="text/html", headers={_POLICY_HEADER: _REDLINE_POLICY})

    def show_source(request: Request, _: Any) -> Response:
        return Response(session.reading(document_number(request)).data, media_type="application/octet-stream")

    def show_pages(request: Request, _: Any) -> Any:
        printed = session.laid_out(document_number(request))
        if printed is None:
            return {"state": "missing"}
        if not printed.done():
            return {"state": "working"}
        error = printed.exception()
        return {"state": "failed", "error": str(error)} if error is not None else describe_pages(printed.result())

    def show_page(request: Request, _: Any) -> Response:
        printed = session.laid_out(document_number(request))
        if printed is None or not printed.done() or printed.exception() is not None:
            raise _NotThere
        pages, page = printed.result().pages, int(request.path_params["page"])
        if page >= len(pages.sizes):
            raise _NotThere
        return Response(pages.picture(page), media_type="image/png")

    def show_mapping(_: Request, __: Any) -> Any:
        return describe_mapping(session)

    def choose_mapping(_: Request, body: Any) -> Any:
        session.choose(read_chosen(body.get("rows")))
        return describe_mapping(session)

    def save_mapping(_: Request, body: Any) -> Any:
        form = body.get("format")
        if form not in ("json", "toml"):
            raise BadConfiguration("A mapping is saved as json or toml.")
        return {"saved": str(session.save(form, replaces=body.get("replace") is True))}

    def show_effects(_: Request, __: Any) -> Any:
        return describe_effects(session.folder)

    def show_review(_: Request, __: Any) -> Any:
        return describe_review(session, renderers)

    document = "/api/documents/{number:int}"
    routes = [
        Route("/", answering(show_file)),
        Route("/api/review", answering(show_review)),
        Route("/api/words", answering(show_words)),
        Route("/api/folder", answering(show_folder)),
        Route("/api/folder/refresh", answering(refresh, reads_body=True), methods=["POST"]),
        Route("/api/effects", answering(show_effects)),
        Route("/api/mapping", answering(show_mapping), methods=["GET"]),
        Route("/api/mapping", answering(choose_mapping, reads_body=True), methods=["PUT"]),
        Route("/api/save", answering(save_mapping, reads_body=True), methods=["POST"]),
        Route(document, answering(show_document)),
        Route(f"{document}/word", answering(show_word_side)),
        Route(f"{document}/source", answering(show_source)),
        Route(f"{document}/redline", answering(show_redline)),
        Route(f"{document}/pages", answering(show_pages)),
        Route(f"{document}/pages/{{page:int}}.png", answering(show_page)),
        Route(f"{document}/pictures/{{side}}/{{name:path}}", answering(show_picture)),
        Route("/{name}", answering(show_file)),
    ]
    return Gate(Starlette(routes=routes), token, hosts)


def _look_up(known: Mapping[str, bytes], name: str) -> bytes:
    if name not in known:
        raise _NotThere
    return known[name]


def _whole_number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0


def _sorting(text: str) -> Sorting:
    return Sorting(text) if text in tuple(Sorting) else Sorting.NAME


async def _read_json(request: Request) -> dict[str, Any]:
    """Raises: BadConfiguration for what is no JSON object."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _BODY_LIMIT:
            raise BadConfiguration("The order is too large.")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadConfiguration("The order is no JSON.") from error
    if not isinstance(value, dict):
        raise BadConfiguration("The order is no JSON object.")
    return value
