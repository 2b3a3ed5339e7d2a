"""One HTTP request and its response. What goes wrong says whether the server can have acted."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from sdconvert.errors import BadConfiguration
from sdconvert.extras import load_extra
from sdconvert.frozen import dataclass
from sdconvert.http.address import is_loopback
from sdconvert.http.watch import Exchange, watched_adapter

if TYPE_CHECKING:
    import requests

SYSTEM_CERTIFICATES = "system"
_CHUNK = 65_536
_CONNECTIONS = 64
_SLOWEST_LINE = 100_000.0
_POOL: Mapping[str, Any] = {"pool_connections": 4, "pool_maxsize": _CONNECTIONS, "max_retries": 0}


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. `read` is the wait for the next bytes of an answer, `work` that for the first of an import or export;
    `total` bounds the whole of an exchange, from the connection to the last byte of the answer, whatever the server
    sends meanwhile. What is uploaded has the time beside it that a line of 100,000 bytes a second needs."""

    connect: float = 10.0
    read: float = 60.0
    work: float = 300.0
    total: float = 900.0

    def of_exchange(self, sent: int) -> float:
        """The time for an exchange that sends so many bytes."""
        return self.total + sent / _SLOWEST_LINE


class StreamedBody(Protocol):
    """A body that is read while it is sent."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[bytes]: ...
    @property
    def is_sent(self) -> bool:
        """Whether all of it was read."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it goes out. Its headers hold secrets, so they do not show."""

    method: str
    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | StreamedBody | None = field(default=None, repr=False)
    read_timeout: float = 60.0

    @property
    def size(self) -> int:
        """How long the body is, in bytes."""
        return 0 if self.body is None else len(self.body)


class Response(Protocol):
    """The response to a request, its body not yet read."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]:
        """Found by their names in any case."""

    def chunks(self) -> Iterator[bytes]:
        """The body in pieces. Raises: Broken."""

    def close(self) -> None: ...


class Transport(Protocol):
    """What carries requests. It may be called from several threads."""

    def send(self, request: Request) -> Response:
        """Raises: Broken, BadConfiguration for what no request can be made with."""

    def close(self) -> None: ...


class Broken(Exception):
    """The request or its response did not come through. `was_sent` is False where the server certainly got no whole
    request."""

    def __init__(self, reason: str, *, was_sent: bool = True) -> None:
        super().__init__(reason)
        self.was_sent = was_sent


class TimedOut(Broken):
    """A time-out passed."""


class Untrusted(Broken):
    """The server's certificate is not trusted."""


class RequestsTransport:
    """The transport over HTTP: one session whose connections are used again, and no retries of its own, since a body
    that streams cannot be sent twice and a token must not be."""

    def __init__(
        self,
        timeouts: Timeouts,
        *,
        certificates: str | None = None,
        proxies: Mapping[str, str] | None = None,
        verifies: bool = True,
    ) -> None:
        """`proxies` are addresses by scheme, or for `all`; those of the environment (`HTTPS_PROXY`, `NO_PROXY` …)
        count where none is given. What this machine serves itself is called without any.

        Raises: BadConfiguration for certificates that cannot be used.
        """
        import requests

        self._requests: Any = requests
        self._timeouts = timeouts
        self._verify = _verification(certificates) if verifies else False
        self._session: requests.Session = self._new_session(certificates)
        self._proxies = _for_each_scheme(proxies or {})

    def _new_session(self, certificates: str | None) -> requests.Session:
        from http.cookiejar import DefaultCookiePolicy

        session: requests.Session = self._requests.Session()
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        session.mount("http://", watched_adapter(**_POOL))
        trusted = _system_context() if certificates == SYSTEM_CERTIFICATES else None
        session.mount("https://", watched_adapter(**_POOL, ssl_context=trusted))
        return session

    def send(self, request: Request) -> Response:
        """The response, its body not yet read. Raises: Broken, BadConfiguration."""
        from urllib3.exceptions import HTTPError

        exchange = Exchange(self._timeouts.of_exchange(request.size))
        try:
            with exchange.running():
                response = self._send(request)
        except Broken as broken:
            exchange.end()
            raise (TimedOut(_TOO_LONG, was_sent=broken.was_sent) if exchange.is_over else broken) from None
        except BaseException:
            exchange.end()
            raise
        return _RequestsResponse(response, (self._requests.exceptions.RequestException, HTTPError), exchange)

    def _send(self, request: Request) -> requests.Response:
        errors = self._requests.exceptions
        try:
            return self._session.request(
                request.method,
                request.url,
                headers=dict(request.headers),
                data=request.body,
                auth=_as_it_is,
                timeout=(self._timeouts.connect, request.read_timeout),
                proxies=self._proxies_for(request.url),
                verify=self._verify,
                allow_redirects=False,
                stream=True,
            )
        except ValueError:
            raise BadConfiguration(_NO_ADDRESS) from None
        except errors.RequestException as error:
            raise self._interpret(error, request) from None
        except OSError as error:
            raise BadConfiguration(f"The certificates cannot be used: {error}.") from None

    def _proxies_for(self, url: str) -> dict[str, str]:
        """Whom a request goes through: nobody on the way to this machine, where a proxy would get the credentials in
        the open."""
        host = urlsplit(url).hostname or ""
        return {"no_proxy": host} if is_loopback(host) else dict(self._proxies)

    def _interpret(self, error: Exception, request: Request) -> Broken:
        """What an exception of requests means."""
        errors = self._requests.exceptions
        was_sent = not (_is_before_sending(error) or _is_partly_sent(request))
        if _cause(error, ssl.SSLCertVerificationError):
            return Untrusted("the server's certificate is not trusted", was_sent=False)
        if any(getattr(cause, "reason", None) in _NO_TLS for cause in _causes(error)):
            return Broken("the server does not speak https at this address", was_sent=False)
        if isinstance(error, errors.ConnectTimeout):
            return TimedOut("there was no connection in time", was_sent=False)
        if isinstance(error, errors.Timeout) or _cause(error, TimeoutError):
            return TimedOut("there was no answer in time", was_sent=was_sent)
        if isinstance(error, errors.ProxyError):
            return Broken("the proxy cannot be used", was_sent=False)
        return Broken(_reason(error), was_sent=was_sent)

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


