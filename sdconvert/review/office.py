"""The pages that LibreOffice lays out of a Word file: printed once in the background, shown as pictures.

LibreOffice runs in a profile of its own that fetches nothing, on a copy of the file whose links to outside lead
nowhere.
"""

from __future__ import annotations

import io
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from sdconvert.archive import read_archive, write_archive
from sdconvert.errors import UnreadableInput
from sdconvert.pictures.program import print_file
from sdconvert.review.pairing import Box, Letters, pair_paragraphs
from sdconvert.xmlio import parse

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_SECONDS = 180.0
_SCALE = 1.6
_MOST_PAGES = 1000
_EDGE = 0.12
_LINE = 3.0
_NOWHERE = "about:blank"
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel"><value>3</value>\
</prop><prop oor:name="DisableMacrosExecution"><value>true</value></prop>\
<prop oor:name="BlockUntrustedRefererLinks"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link"><value>2</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType"><value>2</value></prop>\
<prop oor:name="ooInetHTTPProxyName"><value>127.0.0.1</value></prop>\
<prop oor:name="ooInetHTTPProxyPort"><value>9</value></prop>\
<prop oor:name="ooInetHTTPSProxyName"><value>127.0.0.1</value></prop>\
<prop oor:name="ooInetHTTPSProxyPort"><value>9</value></prop></item>
</oor:items>
"""


class PageSize(NamedTuple):
    """Units: points."""

    width: float
    height: float


class PrintedPages:
    """A Word file as LibreOffice prints it: the sizes of its pages, and where the paragraphs stand on them."""

    def __init__(self, printed: bytes) -> None:
        """Raises: UnreadableInput for what is no PDF."""
        import pypdfium2

        self._lock = threading.Lock()
        try:
            self._document: PdfDocument = pypdfium2.PdfDocument(printed)
        except pypdfium2.PdfiumError as error:
            raise UnreadableInput("LibreOffice printed no pages.") from error
        self.sizes = [PageSize(*page.get_size()) for page in self._pages()]

    def _pages(self) -> list[Any]:
        return [self._document[number] for number in range(min(len(self._document), _MOST_PAGES))]

    def close(self) -> None:
        """Let go of the pages."""
        with self._lock:
            self._document.close()

    def picture(self, number: int) -> bytes:
        """A page as PNG."""
        with self._lock:
            picture = self._document[number].render(scale=_SCALE).to_pil()
        target = io.BytesIO()
        picture.convert("P", colors=128).save(target, "PNG") if _is_grey(picture) else picture.save(target, "PNG")
        return target.getvalue()

    def letters(self) -> Letters:
        """The text of all pages but for their running heads and feet and the numbers of lines, each letter with its
        place."""
        with self._lock:
            pages = [list(self._letters_on(number)) for number in range(len(self.sizes))]
        letters = Letters()
        running = running_lines(pages, [size.height for size in self.sizes])
        for number, page in enumerate(pages):
            margin = min((box.left for sign, box in page if not sign.isdigit()), default=0.0)
            for sign, box in page:
                if (number, _line(box)) not in running and not (sign.isdigit() and box.right < margin):
                    letters.add(sign, box)
        return letters

    def _letters_on(self, number: int) -> Iterator[tuple[str, Box]]:
        text = self._document[number].get_textpage()
        height = self.sizes[number].height
        for at, sign in enumerate(text.get_text_range()[: text.count_chars()]):
            if sign.isalnum():
                left, bottom, right, top = text.get_charbox(at)
                yield sign, Box(number, left, height - top, right, height - bottom)
        text.close()

    def boxes(self, paragraphs: Sequence[tuple[str, str]]) -> list[tuple[str, Box]]:
        """Where the paragraphs stand, each given by its place and its text."""
        return pair_paragraphs(paragraphs, self.letters())


def _line(box: Box) -> int:
    return round(box.bottom / _LINE)


def running_lines(pages: Sequence[Sequence[tuple[str, Box]]], heights: Sequence[float]) -> set[tuple[int, int]]:
    """The lines, by page and height, near the edges of pages that stand on several of them, but for their numbers."""
    lines: dict[tuple[int, int], str] = {}
    for number, page in enumerate(pages):
        edge = _EDGE * heights[number]
        for sign, box in page:
            if box.bottom < edge or box.top > heights[number] - edge:
                key = (number, _line(box))
                lines[key] = lines.get(key, "") + ("" if sign.isdigit() else sign)
    times = Counter((height, text) for (_, height), text in lines.items())
    return {key for key, text in lines.items() if times[key[1], text] > 1}


def _is_grey(picture: Any) -> bool:
    return picture.getcolors(64) is not None


def print_document(office: str, data: bytes, seconds: float = _SECONDS) -> PrintedPages:
    """The pages of a Word file.

    Raises: UnreadableInput when LibreOffice prints none in time; UnsafeInput.
    """
    with tempfile.TemporaryDirectory(prefix="sdconvert-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, "document.docx")
        source.write_bytes(without_outside(data))
        settings = Path(folder, "profile", "user", "registrymodifications.xcu")
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, "utf-8")
        try:
            print_file(office, source, seconds)
        except OSError as error:
            raise UnreadableInput(f"LibreOffice cannot be started: {error.strerror or error}.") from error
        printed = source.with_suffix(".pdf")
        if not printed.exists():
            raise UnreadableInput("LibreOffice printed no pages in time.")
        return PrintedPages(printed.read_bytes())


def without_outside(data: bytes) -> bytes:
    """The package with its links to outside leading nowhere, so that nothing is fetched to show it.

    Raises: UnreadableInput, UnsafeInput.
    """
    parts = read_archive(data, "The file")
    links = {name for name in parts if name.lower().endswith(".rels")}
    return write_archive({name: _cut_off(part, name) if name in links else part for name, part in parts.items()})


def _cut_off(part: bytes, name: str) -> bytes:
    root = parse(part, name)
    for link in root.iter("{*}Relationship"):
        if link.get("TargetMode", "").lower() == "external":
            link.set("Target", _NOWHERE)
    return etree.tostring(root)
