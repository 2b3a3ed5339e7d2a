"""A review that listens: in a thread of this process, or as the process itself."""

from __future__ import annotations

import asyncio
import secrets
import socket
import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sdconvert.errors import BadConfiguration
from sdconvert.review.app import build_app
from sdconvert.review.session import ReviewSession

if TYPE_CHECKING:
    import uvicorn

_LOOPBACK = "127.0.0.1"
_LIBRARIES = ("babel", "starlette", "uvicorn")
_STOP_SECONDS = 1


class ReviewServer:
    """Serves one review on this machine, to those who know its address. It begins to read at once."""

    def __init__(self, session: ReviewSession, port: int = 0) -> None:
        """Raises: BadConfiguration."""
        check_libraries()
        self.session = session
        try:
            self._listener = socket.create_server((_LOOPBACK, port))
        except (OSError, OverflowError) as error:
            raise BadConfiguration(f"The page cannot be served at port {port}: {error}.") from error
        self.port = self._listener.getsockname()[1]
        self._token = secrets.token_urlsafe(24)
        self._server = _make_server(session, self._token, self.port)
        self._thread: threading.Thread | None = None
        session.start()

    @property
    def url(self) -> str:
        """The address of the page, with the token that lets its reader in."""
        return f"http://{_LOOPBACK}:{self.port}/{self._token}/"

    def run(self) -> None:
        """Serve until the process is interrupted."""
        try:
            asyncio.run(self._server.serve([self._listener]))
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the address, and stop what goes on in the background."""
        self._listener.close()
        self.session.close()

    def __enter__(self) -> ReviewServer:
        self._thread = threading.Thread(target=self.run, name="sdconvert review", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join()


def _make_server(session: ReviewSession, token: str, port: int) -> uvicorn.Server:
    import uvicorn

    hosts = frozenset((f"{_LOOPBACK}:{port}", f"localhost:{port}"))
    return uvicorn.Server(
        uvicorn.Config(
            build_app(session, token, hosts),
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_STOP_SECONDS,
        )
    )


def check_libraries() -> None:
    """Raises: BadConfiguration naming the extra whose libraries are missing."""
    missing = [name for name in _LIBRARIES if find_spec(name) is None]
    if missing:
        raise BadConfiguration(
            f'The page needs {", ".join(missing)}; install it with: pip install "sdconvert[review]".'
        )
