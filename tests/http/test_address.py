"""Where credentials may go: links of a server, and what is this machine."""

from __future__ import annotations

import pytest

from sdconvert.http.address import address_below, is_loopback

BASE = "https://demo.example/tenant-api/v1"


@pytest.mark.parametrize(
    ("base", "link", "address"),
    [
        (BASE, "http://demo.example/tenant-api/v1/x?page=2", f"{BASE}/x?page=2"),
        (BASE, "http://demo.example:80/tenant-api/v1/x", f"{BASE}/x"),
        (BASE, "http://demo.example:443/tenant-api/v1/x", f"{BASE}/x"),
        ("https://a.example:8443/v1", "http://a.example:8443/v1/x", "https://a.example:8443/v1/x"),
        ("https://a.example:8443/v1", "http://a.example/v1/x", None),
        (BASE, "http://demo.example:8080/tenant-api/v1/x", None),
        (BASE, "http://other.example/tenant-api/v1/x", None),
        (BASE, "http://demo.example/tenant-api/v2/x", None),
        (BASE, "ftp://demo.example/tenant-api/v1/x", None),
        ("http://localhost:9/v1", "https://localhost:9/v1/x", None),
    ],
)
def test_a_link_that_says_http_of_the_same_server_is_followed_with_tls_and_never_without(
    base: str, link: str, address: str | None
) -> None:
    assert address_below(base, link, f"{base}/x") == address


THIS_MACHINE = ("localhost", "LOCALHOST.", "a.localhost", "127.0.0.1", "127.9.9.9", "127.1", "2130706433", "0.0.0.0")


@pytest.mark.parametrize("host", [*THIS_MACHINE, "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_known_by_every_form_of_its_address(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "127.evil.example", "localhost.example", "10.0.0.1", "::2", "127.0.0.1.example"])
def test_what_only_begins_as_this_machine_is_another(host: str) -> None:
    assert not is_loopback(host)
