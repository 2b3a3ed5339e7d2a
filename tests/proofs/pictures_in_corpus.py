"""How large the pictures of a folder of Word files are in the results, and how much ink they have.

    python tests/proofs/pictures_in_corpus.py FOLDER

Word's side is read from the package without the converter's readers (`tests/corpus/word_package.py`), the result's
from the bytes of `sd.xml` and `images/`. Pictures are paired by their content, those that became another kind by their
order. Compared are two things:

- size: a block's share of the text's width within 1.5 points of what Word shows; a picture within text, which SDXML
  shows as large as its file, within a quarter.
- ink: how dark a picture is in the mean once it lies on white, within a third or a hundredth. Bitmaps are decoded by
  Pillow, metafiles drawn by LibreOffice; pictures that Word crops, turns or recolours are left out.

What differs has to be told by a finding; a file that differs and tells nothing is named, and the exit code is 1.
"""

from __future__ import annotations

import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

sys.path.insert(0, str(Path(__file__).parent.parent / "corpus"))

from lxml import etree
from lxml.etree import _Element as Element
from PIL import Image, ImageStat
from word_package import NotAWordPackage, Package, attribute, child, is_on, name

import sdconvert
from sdconvert.choices import Renderer
from sdconvert.pictures import METAFILES, ConvertedPicture, convert, sniff

_EMU = 12700
_TWIPS = 20
_PAGE = 453.5
"""Points of text in SMASHDOCs: no picture within text is wider."""

_LENGTHS = {"pt": 1.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4, "px": 0.75}
_CHANGED_LOOKS = frozenset(
    ("a:grayscl", "a:duotone", "a:lum", "a:biLevel", "a:clrChange", "a:alphaModFix", "a14:imgProps")
)
_TELLING = {
    "sizes of pictures in blocks": frozenset({"DOCX-R082", "DOCX-R083", "DOCX-R190", "SDXML-W053"}),
    "sizes of pictures in text": frozenset({"SDXML-W077", "SDXML-W091"}),
    "ink of bitmaps": frozenset({"DOCX-R191", "SDXML-W042"}),
    "ink of metafiles": frozenset({"SDXML-W042", "SDXML-W044"}),
}


class Source(NamedTuple):
    """A picture as Word shows it: its bytes, points of width, points of text around it, whether it shows whole."""

    data: bytes
    width: float
    text_width: float
    is_whole: bool


class Shown(NamedTuple):
    """A picture of the result: its bytes, its share of the text's width; without a share it stands within text."""

    data: bytes
    share: float | None


class Compared(NamedTuple):
    measure: str
    is_same: bool
    words: str


def main(folder: Path) -> int:
    totals: Counter[str] = Counter()
    same: Counter[str] = Counter()
    silent: list[tuple[str, Compared]] = []
    files = 0
    for path in sorted(folder.glob("*.docx")):
        try:
            result = sdconvert.convert(path)
            sources = list(_sources(Package(path)))
        except (sdconvert.SdconvertError, NotAWordPackage):
            continue
        files += bool(sources)
        told = {finding.code.id for finding in result.findings}
        for compared in _compare(sources, list(_shown(bytes(result.value)))):
            totals[compared.measure] += 1
            same[compared.measure] += compared.is_same
            if not compared.is_same and not told & _TELLING[compared.measure]:
                silent.append((path.name[:10], compared))
    print(f"{files} files with pictures\n\n| measure | compared | the same |\n| --- | --- | --- |")
    for measure in _TELLING:
        print(f"| {measure} | {totals[measure]} | {same[measure]} |")
    print(f"\n{len(silent)} differ in files that tell nothing of it")
    for file, compared in silent[:60]:
        print(f"  {file} {compared.measure}: {compared.words}")
    return int(bool(silent))


# ----------------------------------------------------------------------------------------------------- what Word shows


def _sources(package: Package) -> Iterator[Source]:
    part, tree = package.main()
    body = child(tree, "w:body")
    if body is None:
        return
    sections = [found for found in body.iter() if name(found.tag) == "w:sectPr"]
    widths = [_text_width(section) for section in sections] or [_PAGE]
    passed = 0
    for element in body.iter():
        kind = name(element.tag)
        if kind == "w:sectPr":
            passed += 1
        elif kind in ("?:inline", "?:anchor", "v:shape", "v:rect") and _is_alone(element):
            yield from _picture(package, part, element, widths[min(passed, len(widths) - 1)])


def _text_width(section: Element) -> float:
    page, margins, columns = (child(section, f"w:{kind}") for kind in ("pgSz", "pgMar", "cols"))
    if page is None or margins is None:
        return _PAGE
    whole = _points(page, "w:w") - _points(margins, "w:left") - _points(margins, "w:right")
    count = int(attribute(columns, "w:num") or 1) if columns is not None else 1
    if columns is not None and count > 1:
        whole = (whole - (count - 1) * (_points(columns, "w:space") or 36)) / count
    return whole


def _points(element: Element, wanted: str) -> float:
    """A length in twentieths of a point, or with its unit (22.9.2.14)."""
    found = re.fullmatch(r"(-?[\d.]+)(pt|in|cm|mm)?", attribute(element, wanted) or "")
    if found is None:
        return 0.0
    return float(found[1]) * (_LENGTHS[found[2]] if found[2] else 1 / _TWIPS)


