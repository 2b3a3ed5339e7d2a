"""The HTTP around the calls: reading requests, sending answers, and the faults that were asked for."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import struct
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING

from sdconvert.errors import SdconvertError
from sdconvert.sandbox.control import CONTROLS, JSON_LIMIT, Control, Order
from sdconvert.sandbox.faults import Fault, FaultKind, When
from sdconvert.sandbox.hosts import check_host, check_origin
from sdconvert.sandbox.journal import JournalEntry
from sdconvert.sandbox.multipart import Upload
from sdconvert.sandbox.refusal import Refusal, too_large
from sdconvert.sandbox.routes import CALLS, Answer, ApiCall, Body, CallRequest, Scheme, as_json
from sdconvert.sandbox.service import SandboxService

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request as HttpRequest
    from starlette.types import ASGIApp, Receive, Scope, Send

_LOG = logging.getLogger(__name__)
_PIECE = 256 * 1024
CONVERSIONS = max(2, os.cpu_count() or 1)
"""How many at a time: each takes a processor and the memory for a whole document."""
_NOISE = bytes(range(128, 256))
_WITHOUT_BODY = (204, 205, 304)
_LITERAL_403 = (404, 413)


class Connections(dict[tuple[str, int], asyncio.Transport]):
    """The open connections by the address of the client, for faults that break them."""

    def reset(self, client: tuple[str, int]) -> None:
        """Reset a connection that is still there, so that the client sees no orderly end."""
        transport = self.get(client)
        if transport is None:
            return
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()

    def close(self, client: tuple[str, int]) -> None:
        """Close a connection that is still there, after what was sent."""
        transport = self.get(client)
        if transport is not None:
            transport.close()


class _Endpoint:
    """Answers the requests of one call."""

    def __init__(
        self, call: ApiCall, service: SandboxService, connections: Connections, turns: asyncio.Semaphore
    ) -> None:
        self._call = call
        self._service = service
        self._connections = connections
        self._turns = turns

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.requests import ClientDisconnect
        from starlette.requests import Request as HttpRequest

        http = HttpRequest(scope, receive)
        fault = self._service.faults.strike(self._call.name)
        started = time.perf_counter()
        problem, status = "the sandbox itself failed", 500
        try:
            answer, problem = await self._faulty_answer(http, fault)
            status = 0 if answer is None else answer.status
        except ClientDisconnect:
            problem, status = "the client went away while it sent the request", 0
            return
        finally:
            milliseconds = int(1000 * (time.perf_counter() - started))
            path = http.url.path + (f"?{http.url.query}" if http.url.query else "")
            words = "" if fault is None else f"{fault.kind} {fault.when} acting"
            now = self._service.clock()
            self._service.journal.add(
                JournalEntry(now, http.method, path, self._call.name, status, problem, words, milliseconds)
            )
        if answer is None:
            self._connections.reset(http.scope["client"])
            await _wait_for_end(http)
            return
        try:
            await self._send(answer, fault, http, send)
        finally:
            answer.close()

    async def _faulty_answer(self, http: HttpRequest, fault: Fault | None) -> tuple[Answer | None, str]:
        """The answer and what was wrong with the request; no answer where the connection is to be reset."""
        if fault is None:
            return await self._answer(http)
        if fault.when is When.BEFORE:
            await asyncio.sleep(fault.delay)
            if fault.kind in (FaultKind.RESET, FaultKind.STATUS):
                return _answer_of(fault), ""
        answer, problem = await self._answer(http)
        if fault.when is When.AFTER:
            await asyncio.sleep(fault.delay)
        if fault.when is When.AFTER and fault.kind in (FaultKind.RESET, FaultKind.STATUS):
            answer.close()
            return _answer_of(fault), problem
        if fault.kind is FaultKind.GARBAGE:
            answer.close()
            return Answer(_NOISE, answer.content_type), problem
        return answer, problem

    async def _answer(self, http: HttpRequest) -> tuple[Answer, str]:
        try:
            self._service.quota.take()
            return await self._act(http), ""
        except Refusal as refusal:
            return self._answer_refusal(refusal), str(refusal)
        except SdconvertError as error:
            return as_json({"status": 500, "error": str(error)}, 500), str(error)

    def _answer_refusal(self, refusal: Refusal) -> Answer:
        is_literal = self._service.options.literal_403 and refusal.status in _LITERAL_403
        return as_json(refusal.as_dict(), 403 if is_literal else refusal.status)

    async def _act(self, http: HttpRequest) -> Answer:
        issuer = self._admit(http)
        id, query = http.path_params.get("id", ""), dict(http.query_params)
        if self._call.body is Body.NONE:
            return await self._work(CallRequest(issuer, id, query))
        if self._call.body is Body.JSON:
            return await self._work(CallRequest(issuer, id, query, await _read(http, JSON_LIMIT)))
        limit = self._service.upload_limit
        _check_length(http, limit + 2 * JSON_LIMIT, limit)
        upload = Upload(http.headers.getlist("content-type"), limit, self._service.store.files.root)
        try:
            async for piece in http.stream():
                upload.write(piece)
            return await self._work(CallRequest(issuer, id, query, *upload.finish()))
        finally:
            upload.close()

    async def _work(self, request: CallRequest) -> Answer:
        """The answer of the call; what converts waits for its turn, so that the other calls need not."""
        from starlette.concurrency import run_in_threadpool

        if not self._call.converts:
            return await run_in_threadpool(self._call.answer, self._service, request)
        async with self._turns:
            return await run_in_threadpool(self._call.answer, self._service, request)

    def _admit(self, http: HttpRequest) -> str | None:
        if self._call.scheme is Scheme.SIGNED:
            return self._service.gate.admit(http.headers)
        self._service.gate.check_api_key(http.headers)
        return None

    async def _send(self, answer: Answer, fault: Fault | None, http: HttpRequest, send: Send) -> None:
        is_truncated = fault is not None and fault.kind is FaultKind.TRUNCATE
        headers = self._headers(answer, fault, http)
        headers["content-length"] = str(answer.size or int(is_truncated))
        raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": raw})
        async for piece in _pieces(answer, answer.size // 2 if is_truncated else answer.size):
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        if is_truncated:
            self._connections.close(http.scope["client"])
            await _wait_for_end(http)
        else:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _headers(self, answer: Answer, fault: Fault | None, http: HttpRequest) -> dict[str, str]:
        headers = {**answer.headers, **self._service.quota.headers(answer.status)}
        if fault is not None and fault.kind is FaultKind.STATUS and fault.retry_after is not None:
            headers["retry-after"] = str(fault.retry_after)
        if self._service.options.api_version is not None:
            headers["x-api-version"] = self._service.options.api_version
        if "expect" in http.headers and answer.status != 200:
            headers["connection"] = "close"
        if answer.size:
            headers["content-type"] = answer.content_type
        return headers


async def _pieces(answer: Answer, end: int) -> AsyncIterator[bytes]:
    """The content of an answer up to an end."""
    from starlette.concurrency import run_in_threadpool

    for start in range(0, end, _PIECE):
        if answer.file is None:
            yield answer.body[start : min(start + _PIECE, end)]
        else:
            yield await run_in_threadpool(answer.file.read, min(_PIECE, end - start))


def _answer_of(fault: Fault) -> Answer | None:
    if fault.kind is FaultKind.RESET:
        return None
    if fault.status in _WITHOUT_BODY:
        return Answer(status=fault.status)
    return as_json({"status": fault.status, "error": "A fault that was asked for."}, fault.status)


async def _wait_for_end(http: HttpRequest) -> None:
    """Wait until the server has noticed that the connection is gone, which it would otherwise answer on."""
    while (await http.receive())["type"] != "http.disconnect":
        continue


async def _read(http: HttpRequest, limit: int) -> bytes:
    """The body of a request.

    Raises: Refusal.
    """
    _check_length(http, limit, limit)
    body = bytearray()
    async for piece in http.stream():
        body += piece
        if len(body) > limit:
            raise too_large(limit)
    return bytes(body)


def _check_length(http: HttpRequest, most: int, limit: int) -> None:
    length = http.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most:
        raise too_large(limit)


# ------------------------------------------------------------------------------------------------- the calls of our own


class _ControlEndpoint:
    """Answers the requests to the sandbox itself."""

    def __init__(self, control: Control, service: SandboxService) -> None:
        self._control = control
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.concurrency import run_in_threadpool
        from starlette.requests import ClientDisconnect
        from starlette.requests import Request as HttpRequest
        from starlette.responses import Response

        http = HttpRequest(scope, receive)
        try:
            _check_caller(http, self._service)
            order = Order(
                await _read(http, self._control.limit), http.path_params.get("id", ""), dict(http.query_params)
            )
            answer = await run_in_threadpool(self._control.answer, self._service, order)
        except ClientDisconnect:
            return
        except Refusal as refusal:
            answer = as_json(refusal.as_dict(), refusal.status)
        except SdconvertError as error:
            answer = as_json({"status": 500, "error": str(error)}, 500)
        response = Response(answer.body, answer.status, {"content-type": answer.content_type})
        await response(scope, receive, send)


def _check_caller(http: HttpRequest, service: SandboxService) -> None:
    """Raises: Refusal for what a page of somebody else's asks for."""
    host = http.headers.get("host", "")
    check_origin(http.headers.get("origin"), host)
    check_host(host, service.url, service.options.link_base)


