"""The client: all calls of the Partner API on one connection. Each passes through `Sender.send`."""

from __future__ import annotations

import random as chance
import time
import warnings
from collections.abc import Callable, Mapping

from sdconvert.errors import BadConfiguration
from sdconvert.http.address import parse_base_url
from sdconvert.http.json_fields import parse_list
from sdconvert.http.pace import Pace
from sdconvert.http.response import ResponseBody, header_words, json_reader
from sdconvert.http.retry import Clock, RetryPolicy
from sdconvert.http.secret import Secret
from sdconvert.http.transport import RequestsTransport, Timeouts, Transport
from sdconvert.partner.auth import Algorithm, Auth, JwtAuth
from sdconvert.partner.export_file import LARGEST_EXPORT
from sdconvert.partner.exports import ExportCalls
from sdconvert.partner.imports import Check, ImportCalls
from sdconvert.partner.responses import parse_template
from sdconvert.partner.sender import Sender
from sdconvert.partner.types import COMMENTER_WORDS, Ping, WordTemplate

LEAST_VERSION = (2, 6, 0, 0)
LARGEST_UPLOAD = 1_000_000_000


class PartnerClient(ImportCalls, ExportCalls):
    """A connection to the Partner API. It may be used by several threads at once; close it, or use it with `with`."""

    def __init__(
        self,
        base_url: str,
        client_id: str = "",
        client_secret: str | Secret = "",
        *,
        user_id: str = "",
        algorithm: Algorithm | str = Algorithm.HS256,
        auth: Auth | None = None,
        timeouts: Timeouts | None = None,
        retries: RetryPolicy | None = None,
        certificates: str | None = None,
        proxies: Mapping[str, str] | None = None,
        insecure: bool = False,
        check: Check | None = None,
        largest_upload: int = LARGEST_UPLOAD,
        largest_export: int = LARGEST_EXPORT,
        least_version: tuple[int, ...] = LEAST_VERSION,
        commenter_word: str = COMMENTER_WORDS[0],
        fingerprint: bool = True,
        transport: Transport | None = None,
        pace: Pace | None = None,
        now: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float] = chance.random,
    ) -> None:
        """`user_id` acts where a call names nobody. `auth` replaces the client id and secret, for the legacy scheme.

        `certificates` is a file with CA certificates, or `system` for those of the operating system (extra
        `truststore`). `insecure` trusts everybody and allows http to other machines; it warns. `check` is asked
        before a file is sent; `largest_upload` and `largest_export` bound what is sent and what is written, in bytes.
        `pace` bounds how often the server is called. `commenter_word` is sent for who may
        comment: `commentator`, which the service understands, or the guide's `commenter`. Without `fingerprint` the
        field `supplemental` of imports is all the partner's own, and nobody can tell what was imported already.

        Raises: BadConfiguration.
        """
        address = parse_base_url(base_url, insecure)
        parse_commenter_word(commenter_word)
        if insecure:
            warnings.warn("The server's certificate is not verified: anybody can read along.", stacklevel=2)
        patience = timeouts or Timeouts()
        sender = Sender(
            address,
            auth if auth is not None else JwtAuth(client_id, client_secret, algorithm),
            transport or RequestsTransport(patience, certificates=certificates, proxies=proxies, verifies=not insecure),
            patience,
            retries or RetryPolicy(),
            Clock(now, monotonic, sleep, random),
            least_version,
            pace or Pace(monotonic=monotonic, sleep=sleep),
        )
        super().__init__(sender, user_id, check, largest_upload, commenter_word, fingerprint)
        self._largest_export = largest_export

    def __repr__(self) -> str:
        return f"PartnerClient({self._sender.base_url!r}, {self._sender.auth!r}, user_id={self._user_id!r})"

    def __enter__(self) -> PartnerClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def base_url(self) -> str:
        """The address of the server."""
        return self._sender.base_url

    @property
    def user_id(self) -> str:
        """Who acts where a call names nobody."""
        return self._user_id

    def close(self) -> None:
        """Close the connections."""
        self._sender.transport.close()

    def ping(self) -> Ping:
        """What a call that changes nothing tells of the server; that it returns shows that the credentials are right.

        Raises: PartnerError.
        """
        began = self._sender.clock.monotonic()
        call = self._get_call("Asking the server", "/partner/templates/word", {}, None)
        version, templates = self._sender.send(call, _read_ping)
        return Ping(version, self._sender.clock.monotonic() - began, len(templates))


def parse_commenter_word(word: str) -> str:
    """The word that is sent for who may comment. Raises: BadConfiguration."""
    if word not in COMMENTER_WORDS:
        raise BadConfiguration(f"The word for who may comment is {word!r}; {' or '.join(COMMENTER_WORDS)} is needed.")
    return word


def _read_ping(body: ResponseBody) -> tuple[str, tuple[WordTemplate, ...]]:
    return header_words(body.response, "x-api-version", body.secrets), json_reader(parse_list(parse_template))(body)
