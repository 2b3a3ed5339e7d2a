"""A sandbox that listens: in a thread of this process, or as the process itself."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sdconvert.errors import BadConfiguration
from sdconvert.sandbox.app import Connections, build_app
from sdconvert.sandbox.faults import parse_fault
from sdconvert.sandbox.options import LOOPBACK, Credentials, SandboxOptions
from sdconvert.sandbox.routes import CALL_NAMES
from sdconvert.sandbox.service import SandboxService

if TYPE_CHECKING:
    import uvicorn

_LIBRARIES = ("starlette", "uvicorn", "python_multipart", "jwt")
_STOP_SECONDS = 1


class Sandbox:
    """A sandbox that runs in a thread. It stops at the end of a `with`, or by `stop`."""

    def __init__(self, service: SandboxService, server: uvicorn.Server, listener: socket.socket) -> None:
        self.service = service
        self._server = server
        self._listener = listener
        self._thread = threading.Thread(target=self._serve, name="sdconvert sandbox", daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        asyncio.run(self._server.serve([self._listener]))

    @property
    def url(self) -> str:
        """The base URL, without a slash at its end."""
        return self.service.url

    @property
    def credentials(self) -> Credentials:
        """What its callers sign in with."""
        return self.service.credentials

    def fault(self, **members: object) -> None:
        """Ask for a fault by the members of `POST /_sandbox/faults`.

        Raises: Refusal, naming every wrong member.
        """
        self.service.faults.add(parse_fault(members, CALL_NAMES))

    def stop(self) -> None:
        """Finish the calls under way and stop."""
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()
        self.service.close()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()


def start(port: int = 0, options: SandboxOptions | None = None, host: str = LOOPBACK) -> Sandbox:
    """A running sandbox, which takes calls at once; port 0 takes a free one. Its state is in memory where the options
    name no folder.

    Raises: BadConfiguration.
    """
    service, server, listener = _prepare(port, options or SandboxOptions(), host)
    return Sandbox(service, server, listener)


class Foreground:
    """A sandbox that is ready and runs as the process itself, until it is interrupted."""

    def __init__(self, port: int, options: SandboxOptions, host: str = LOOPBACK) -> None:
        """Raises: BadConfiguration."""
        self.service, self._server, self._listener = _prepare(port, options, host)
        self._is_terminated = False
        self._former = signal.signal(signal.SIGTERM, self._terminate)

    def _terminate(self, *_signal: object) -> None:
        """Stop in order. The server hands the signal on when it has stopped: the default would end the process."""
        self._is_terminated = self._server.should_exit = True

    def run(self) -> None:
        """Serve until the process is told to stop.

        Raises: SystemExit after a request to terminate, as KeyboardInterrupt after an interrupt.
        """
        try:
            asyncio.run(self._server.serve([self._listener]))
        finally:
            self.close()
        if self._is_terminated:
            raise SystemExit(128 + signal.SIGTERM)

    def close(self) -> None:
        """Let go of the address and the state."""
        signal.signal(signal.SIGTERM, self._former)
        self._listener.close()
        self.service.close()


def _prepare(port: int, options: SandboxOptions, host: str) -> tuple[SandboxService, uvicorn.Server, socket.socket]:
    check_libraries()
    import uvicorn

    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family, backlog=512)
    except (OSError, OverflowError) as error:
        why = "another program does; choose another port" if _is_taken(error) else str(error)
        raise BadConfiguration(f"The sandbox cannot listen at {host}, port {port}: {why}.") from error
    try:
        service = SandboxService(options)
    except BadConfiguration:
        listener.close()
        raise
    service.url = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
    connections = Connections()
    config = uvicorn.Config(
        build_app(service, connections),
        http=_protocol(connections),
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    return service, uvicorn.Server(config), listener


def _is_taken(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno == errno.EADDRINUSE


def _protocol(connections: Connections) -> type[asyncio.Protocol]:
    """The HTTP protocol, which notes its connections, and sends the parts of an answer as they come: asyncio sees to
    that only for sockets made with a protocol number, and an answer would wait 40 ms for an acknowledgement."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class NotingProtocol(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            if self.client is not None:
                connections[self.client] = transport
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def connection_lost(self, exc: Exception | None) -> None:
            if self.client is not None:
                connections.pop(self.client, None)
            super().connection_lost(exc)

    return NotingProtocol


def check_libraries() -> None:
    """Raises: BadConfiguration naming the extra whose libraries are missing."""
    missing = [name for name in _LIBRARIES if find_spec(name) is None]
    if missing:
        raise BadConfiguration(
            f'The sandbox needs {", ".join(missing)}; install it with: pip install "sdconvert[sandbox]".'
        )
