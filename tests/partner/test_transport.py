"""The transport over real sockets: what breaks, and whether the server can have acted."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import responses
from partner_kit import ACCESS, DOCUMENT, SECRET, word_file

from sdconvert.errors import UnreadableInput
from sdconvert.http.transport import Broken, Request, RequestsTransport, TimedOut, Untrusted, parse_version
from sdconvert.partner import PartnerClient, RetryPolicy, Timeouts
from sdconvert.partner.errors import CallTimedOut, ConnectionFailed, OutcomeUnknown, UnexpectedStatus
from sdconvert.partner.uploads import pack_upload

QUICK = Timeouts(connect=1.0, read=0.3, work=0.3, total=1.0)
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"
Behaviour = Callable[[socket.socket], None]


@contextmanager
def server(behave: Behaviour) -> Iterator[str]:
    """A server on this machine that treats each connection as it is told."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                behave(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def answering(data: bytes) -> Behaviour:
    def behave(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(data)

    return behave


def reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def reset_after_reading(connection: socket.socket) -> None:
    connection.recv(65_536)
    reset(connection)


def hang(connection: socket.socket) -> None:
    connection.recv(65_536)
    time.sleep(1)


def send(url: str, body: object = None, timeouts: Timeouts = QUICK) -> bytes:
    transport = RequestsTransport(timeouts)
    try:
        request = Request("GET" if body is None else "POST", f"{url}/x", {"authorization": "t"}, body, timeouts.read)  # type: ignore[arg-type]
        answer = transport.send(request)
        try:
            return b"".join(answer.chunks())
        finally:
            answer.close()
    finally:
        transport.close()


def broken(url: str, body: object = None) -> Broken:
    with pytest.raises(Broken) as caught:
        send(url, body)
    return caught.value


def test_an_answer_comes_through() -> None:
    with server(answering(OK)) as url:
        assert send(url) == b"[]"


def test_a_refused_connection_was_not_sent() -> None:
    with server(answering(OK)) as url:
        pass
    assert not broken(url).was_sent


def test_an_unknown_name_was_not_sent() -> None:
    assert not broken("http://no-such-host.invalid").was_sent


@pytest.mark.parametrize("behave", [reset_after_reading, answering(b"")])
def test_a_connection_that_ends_before_the_answer_may_have_been_served(behave: Behaviour) -> None:
    with server(behave) as url:
        assert broken(url, b"{}").was_sent


@pytest.mark.parametrize(
    "data",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[]",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n[]",
        b"rubbish\r\n\r\n",
    ],
)
def test_a_cut_or_garbled_answer_is_an_error(data: bytes) -> None:
    with server(answering(data)) as url:
        assert broken(url).was_sent


def test_a_server_that_hangs_is_left() -> None:
    with server(hang) as url:
        began = time.monotonic()
        assert isinstance(broken(url, b"{}"), TimedOut)
        assert time.monotonic() - began < 0.9


def test_an_upload_that_breaks_off_in_the_middle_was_not_served(tmp_path: Path) -> None:
    file = tmp_path / "large.docx"
    with file.open("wb") as opened:
        opened.truncate(20_000_000)

    def behave(connection: socket.socket) -> None:
        connection.recv(1000)
        reset(connection)

    with server(behave) as url:
        body = pack_upload(file, DOCUMENT).body
        assert not broken(url, body).was_sent
        body.close()


def assert_unexpected(client: PartnerClient) -> None:
    with pytest.raises(UnexpectedStatus, match="307"):
        client.word_templates()


def test_a_redirect_is_not_followed() -> None:
    moved = b"HTTP/1.1 307 Moved\r\nLocation: http://elsewhere.invalid/\r\nContent-Length: 0\r\n\r\n"
    with server(answering(moved)) as url, PartnerClient(url, "c", SECRET, user_id="u") as client:
        assert_unexpected(client)


