"""Whom the pages and orders of a sandbox are for: they ask for no password, so a page of somebody else's in a browser
that can reach the sandbox must not."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from sdconvert.sandbox.refusal import forbidden


def check_origin(origin: str | None, host: str) -> None:
    """Raises: Refusal for a call that a page of somebody else's makes."""
    if origin is not None and origin.partition("//")[2] != host:
        raise forbidden(f"the page is one of {origin}")


def check_host(host: str, url: str, link_base: str | None) -> None:
    """Raises: Refusal for a call to a sandbox of this machine by another name than those of this machine and that of
    its links: a page of somebody else's can make a browser resolve its own name to the sandbox."""
    if not _is_of_this_machine(url) or _is_of_this_machine(f"//{host}"):
        return
    if link_base is None or _name_in(f"//{host}") != _name_in(link_base):
        raise forbidden(f"this sandbox is at {url}, not at {host!r}")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine: `localhost`, or an address that stays on it."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _is_of_this_machine(url: str) -> bool:
    return is_loopback(_name_in(url))


def _name_in(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