def _is_alone(element: Element) -> bool:
    """Whether it is in no text box, group, chosen-away alternative, deletion, hidden run or header."""
    for around in element.iterancestors():
        kind = name(around.tag)
        hidden = child(child(around, "w:rPr"), "w:vanish") if kind == "w:r" else None
        if kind.endswith(":txbxContent") or kind in ("mc:Fallback", "w:del", "w:moveFrom", "v:group", "w:object"):
            return False
        if hidden is not None and is_on(hidden):
            return False
    return True


def _picture(package: Package, part: str, element: Element, text_width: float) -> Iterator[Source]:
    blips = [found for found in element.iter() if name(found.tag) in ("a:blip", "v:imagedata")]
    if len(blips) != 1 or any(name(found.tag).endswith(":txbxContent") for found in element.iter()):
        return
    relation = package.relations(part).get(attribute(blips[0], "r:embed") or attribute(blips[0], "r:id") or "")
    data = package.read(relation.target) if relation and not relation.is_external else None
    width = _width(element)
    if data and width:
        yield Source(data, width, text_width, _is_whole(element))


def _width(element: Element) -> float | None:
    extent = next((found for found in element if str(found.tag).endswith("}extent")), None)
    if extent is not None:
        return float(extent.get("cx", 0)) / _EMU
    found = re.search(r"(?:^|;)\s*width:\s*([\d.]+)(pt|in|cm|mm|px)", element.get("style") or "")
    return float(found[1]) * _LENGTHS[found[2]] if found else None


def _is_whole(element: Element) -> bool:
    for found in element.iter():
        kind, local = name(found.tag), str(found.tag).rpartition("}")[2]
        turned = local == "xfrm" and any(found.get(key) for key in ("rot", "flipH", "flipV"))
        cropped = (local == "srcRect" and found.items()) or any(str(key).startswith("crop") for key in found.attrib)
        if turned or cropped or kind in _CHANGED_LOOKS or local in ("imgProps", "lum", "gain", "blacklevel"):
            return False
    return "rotation" not in (element.get("style") or "") and not _has_recolour(element)


def _has_recolour(element: Element) -> bool:
    data = next((found for found in element.iter() if name(found.tag) == "v:imagedata"), None)
    return data is not None and any(key in data.attrib for key in ("gain", "blacklevel", "grayscale", "bilevel"))


# ------------------------------------------------------------------------------------------------ what the result shows


def _shown(package: bytes) -> Iterator[Shown]:
    with ZipFile(io.BytesIO(package)) as archive:
        document = etree.fromstring(archive.read("sd.xml"))
        for element in document.iter("image", "img"):
            file_name = element.get("filename") or (element.text or "").strip()
            share = float(element.get("width", "100%").rstrip("%")) if element.tag == "image" else None
            yield Shown(archive.read(f"images/{file_name}"), share)


# --------------------------------------------------------------------------------------------------------- comparing


def _compare(sources: list[Source], results: list[Shown]) -> Iterator[Compared]:
    stored = {_hash(source.data) for source in sources}
    given = {_hash(shown.data) for shown in results}
    keys = [_hash(source.data) if _hash(source.data) in given else "made anew" for source in sources]
    other = [_hash(shown.data) if _hash(shown.data) in stored else "made anew" for shown in results]
    for tag, start, end, first, _ in SequenceMatcher(None, keys, other, autojunk=False).get_opcodes():
        if tag == "equal":
            for number in range(end - start):
                source, shown = sources[start + number], results[first + number]
                yield _size(source, shown)
                if source.is_whole:
                    yield _ink(source, shown)


def _size(source: Source, shown: Shown) -> Compared:
    if shown.share is not None:
        wanted = min(100.0, 100 * source.width / source.text_width)
        words = f"{wanted:.1f} % is {shown.share:.1f} %"
        return Compared("sizes of pictures in blocks", abs(wanted - shown.share) <= 1.5, words)
    wanted, width = (min(_PAGE, points) for points in (source.width, _pixels(shown.data) * 0.75))
    words = f"{wanted:.0f} pt is {width:.0f} pt"
    return Compared("sizes of pictures in text", abs(wanted - width) <= 0.25 * max(wanted, width), words)


def _pixels(data: bytes) -> int:
    return Image.open(io.BytesIO(data)).width


def _ink(source: Source, shown: Shown) -> Compared:
    kind = sniff(source.data)
    wanted, found = _source_ink(source.data), _ink_of(shown.data)
    measure = "ink of metafiles" if kind in METAFILES else "ink of bitmaps"
    if wanted is None or found is None:
        return Compared(measure, wanted is found, f"{kind}: {wanted} is {found}")
    is_same = abs(wanted - found) <= max(0.01, wanted / 3)
    return Compared(measure, is_same, f"{kind}: {100 * wanted:.1f} % is {100 * found:.1f} %")


@cache
def _source_ink(data: bytes) -> float | None:
    if sniff(data) not in METAFILES:
        return _ink_of(data)
    (drawn,) = convert([data], Renderer.LIBREOFFICE)
    return _ink_of(drawn.png) if isinstance(drawn, ConvertedPicture) else None


def _ink_of(data: bytes) -> float | None:
    """How dark a picture is in the mean, from 0 for white to 1 for black; None where Pillow cannot read it."""
    try:
        image = Image.open(io.BytesIO(data)).convert("RGBA")
    except (OSError, ValueError):
        return None
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image)
    return 1 - ImageStat.Stat(paper.convert("L")).mean[0] / 255


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
