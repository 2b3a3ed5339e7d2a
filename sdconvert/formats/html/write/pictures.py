"""The pictures of a page: files beside it, or data within it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from secrets import token_hex
from typing import NamedTuple

from sdconvert.findings import Report, Severity, declare
from sdconvert.formats.html.names import IMAGE_FOLDER
from sdconvert.formats.html.write.options import HtmlOptions
from sdconvert.handles import Handle
from sdconvert.patterns import compile_late
from sdconvert.pictures import PictureKind, extension, facts_of
from sdconvert.writing.media import PictureStore, name_by_content

PICTURE_MISSING = declare(
    "HTML-W040",
    Severity.ERROR,
    "The picture “{asset}” is not in the source file, so it is not in the result.",
    hint="Insert the picture into the document again.",
    why="A place that refers to a picture which is not there can only be left without one.",
)
PICTURE_UNKNOWN = declare(
    "HTML-W041",
    Severity.ERROR,
    "The picture “{asset}” is of no known kind, so it is not in the result.",
    hint="Save the picture as PNG or JPEG and insert it again.",
    why="A browser cannot show a file that is no picture, and such a file could be harmful beside a page.",
)
PICTURE_UNCONVERTIBLE = declare(
    "HTML-W042",
    Severity.ERROR,
    "The {kind} picture “{asset}” could not be converted to PNG, so it is not in the result: {reason}.{advice}",
    hint="Install the extra that the message names, or save the picture as PNG and insert it again.",
    why="Browsers do not show TIFF, EMF and WMF, and a drawing that holds a script is not written as it is.",
)
PICTURE_CONVERTED = declare(
    "HTML-W043",
    Severity.INFO,
    "{count} {kind} picture(s) became PNG, such as “{asset}”.",
    why="Browsers show PNG, JPEG, GIF, WebP, BMP and SVG; other kinds are converted.",
)
PICTURE_DOUBTFUL = declare(
    "HTML-W044",
    Severity.ERROR,
    "The {kind} picture “{asset}” became a PNG that may not show what it should: {reason}. Written in it: {text}.",
    hint="Compare the picture with the source; install LibreOffice and sdconvert[metafile], or save it as PNG.",
    why="Browsers do not show EMF and WMF; they are drawn anew, and what is drawn is judged.",
)

_MEDIA_TYPES = {
    PictureKind.PNG: "image/png",
    PictureKind.JPEG: "image/jpeg",
    PictureKind.GIF: "image/gif",
    PictureKind.BMP: "image/bmp",
    PictureKind.WEBP: "image/webp",
    PictureKind.SVG: "image/svg+xml",
}
PICTURE_MENDED = declare(
    "HTML-W045",
    Severity.WARNING,
    "The {kind} picture “{asset}” is cut off; what there is of it is in the result, and the rest is empty.",
    hint="Insert the picture into the document again.",
    why="Programs show a picture without its end in part, or not at all, and an import may refuse it.",
)

_FILE_NAME = compile_late(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}\.(?:png|jpg|jpeg|gif|bmp|webp|svg)")
_ACTIVE_SVG = compile_late(
    rb"<\s*(?:[^\s<>/:]+:)?(?:script|foreignObject|iframe|object|embed|handler|animate|set)\b"
    rb"|\son\w+\s*=|javascript|<!ENTITY|<\?xml-stylesheet|@import|&#",
    re.IGNORECASE,
)


class Source(NamedTuple):
    """What `img` says: the address, and the name in the model where the address does not tell it."""

    address: str
    asset: str = ""


class HtmlPictures(PictureStore[Source]):
    """Gives each picture its address; `parts` are the files that stand beside the page, `within` those that belong into
    it, by what stands for them there."""

    __slots__ = ("_is_single_file", "_sign", "within")

    missing = PICTURE_MISSING
    mended = PICTURE_MENDED
    unknown = PICTURE_UNKNOWN
    unconvertible = PICTURE_UNCONVERTIBLE
    converted = PICTURE_CONVERTED
    doubtful = PICTURE_DOUBTFUL

    def __init__(
        self,
        assets: Mapping[str, bytes],
        options: HtmlOptions,
        report: Report,
        widths: Callable[[], Mapping[str, float | None]] = dict,
    ) -> None:
        super().__init__(assets, report, options.renderer, widths)
        self._is_single_file = options.single_file
        self._sign = token_hex(16)  # that no text holds, as nobody can know it before
        self.within: dict[bytes, Handle] = {}

    def holds(self, kind: PictureKind | None, content: Handle) -> bool:
        """Whether a browser shows the picture as it is, and nothing but shows it."""
        if kind not in _MEDIA_TYPES or facts_of(content).is_packed:
            return False
        if kind is not PictureKind.SVG:
            return True
        data = content.read()
        return not _ACTIVE_SVG.search(data) and b"\0" not in data

    def store(self, name: str, content: Handle, kind: PictureKind | None) -> Source:
        """As a file of this name where it is a plain one and not taken, else by a name made from the content."""
        assert kind is not None
        if self._is_single_file:
            return Source(f"data:{_MEDIA_TYPES[kind]};base64,{self._stand_in(content)}", name)
        is_plain = _FILE_NAME.fullmatch(name) is not None
        address = IMAGE_FOLDER + (name if is_plain else name_by_content(content, extension(kind)))
        if self.parts.setdefault(address, content) == content:
            return Source(address, "" if is_plain else name)
        address = f"{IMAGE_FOLDER}{content.digest.hex()}.{extension(kind)}"
        self.parts[address] = content
        return Source(address, name)

    def _stand_in(self, content: Handle) -> str:
        """What stands for a picture until the page is written."""
        sign = f"{self._sign}{len(self.within):08}"
        self.within[sign.encode()] = content
        return sign


class PageWithPictures:
    """A page to be written with its pictures within, in Base64 at the places of the signs that stand for them."""

    def __init__(self, page: bytes, pictures: Mapping[bytes, Handle]) -> None:
        self._page = page
        self._pictures = pictures

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the page. Raises: UnreadableInput for a picture whose file was changed."""
        pattern = b"(" + b"|".join(self._pictures) + b")" if self._pictures else b"(?!)"
        for piece in re.split(pattern, self._page):
            content = self._pictures.get(piece)
            yield from (piece,) if content is None else _as_base64(content)


def _as_base64(content: Handle) -> Iterator[bytes]:
    rest = b""
    for piece in content.pieces():
        data = rest + piece
        end = len(data) - len(data) % 3
        yield b64encode(data[:end])
        rest = data[end:]
    yield b64encode(rest)