def test_a_trickling_answer_ends_with_the_total_time() -> None:
    def trickle(connection: socket.socket) -> None:
        connection.recv(65_536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(30):
            try:
                connection.sendall(b" ")
            except OSError:
                return
            time.sleep(0.05)

    timeouts = Timeouts(1.0, 0.3, 0.3, total=0.4)
    with server(trickle) as url:
        options = {"timeouts": timeouts, "retries": RetryPolicy(attempts=1), "user_id": "u"}
        with PartnerClient(url, "c", SECRET, **options) as client:
            began = time.monotonic()
            with pytest.raises(CallTimedOut):
                client.word_templates()
    assert time.monotonic() - began < 2


def test_one_connection_serves_many_calls() -> None:
    connections = []

    def behave(connection: socket.socket) -> None:
        connections.append(connection)
        while connection.recv(65_536):
            connection.sendall(OK)

    with server(behave) as url, PartnerClient(url, "c", SECRET, user_id="u") as client:
        for _ in range(5):
            client.word_templates()
    assert len(connections) == 1


def test_many_threads_share_a_client() -> None:
    with responses.RequestsMock() as mock:
        mock.get("https://api.example/partner/templates/word", json=[])
        with PartnerClient("https://api.example", "c", SECRET, user_id="u") as client:
            threads = [threading.Thread(target=client.word_templates) for _ in range(16)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        tokens = {call.request.headers["authorization"] for call in mock.calls}
    assert len(tokens) == 16


def test_credentials_of_netrc_do_not_replace_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine api.example login a password b\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with responses.RequestsMock() as mock:
        mock.get("https://api.example/partner/templates/word", json=[])
        with PartnerClient("https://api.example", "c", SECRET, user_id="u") as client:
            client.word_templates()
        assert mock.calls[0].request.headers["authorization"].startswith("Bearer ")


def test_a_reset_before_the_answer_to_an_import_is_an_unknown_outcome(tmp_path: Path) -> None:
    def behave(connection: socket.socket) -> None:
        data = connection.recv(65_536)
        if data.startswith(b"GET"):
            connection.sendall(OK)
        else:
            while b"--\r\n" not in data[-4:]:
                data += connection.recv(65_536)
            reset(connection)

    with server(behave) as url:
        options = {"retries": RetryPolicy(settle=0, first_wait=0), "user_id": "u"}
        with PartnerClient(url, "c", SECRET, **options) as client, pytest.raises(OutcomeUnknown):
            client.import_word(word_file(tmp_path), DOCUMENT)


def test_a_server_that_is_down_is_not_an_unknown_outcome(tmp_path: Path) -> None:
    with server(answering(OK)) as url:
        pass
    options = {"retries": RetryPolicy(attempts=2, first_wait=0), "user_id": "u"}
    with PartnerClient(url, "c", SECRET, **options) as client, pytest.raises(ConnectionFailed):
        client.create(DOCUMENT)


def test_an_untrusted_certificate_was_not_sent() -> None:
    import ssl

    from requests.exceptions import SSLError

    with responses.RequestsMock() as mock:
        mock.get("https://api.example/x", body=SSLError(ssl.SSLCertVerificationError("self-signed")))
        failure = broken("https://api.example")
    assert isinstance(failure, Untrusted)
    assert not failure.was_sent


def test_the_certificates_of_the_system_can_be_trusted() -> None:
    pytest.importorskip("truststore")
    RequestsTransport(QUICK, certificates="system").close()


def test_the_package_loads_no_library_before_it_is_used() -> None:
    import subprocess
    import sys

    script = "import sys, sdconvert.partner, sdconvert.exchange; "
    script += "sys.exit(any(name in sys.modules for name in ('requests', 'jwt', 'requests_toolbelt')))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "version"), [("2.6.1.1", (2, 6, 1, 1)), ("2.6.0.0-x", (2, 6, 0, 0)), ("", None), ("v2", None)]
)
def test_a_version_is_its_numbers(text: str, version: tuple[int, ...] | None) -> None:
    assert parse_version(text) == version


def test_an_access_answer_is_read_over_the_wire() -> None:
    with responses.RequestsMock() as mock:
        mock.post("https://api.example/partner/documents/create", json=ACCESS)
        with PartnerClient("https://api.example/", "c", SECRET, user_id="u") as client:
            assert client.create(DOCUMENT).document_id == ACCESS["documentId"]


def taking_all(connection: socket.socket) -> None:
    """Reads until the other side ends, and says nothing."""
    while connection.recv(65_536):
        continue


def test_an_upload_whose_file_shrinks_meanwhile_ends_without_waiting_for_the_server(tmp_path: Path) -> None:
    file = tmp_path / "big.docx"
    file.write_bytes(b"x" * 5_000_000)

    def shrink(sent: int, total: int) -> None:
        if sent > total / 2:
            file.write_bytes(b"")

    began = time.monotonic()
    patient = Timeouts(work=30.0)
    with (
        server(taking_all) as url,
        PartnerClient(url, "c", SECRET, user_id="u1", timeouts=patient) as made,
        pytest.raises(UnreadableInput, match="changed while it was sent"),
    ):
        made.import_word(file, DOCUMENT, if_exists="new", progress=shrink)
    assert time.monotonic() - began < 10
