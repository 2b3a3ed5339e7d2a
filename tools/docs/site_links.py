"""Checks a built site as a browser reads it from the file system: every link and picture is there, with its anchor, and
nothing is loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
_QUIET = {"canonical", "prev", "next", "alternate"}
"""Kinds of `link` that a browser does not load."""


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.anchors.update(value for name in ("id", "name") if (value := values.get(name)))
        if tag == "a" and (link := values.get("href")):
            self.links.append(link)
        target = values.get(_LOADED.get(tag, ""))
        if target and values.get("rel") not in _QUIET:
            self.loaded.append(target)


def check_links(site: Path) -> list[str]:
    """What is wrong, as sentences; nothing if all is well."""
    return [
        problem for page in sorted(site.rglob("*.html")) if page.name != "404.html" for problem in _check(site, page)
    ]


def _check(site: Path, page: Path) -> Iterator[str]:
    name = page.relative_to(site)
    parsed = _read(page)
    for target in parsed.loaded:
        if urlsplit(target).scheme not in ("", "data") or target.startswith("//"):
            yield f"{name} loads {target} from elsewhere"
    for link in (*parsed.links, *parsed.loaded):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target_file = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        if not target_file.is_file():
            yield f"{name} leads to {link}, which is not there"
        elif parts.fragment and target_file.suffix == ".html" and not _has(target_file, unquote(parts.fragment)):
            yield f"{name} leads to {link}, where there is no such place"


def _has(page: Path, anchor: str) -> bool:
    return anchor in _read(page).anchors or anchor.startswith("__")


@cache
def _read(page: Path) -> _Page:
    parsed = _Page()
    parsed.feed(page.read_text(encoding="utf-8"))
    return parsed
