"""Certificates and proxies over real sockets: what is trusted, and through whom a call goes."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from partner_kit import DOCUMENT, SECRET, USER

from sdconvert.errors import BadConfiguration
from sdconvert.http.transport import Broken, Request, RequestsTransport, Timeouts
from sdconvert.partner import PartnerClient, RetryPolicy
from sdconvert.partner.errors import CertificateRefused, ConnectionFailed

ONCE = RetryPolicy(attempts=1)
QUICK = Timeouts(connect=2.0, read=2.0, work=2.0)
PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*PROXY_VARIABLES, "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


class Templates(BaseHTTPRequestHandler):
    """Answers every call with an empty list, and keeps what it was asked for."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing is printed."""


class Server:
    """A server on this machine, over TLS where there is a certificate."""

    def __init__(self, certificate: Path | None = None, key: Path | None = None) -> None:
        self.asked: list[str] = []
        self._http = HTTPServer(("127.0.0.1", 0), type("Handler", (Templates,), {"asked": self.asked}))
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
        self.address = f"127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for this machine that nobody has signed, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("the program openssl, which makes the certificate, is not installed")
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "certificate.pem", folder / "key.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"]
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    command = [openssl, "req", *kind, *subject, "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    return made, key


@pytest.fixture
def secured(certificate: tuple[Path, Path]) -> Iterator[Server]:
    server = Server(*certificate)
    yield server
    server.stop()


@pytest.fixture
def plain() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


def client(address: str, **options: object) -> PartnerClient:
    return PartnerClient(address, "c", SECRET, user_id="u", retries=ONCE, timeouts=QUICK, **options)  # type: ignore[arg-type]


def test_a_certificate_that_nobody_has_signed_is_refused_before_anything_is_sent(secured: Server) -> None:
    with client(f"https://{secured.address}") as made:
        with pytest.raises(CertificateRefused, match="not trusted"):
            made.word_templates()
        with pytest.raises(CertificateRefused):
            made.create(DOCUMENT)
    assert secured.asked == []


def test_a_server_is_trusted_by_its_ca_bundle(secured: Server, certificate: tuple[Path, Path]) -> None:
    with client(f"https://{secured.address}", certificates=str(certificate[0])) as made:
        assert made.word_templates() == ()


def test_the_bundle_that_the_environment_names_is_trusted(
    secured: Server, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate[0]))
    with client(f"https://{secured.address}") as made:
        assert made.word_templates() == ()


def test_the_system_does_not_trust_what_nobody_has_signed(secured: Server) -> None:
    pytest.importorskip("truststore", reason="the extra truststore is not installed")
    with client(f"https://{secured.address}", certificates="system") as made, pytest.raises(CertificateRefused):
        made.word_templates()


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_trusting_everybody_works_and_is_loud(secured: Server) -> None:
    with (
        pytest.warns(UserWarning, match="not verified"),
        client(f"https://{secured.address}", insecure=True) as made,
    ):
        assert made.word_templates() == ()


def test_a_server_without_tls_got_nothing(plain: Server) -> None:
    with client(f"https://{plain.address}") as made, pytest.raises(ConnectionFailed, match="does not speak https"):
        made.create(DOCUMENT)


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_certificates_that_cannot_be_used_are_named_at_once(content: str | None, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.pem"
    if content is not None:
        bundle.write_text(content)
    with pytest.raises(BadConfiguration, match=r"bundle\.pem cannot be used"):
        client("https://api.example", certificates=str(bundle))


def test_a_missing_bundle_of_the_environment_is_an_error_of_ours(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, secured: Server
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    with client(f"https://{secured.address}") as made, pytest.raises(BadConfiguration, match=r"none\.pem"):
        made.word_templates()


def asked_through(proxy: Server, proxies: dict[str, str] | None = None) -> list[str]:
    """What a proxy is asked for by a call to a server that is not there."""
    transport = RequestsTransport(QUICK, proxies=proxies)
    answer = transport.send(Request("GET", "http://api.invalid/x", {}))
    answer.close()
    transport.close()
    return proxy.asked


@pytest.mark.parametrize("scheme", ["http", "all"])
def test_a_call_goes_through_the_proxy_of_the_settings_rather_than_that_of_the_environment(
    scheme: str, plain: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert asked_through(plain, {scheme: f"http://{plain.address}"}) == ["http://api.invalid/x"]


def test_a_call_goes_through_the_proxy_of_the_environment(plain: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://{plain.address}")
    assert asked_through(plain) == ["http://api.invalid/x"]


def test_what_the_environment_excepts_is_called_directly(plain: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://{plain.address}")
    monkeypatch.setenv("no_proxy", "api.invalid")
    with pytest.raises(Broken, match="name is not known"):
        asked_through(plain)
    assert plain.asked == []


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "127.1"])
@pytest.mark.parametrize("proxies", [None, {"http": ""}, {"all": ""}])
def test_credentials_for_this_machine_are_shown_to_no_proxy(
    name: str, proxies: dict[str, str] | None, plain: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = Server()
    monkeypatch.setenv("http_proxy", f"http://{proxy.address}")
    stated = None if proxies is None else dict.fromkeys(proxies, f"http://{proxy.address}")
    transport = RequestsTransport(QUICK, proxies=stated)
    address = plain.address.replace("127.0.0.1", name)
    transport.send(Request("GET", f"http://{address}/x", {"authorization": "Bearer token"})).close()
    transport.close()
    proxy.stop()
    assert (plain.asked, proxy.asked) == (["/x"], [])


def test_a_proxy_that_cannot_be_reached_got_nothing() -> None:
    proxies = {"https": "http://user:pass-word@127.0.0.1:9"}
    with client("https://api.invalid", proxies=proxies) as made, pytest.raises(ConnectionFailed) as caught:
        made.open("8e6875cb-5cd2-4178-8ad4-d77b92173bf9", USER)
    assert not caught.value.failure.may_have_acted
    assert "pass-word" not in f"{caught.value!r} {made!r}"


@pytest.mark.parametrize(
    ("address", "proxies"),
    [
        ("https://a..b", {}),
        ("https://*.example", {}),
        (f"https://{'a' * 70}.example", {}),
        ("https://api.example", {"https": "http://"}),
        ("https://api.example", {"https": "ftp://127.0.0.1:9"}),
    ],
)
def test_an_address_that_cannot_be_called_is_an_error_of_ours(address: str, proxies: dict[str, str]) -> None:
    with client(address, proxies=proxies) as made, pytest.raises(BadConfiguration, match="cannot be used"):
        made.word_templates()
