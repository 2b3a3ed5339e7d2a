"""A link shown in the browser without the link standing in the arguments of a process."""

from __future__ import annotations

import secrets
import webbrowser
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer

_SECONDS = 10
_TRIES = 5


def show(link: str, opens: Callable[[str], bool] = webbrowser.open) -> bool:
    """Whether a browser was led to the link: it is given the address of a server on this machine, which redirects once
    and ends. The link is a secret as long as it works, and arguments can be seen by everybody on the machine. What is
    no web address is not followed."""
    if not link.startswith(("https://", "http://")) or not link.isprintable() or not link.isascii():
        return False
    path = f"/{secrets.token_hex(16)}"
    followed: list[str] = []

    class Redirect(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_ours = self.path == path and not followed
            self.send_response(302 if is_ours else 404)
            if is_ours:
                followed.append(path)
                self.send_header("Location", link)
            self.end_headers()

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing is logged: the path is a secret too."""

    with HTTPServer(("127.0.0.1", 0), Redirect) as server:
        server.timeout = _SECONDS
        if not opens(f"http://127.0.0.1:{server.server_port}{path}"):
            return False
        for _ in range(_TRIES):
            server.handle_request()
            if followed:
                return True
    return False
