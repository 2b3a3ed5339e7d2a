"""Metafiles drawn by LibreOffice, where it is installed: many in one call, as the pages of one document."""

from __future__ import annotations

import io
import json
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from sdconvert.frozen import dataclass
from sdconvert.pictures.apart import pdf_pages
from sdconvert.pictures.metafile.size import MM_PER_INCH, fitted_pixels
from sdconvert.pictures.program import LARGEST_CALL, print_file, run_apart

SECONDS = 60.0
_SECONDS_PER_PICTURE = 2.0
_SECONDS_OF_DRAWING = 20.0
_LENGTH = 4
_LONGEST_SIDE_MM = 500.0
_SHORTEST_SIDE_MM = 1.0
_POINTS_PER_INCH = 72
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("draw", "drawing"),
        ("text", "text"),
        ("svg", "svg-compatible"),
        ("fo", "xsl-fo-compatible"),
    )
)


@dataclass(frozen=True, slots=True)
class PicturePage:
    """A metafile, how large it is, in millimetres, and how wide it shows, in points."""

    data: bytes
    size_mm: tuple[float, float]
    shown_width: float | None = None

    @property
    def paper_mm(self) -> tuple[float, float]:
        """The page it gets: of its proportions, within what LibreOffice takes."""
        width, height = (max(side, _SHORTEST_SIDE_MM) for side in self.size_mm)
        shrink = min(1.0, _LONGEST_SIDE_MM / max(width, height))
        return max(width * shrink, _SHORTEST_SIDE_MM), max(height * shrink, _SHORTEST_SIDE_MM)


def draw_all(office: str, pages: Sequence[PicturePage]) -> Iterator[Image.Image | None]:
    """The pictures that the program makes of metafiles, one after the other, as they are large; None for all of them
    when it fails or takes too long."""
    is_too_much = sum(len(page.data) for page in pages) > LARGEST_CALL
    try:
        printed = b"" if is_too_much else _print(office, pages)
    except OSError:  # the program cannot be started, or there is no room for its files
        printed = b""
    yield from _read_pages(printed, pages)


def _print(office: str, pages: Sequence[PicturePage]) -> bytes:
    """The pages as PDF, nothing where there is none."""
    with tempfile.TemporaryDirectory(prefix="sdconvert-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, "pictures.fodt")
        source.write_text(flat_document(pages), "utf-8")
        print_file(office, source, SECONDS + _SECONDS_PER_PICTURE * len(pages))
        printed = source.with_suffix(".pdf")
        return printed.read_bytes() if printed.exists() else b""


def _read_pages(printed: bytes, pages: Sequence[PicturePage]) -> Iterator[Image.Image | None]:
    """The pictures of the pages, drawn in a process of its own, which is ended where it takes too long or too much."""
    drawn = _draw_pages(printed, pages) if printed else []
    yield from drawn if len(drawn) == len(pages) else [None] * len(pages)


def _draw_pages(printed: bytes, pages: Sequence[PicturePage]) -> list[Image.Image | None]:
    asked = [(_scale(page), *fitted_pixels(page.size_mm, page.shown_width)) for page in pages]
    program = [sys.executable, pdf_pages.__file__, json.dumps(asked)]
    answer = run_apart(program, printed, _SECONDS_OF_DRAWING + _SECONDS_PER_PICTURE * len(pages))
    pictures: list[Image.Image | None] = []
    at = 0
    while at + _LENGTH <= len(answer):
        end = at + _LENGTH + int.from_bytes(answer[at : at + _LENGTH], "big")
        pictures.append(Image.open(io.BytesIO(answer[at + _LENGTH : end]), formats=("PNG",)).convert("RGBA"))
        at = end
    return pictures


def _scale(page: PicturePage) -> float:
    """How large the page is drawn, so that the picture is as large as the metafile."""
    width, height = fitted_pixels(page.size_mm, page.shown_width)
    across, down = page.paper_mm
    return max(width / across, height / down) * MM_PER_INCH / _POINTS_PER_INCH


# ------------------------------------------------------------------------------------------------------ the document


def flat_document(pages: Sequence[PicturePage]) -> str:
    """A text document in one file, with one metafile on each page, which is as large as the metafile."""
    layouts = "".join(_layout(number, page) for number, page in enumerate(pages))
    masters = "".join(_master(number) for number in range(len(pages)))
    body = "".join(_paragraph(number, page) for number, page in enumerate(pages))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMESPACES} office:version="1.2"'
        ' office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:automatic-styles>{layouts}{_FRAME}</office:automatic-styles>"
        f"<office:master-styles>{masters}</office:master-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


_FRAME = (
    '<style:style style:name="g" style:family="graphic"><style:graphic-properties style:wrap="run-through"'
    ' style:run-through="foreground" style:horizontal-pos="from-left" style:horizontal-rel="page"'
    ' style:vertical-pos="from-top" style:vertical-rel="page" fo:padding="0mm" fo:border="none"/></style:style>'
)


def _layout(number: int, page: PicturePage) -> str:
    width, height = page.paper_mm
    margins = " ".join(f'fo:margin-{side}="0mm"' for side in ("top", "bottom", "left", "right"))
    return (
        f'<style:page-layout style:name="P{number}"><style:page-layout-properties {margins}'
        f' fo:page-width="{width:.3f}mm" fo:page-height="{height:.3f}mm"/></style:page-layout>'
        f'<style:style style:name="q{number}" style:family="paragraph" style:master-page-name="M{number}">'
        '<style:paragraph-properties fo:line-height="0.1mm"/><style:text-properties fo:font-size="1pt"/></style:style>'
    )


def _master(number: int) -> str:
    return f'<style:master-page style:name="M{number}" style:page-layout-name="P{number}"/>'


def _paragraph(number: int, page: PicturePage) -> str:
    width, height = page.paper_mm
    return (
        f'<text:p text:style-name="q{number}"><draw:frame draw:style-name="g" text:anchor-type="char"'
        f' svg:width="{width:.3f}mm" svg:height="{height:.3f}mm" svg:x="0mm" svg:y="0mm"><draw:image>'
        f"<office:binary-data>{b64encode(page.data).decode()}</office:binary-data></draw:image></draw:frame></text:p>"
    )
