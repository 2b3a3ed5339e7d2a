"""The check of a built site finds what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from site_links import check_links


def test_what_leads_nowhere_or_elsewhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "rooms").mkdir()
    (tmp_path / "style.css").write_text("")
    (tmp_path / "rooms" / "b.html").write_text('<h2 id="here">b</h2><a href="../a.html">back</a>')
    (tmp_path / "a.html").write_text(
        '<link rel="stylesheet" href="style.css"><link rel="canonical" href="https://example.org">'
        '<a href="https://example.org">out</a><a href="rooms/b.html#here">b</a><a href="#top">up</a><p id="top">'
        '<a href="rooms/b.html#gone">b</a><a href="c.html">c</a>'
        '<img src="d.png"><script src="//cdn.example/x.js"></script>'
    )
    assert sorted(check_links(tmp_path)) == [
        "a.html leads to c.html, which is not there",
        "a.html leads to d.png, which is not there",
        "a.html leads to rooms/b.html#gone, where there is no such place",
        "a.html loads //cdn.example/x.js from elsewhere",
    ]