_TOO_LONG = "the exchange did not come to its end in time"
_NO_ADDRESS = "The address or the proxy cannot be used: it is malformed, or of a kind that is not supported."
_NO_TLS = frozenset({"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"})
"""What TLS says when the first bytes of the other side are none of its own; no request has gone out by then."""


def _verification(certificates: str | None) -> bool | str:
    """What requests takes for `verify`. Raises: BadConfiguration for certificates that cannot be read."""
    if certificates in (None, SYSTEM_CERTIFICATES):
        return True
    path = Path(str(certificates))
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(**{"capath" if path.is_dir() else "cafile": str(path)})
    except (OSError, ValueError) as error:
        reason = "it holds no certificate" if isinstance(error, ssl.SSLError) else getattr(error, "strerror", error)
        raise BadConfiguration(f"The certificates in {path} cannot be used: {reason}.") from error
    return str(path)


def _for_each_scheme(proxies: Mapping[str, str]) -> dict[str, str]:
    """The proxies with that for `all` as one for each scheme: those of the environment are stated by scheme."""
    usual = proxies.get("all")
    return dict(proxies) if usual is None else {"http": usual, "https": usual, **proxies}


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps the credentials of a .netrc file from replacing ours."""
    return request


def _system_context() -> Any:
    """What trusts what the operating system trusts."""
    return load_extra("truststore", "truststore").SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and what it is made of: urllib3 keeps causes as arguments and as `reason`."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        current = waiting.pop()
        if isinstance(current, BaseException) and id(current) not in seen:
            seen.add(id(current))
            yield current
            waiting += [*current.args, getattr(current, "reason", None), current.__cause__, current.__context__]


def _cause(error: BaseException, kind: type[BaseException]) -> bool:
    return any(isinstance(cause, kind) for cause in _causes(error))


def _is_before_sending(error: BaseException) -> bool:
    """Whether there never was a connection: refused, no such name."""
    return any(type(cause).__name__ in ("NewConnectionError", "NameResolutionError") for cause in _causes(error))


def _is_partly_sent(request: Request) -> bool:
    """Whether a streamed body broke off before its end: such a request is none that a server could act on."""
    return request.body is not None and not isinstance(request.body, bytes) and not request.body.is_sent


_KNOWN_REASONS = {
    "NameResolutionError": "the server's name is not known",
    "ConnectionRefusedError": "the connection was refused",
    "ConnectionResetError": "the connection was reset",
    "BrokenPipeError": "the connection was closed while sending",
    "RemoteDisconnected": "the connection was closed without an answer",
    "NewConnectionError": "there is no connection to the server",
    "IncompleteRead": "the answer is cut short",
}


def _reason(error: BaseException) -> str:
    kinds = {type(cause).__name__ for cause in _causes(error)}
    return next((words for kind, words in _KNOWN_REASONS.items() if kind in kinds), "the connection broke")


class _RequestsResponse:
    def __init__(self, response: requests.Response, broken: tuple[type[Exception], ...], exchange: Exchange) -> None:
        self._response = response
        self._broken = broken
        self._exchange = exchange

    @property
    def status(self) -> int:
        return self._response.status_code

    @property
    def headers(self) -> Mapping[str, str]:
        return self._response.headers

    def chunks(self) -> Iterator[bytes]:
        try:
            for piece in self._pieces():
                self._check_time()
                yield piece
        except self._broken as error:
            self._check_time()
            if _cause(error, TimeoutError):
                raise TimedOut("the answer did not come to its end in time") from None
            raise Broken("the answer is cut short") from None
        self._check_time()

    def _check_time(self) -> None:
        if self._exchange.is_over:
            raise TimedOut("the answer did not come to its end in time")

    def _pieces(self) -> Iterator[bytes]:
        """The body as it comes in: `iter_content` waits for a whole piece, during which no time-out can be checked."""
        raw = self._response.raw
        if raw.chunked or not hasattr(raw, "read1"):
            yield from self._response.iter_content(_CHUNK)
            return
        while piece := raw.read1(_CHUNK, decode_content=True):
            yield piece

    def close(self) -> None:
        self._exchange.end()
        with suppress(OSError):
            self._response.close()


def parse_version(text: str) -> tuple[int, ...] | None:
    """The numbers of an `X-Api-Version`, whatever follows them; None where there is none."""
    found = re.match(r"\s*(\d+(?:\.\d+)*)", text)
    return None if found is None else tuple(int(number) for number in found[1].split("."))
