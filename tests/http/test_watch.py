"""Servers that never come to an end: the time of the whole exchange holds, whatever they send."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator

import pytest

from sdconvert.http.transport import Request, RequestsTransport, TimedOut, Timeouts

LIMITS = Timeouts(connect=2.0, read=2.0, work=2.0, total=0.15)
OK = b"HTTP/1.1 200 OK\r\n"
Send = Callable[[bytes], None]


def drip(send: Send, start: bytes, again: bytes, pause: float = 0.02) -> None:
    send(start)
    while True:
        send(again)
        time.sleep(pause)


def drip_empty_blocks(send: Send) -> None:
    send(OK + b"content-encoding: gzip\r\n\r\n")
    packer = zlib.compressobj(wbits=31)
    send(packer.compress(b"x"))
    while True:
        send(packer.flush(zlib.Z_SYNC_FLUSH) or packer.flush(zlib.Z_FULL_FLUSH))
        time.sleep(0.02)


SERVERS: dict[str, Callable[[Send], None]] = {
    "a status line in drops": lambda send: drip(send, b"HTTP/1.1 20", b"0"),
    "one continue after the other": lambda send: drip(send, b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "headers in drops": lambda send: drip(send, OK + b"x: ", b"y"),
    "a body in drops": lambda send: drip(send, OK + b"content-length: 1000000\r\n\r\n", b"y"),
    "a body without end in drops": lambda send: drip(send, OK + b"\r\n", b"y"),
    "a chunk in drops": lambda send: drip(send, OK + b"transfer-encoding: chunked\r\n\r\nfffff\r\n", b"y"),
    "the size of a chunk in drops": lambda send: drip(send, OK + b"transfer-encoding: chunked\r\n\r\n", b"0"),
    "empty blocks of gzip": drip_empty_blocks,
    "empty members of gzip": lambda send: drip(
        send, OK + b"content-encoding: gzip\r\n\r\n", gzip.compress(b"", mtime=0)
    ),
    "nothing": lambda send: time.sleep(5),
}


class Endless:
    """A server on this machine that answers each connection so. `ended` once a client has gone."""

    def __init__(self, answer: Callable[[Send], None]) -> None:
        self._answer = answer
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/x"
        self.ended = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            try:
                connection.recv(65_536)
                self._answer(connection.sendall)
            except OSError:
                self.ended.set()

    def stop(self) -> None:
        self._listener.close()


@pytest.fixture
def transport() -> Iterator[RequestsTransport]:
    made = RequestsTransport(LIMITS)
    yield made
    made.close()


def ask(transport: RequestsTransport, url: str) -> bytes:
    """The body of an answer."""
    response = transport.send(Request("GET", url, {}, read_timeout=2.0))
    try:
        return b"".join(response.chunks())
    finally:
        response.close()


@pytest.mark.parametrize("kind", SERVERS)
def test_the_time_of_an_exchange_holds_whatever_comes(transport: RequestsTransport, kind: str) -> None:
    server = Endless(SERVERS[kind])
    began = time.monotonic()
    with pytest.raises(TimedOut, match="did not come to its end in time"):
        ask(transport, server.url)
    assert time.monotonic() - began < 1.5
    assert kind == "nothing" or server.ended.wait(2.0)
    server.stop()


def test_a_handshake_in_drops_ends_too(transport: RequestsTransport) -> None:
    server = Endless(lambda send: drip(send, b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc", b"\x00"))
    began = time.monotonic()
    with pytest.raises(TimedOut):
        ask(transport, server.url.replace("http", "https"))
    assert time.monotonic() - began < 1.5
    server.stop()


def test_what_is_uploaded_has_time_beside_the_total() -> None:
    assert LIMITS.of_exchange(0) == 0.15
    assert Timeouts().of_exchange(500_000_000) == 900.0 + 5000.0


def test_a_connection_that_was_used_within_the_time_is_used_again(transport: RequestsTransport) -> None:
    def answer(send: Send) -> None:
        for _ in range(2):
            send(OK + b"content-length: 2\r\n\r\nok")
            time.sleep(0.3)

    server = Endless(answer)
    for wait in (0.2, 0.0):
        assert ask(transport, server.url) == b"ok"
        time.sleep(wait)
    server.stop()
