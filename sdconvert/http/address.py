"""Where credentials may go: the address of a server, and what lies below it."""

from __future__ import annotations

import socket
from contextlib import suppress
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import SplitResult, urljoin, urlsplit

from sdconvert.errors import BadConfiguration
from sdconvert.http.secret import redact
from sdconvert.patterns import compile_late

_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PORTS = {"http": 80, "https": 443}
_SIGNS = compile_late(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_UPWARDS = compile_late(r"(?i)(^|/)(\.|%2e){1,2}(/|$)")


def parse_base_url(base_url: str, insecure: bool = False) -> str:
    """The address without a slash at its end.

    Raises: BadConfiguration for an address that no call can be made to, or that would carry secrets in the open.
    """
    parts = _split(base_url)
    if parts is None or parts.scheme not in _PORTS or not parts.hostname:
        raise BadConfiguration(f"{redact(base_url)!r} is no address of a server: https://… is needed.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise BadConfiguration("The address of the server holds more than a host and a path.")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK and not insecure:
        raise BadConfiguration(f"http://{parts.hostname} would carry secrets in the open; use https.")
    return base_url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself, by its name or by an address in any form that resolvers take."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    address = _ip_address(name)
    return address is not None and (address.is_loopback or address.is_unspecified)


def _ip_address(name: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is written as; the last four bytes of one that IPv6 has for IPv4."""
    with suppress(OSError):
        return IPv4Address(socket.inet_aton(name))
    with suppress(AddressValueError):
        address = IPv6Address(name)
        return address.ipv4_mapped or address
    return None


def address_below(base_url: str, link: str, seen_at: str) -> str | None:
    """The address that a link in the answer of `seen_at` names, put together anew with the scheme and the host of the
    base; None where it leads to another server, or out of the path of the base. A server behind a proxy that ends TLS
    says http of itself: where the base has https, the address has it too, and never the other way round."""
    if not _SIGNS.fullmatch(link):
        return None
    base, parts = urlsplit(base_url), _split(link, seen_at)
    if parts is None or not _is_same_server(parts, base) or parts.username is not None or parts.password is not None:
        return None
    if not parts.path.startswith(f"{base.path.rstrip('/')}/") or _UPWARDS.search(parts.path):
        return None
    return f"{base.scheme}://{base.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def _split(address: str, seen_at: str = "") -> SplitResult | None:
    try:
        parts = urlsplit(urljoin(seen_at, address))
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_same_server(parts: SplitResult, base: SplitResult) -> bool:
    """Whether both are of one scheme, host and port; http counts as https, and port 80 as 443, where the base has
    these."""
    is_less_secure = (parts.scheme, base.scheme) == ("http", "https")
    ports = (_port(base), 80) if is_less_secure and _port(base) == 443 else (_port(base),)
    is_same_scheme = parts.scheme == base.scheme or is_less_secure
    return is_same_scheme and parts.hostname == base.hostname and _port(parts) in ports


def _port(parts: SplitResult) -> int | None:
    return parts.port or _PORTS.get(parts.scheme)
