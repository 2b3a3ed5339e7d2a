"""The time of one exchange: when it is over, the sockets are shut, whatever the server still sends.

Time-outs of sockets bound the wait for the next byte. A server that sends one now and then, or what is no part of an
answer, passes them for ever.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any


class Exchange:
    """A request and its response. `is_over` once its time has passed."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._shut)
        self._timer.daemon = True
        self._timer.start()

    @contextmanager
    def running(self) -> Iterator[None]:
        """The connections that this thread uses meanwhile are those of the exchange."""
        _OF_THREAD.exchange = self
        try:
            yield
        finally:
            _OF_THREAD.exchange = None

    def use(self, connected: socket.socket) -> None:
        """Take a connection into the exchange: by a handle of its own, since TLS takes the socket away."""
        handle = socket.socket(fileno=socket.dup(connected.fileno()))
        with self._lock:
            self._sockets.append(handle)
            if self.is_over:
                _shut(handle)

    def _shut(self) -> None:
        with self._lock:
            self.is_over = True
            for handle in self._sockets:
                _shut(handle)

    def end(self) -> None:
        """It came to its end by itself, or is given up."""
        self._timer.cancel()
        with self._lock:
            for handle in self._sockets:
                handle.close()
            self._sockets.clear()


class _OfThread(threading.local):
    exchange: Exchange | None = None


_OF_THREAD = _OfThread()


def _shut(handle: socket.socket) -> None:
    with suppress(OSError):  # the other side was faster
        handle.shutdown(socket.SHUT_RDWR)


def _use(connected: socket.socket | None) -> None:
    if _OF_THREAD.exchange is not None and connected is not None:
        with suppress(OSError):  # it was closed meanwhile, and has no time that could pass
            _OF_THREAD.exchange.use(connected)


def watched_adapter(**options: Any) -> Any:
    """An adapter of requests whose connections belong to the exchange that uses them; `options` are those of its pool,
    and `ssl_context` where the certificates are those of another place."""
    from requests.adapters import HTTPAdapter

    context = options.pop("ssl_context", None)
    pools = _watched_pools()

    class WatchedAdapter(HTTPAdapter):
        def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
            trusted = {} if context is None else {"ssl_context": context}
            super().init_poolmanager(connections, maxsize, block, **more, **trusted)
            self.poolmanager.pool_classes_by_scheme = pools

        def proxy_manager_for(self, proxy: Any, **more: Any) -> Any:
            manager = super().proxy_manager_for(proxy, **more)
            if not str(proxy).lower().startswith("socks"):  # which has connections of its own
                manager.pool_classes_by_scheme = pools
            return manager

    return WatchedAdapter(**options)


def _watched_pools() -> dict[str, Any]:
    """The pools of connections by the scheme of an address."""
    from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

    def pool(base: Any) -> Any:
        class Connection(base.ConnectionCls):  # type: ignore[misc]
            def _new_conn(self) -> socket.socket:
                made: socket.socket = super()._new_conn()
                _use(made)
                return made

            def request(self, *arguments: Any, **options: Any) -> None:
                _use(self.sock)
                super().request(*arguments, **options)

        return type("Pool", (base,), {"ConnectionCls": Connection})

    return {"http": pool(HTTPConnectionPool), "https": pool(HTTPSConnectionPool)}