class _Path:
    """Passes the requests to a path on by their methods."""

    def __init__(self, endpoints: Mapping[str, ASGIApp]) -> None:
        self._endpoints = endpoints

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from starlette.exceptions import HTTPException

        endpoint = self._endpoints.get(scope["method"])
        if endpoint is None:
            raise HTTPException(405, headers={"allow": ", ".join(sorted(self._endpoints))})
        await endpoint(scope, receive, send)


class _WithoutTrailingSlash:
    """Takes `/partner/documents/create/` for `/partner/documents/create`, as the guide writes both."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if len(path) > 1 and path.endswith("/"):
            scope = {**scope, "path": path.rstrip("/")}
        await self._app(scope, receive, send)


def build_app(service: SandboxService, connections: Connections) -> _WithoutTrailingSlash:
    """The application that serves the calls of the API, those of the sandbox, and the description of the API."""
    from starlette.applications import Starlette
    from starlette.exceptions import HTTPException
    from starlette.responses import JSONResponse, Response
    from starlette.routing import Route

    async def answer_unknown(http: HttpRequest, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 404
        headers = error.headers if isinstance(error, HTTPException) else None
        problem = f"there is no call {http.method} {http.url.path}"
        service.journal.add(JournalEntry(service.clock(), http.method, http.url.path, "", status, problem))
        return JSONResponse({"status": status, "error": f"Not found: {problem}."}, status, headers)

    async def answer_failure(_http: HttpRequest, error: Exception) -> Response:
        _LOG.error("The sandbox itself failed.", exc_info=error)
        return JSONResponse({"status": 500, "error": "The sandbox itself failed; its log says how."}, 500)

    paths: defaultdict[str, dict[str, ASGIApp]] = defaultdict(dict)
    turns = asyncio.Semaphore(CONVERSIONS)
    for call in CALLS:
        paths[call.path][call.method] = _Endpoint(call, service, connections, turns)
    for control in CONTROLS:
        paths[control.path][control.method] = _ControlEndpoint(control, service)
    routes = [Route(path, _Path(endpoints)) for path, endpoints in paths.items()]
    handlers = {404: answer_unknown, 405: answer_unknown, Exception: answer_failure}
    return _WithoutTrailingSlash(Starlette(routes=routes, exception_handlers=handlers))
