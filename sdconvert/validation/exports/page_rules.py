"""Rules on pages and their packages. Links, scripts and pictures that reading leaves out are told by the reader."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import partial
from urllib.parse import unquote, urlsplit

from sdconvert.findings import Severity
from sdconvert.formats.html.names import MAIN_PART
from sdconvert.patterns import compile_late
from sdconvert.validation.exports.export import Export
from sdconvert.validation.rule import Hit, Rule, declare_rule

RULES: list[Rule[Export]] = []
rule = partial(declare_rule, RULES)

_CHARSET = compile_late(
    rb"<(?:meta\b[^>]*?charset|\?xml\b[^>]*?encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE
)
_PRESCANNED = 4096
_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


@rule(
    "HTML-V001",
    Severity.WARNING,
    message="The page is {name}, not index.html at the root of the package.",
    hint="Name it index.html, and zip the contents of its folder, not the folder itself.",
)
def page_of_another_name(export: Export) -> Iterator[Hit]:
    """The page of a package is not `index.html` at its root.

    Why: what opens an HTML export looks for it there.
    Wrong: a zip with `export/index.html` and `export/images/`, or one with `page.html`.
    Source: Partner API, HTML export: a zip of index.html and a folder images."""
    if export.is_package and export.part != MAIN_PART:
        yield Hit(None, {"name": export.part})


@rule(
    "HTML-V002",
    Severity.ERROR,
    message="The id {id} is carried by {count} elements.",
    hint="Give each element an id of its own.",
)
def page_id_repeated(export: Export) -> Iterator[Hit]:
    """An id is carried by more than one element.

    Why: a link to it leads to the first, whichever was meant.
    Wrong: `<h2 id="a">…</h2><p id="a">…</p>`.
    Source: HTML Standard, 3.2.6, the id attribute."""
    for element, id, count in export.repeated_ids():
        yield Hit(element, {"id": id[:200], "count": count})


@rule(
    "HTML-V003",
    Severity.WARNING,
    message="The page does not say how it is encoded.",
    hint='Write <meta charset="utf-8"> into its head, and save it as UTF-8.',
)
def page_without_encoding(export: Export) -> Iterator[Hit]:
    """A page with letters beyond ASCII declares no encoding.

    Why: each program guesses, and some show other letters in place of those with accents.
    Wrong: a page with `ä` and without `<meta charset="utf-8">`.
    Source: HTML Standard, 4.2.5.4, specifying the document's character encoding."""
    if not export.data.isascii() and not export.has_byte_order_mark and not _declared(export):
        yield Hit()


@rule(
    "HTML-V004",
    Severity.WARNING,
    message="The page says that it is encoded as {encoding}, not as UTF-8.",
    hint="Save the page as UTF-8.",
)
def page_of_another_encoding(export: Export) -> Iterator[Hit]:
    """A page declares another encoding than UTF-8.

    Why: UTF-8 is the only encoding that pages may have.
    Wrong: `<meta charset="windows-1252">`.
    Source: HTML Standard, 4.2.5.4, specifying the document's character encoding."""
    declared = _declared(export)
    if declared and declared.lower() not in _UTF_8 and not export.has_byte_order_mark:
        yield Hit(None, {"encoding": declared})


@rule(
    "HTML-V005",
    Severity.WARNING,
    message="The page has no title.",
    hint="Write it into <title>.",
)
def page_without_title(export: Export) -> Iterator[Hit]:
    """A page has no `title`, or an empty one.

    Why: the document that is made of it is called after its file.
    Wrong: a page without `<title>`.
    Source: HTML Standard, 4.2.2, the title element."""
    title = export.root.find("head/title")
    if title is None or not "".join(map(str, title.itertext())).strip():
        yield Hit()


@rule(
    "HTML-V006",
    Severity.INFO,
    message="The language of the page is not given.",
    hint='Write it into the lang of <html>, such as lang="en".',
)
def page_without_language(export: Export) -> Iterator[Hit]:
    """The root of a page has no `lang`.

    Why: the words of captions, spelling and reading aloud go by it.
    Wrong: `<html>`.
    Source: HTML Standard, 3.2.6.1, the lang attribute."""
    if not (export.root.get("lang") or export.root.get("{http://www.w3.org/XML/1998/namespace}lang")):
        yield Hit()


@rule(
    "HTML-V007",
    Severity.WARNING,
    message="The link leads to {address}, which is not in the package.",
    hint="Give the whole address, with https://, or add the file.",
)
def page_link_to_nothing(export: Export) -> Iterator[Hit]:
    """A link leads to a file that the package does not hold.

    Why: it leads nowhere wherever the package is taken to.
    Wrong: `<a href="other.html">` without `other.html`.
    Source: the package: index.html and a folder images."""
    if export.is_package:
        for anchor in export.root.iter("a"):
            path = _relative_path(anchor.get("href", ""))
            if path and posixpath.normpath(export.folder + path) not in export.members:
                yield Hit(anchor, {"address": path[:200]})


def _relative_path(address: str) -> str:
    """The path of an address that leads to a file beside the page, empty for all others."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    return "" if parts.scheme or parts.netloc else unquote(parts.path).removeprefix("/")


def _declared(export: Export) -> str:
    found = _CHARSET.search(export.data[:_PRESCANNED])
    return "" if found is None else found[1].decode("ascii")
