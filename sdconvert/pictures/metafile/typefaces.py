"""The fonts of this machine: which file stands for a typeface that a metafile names, and which characters it has.

Fonts are found by the names of their files, as these are alike on all systems, and only those that are needed are
opened. The order of substitutes is that of fontconfig and of LibreOffice.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from PIL import ImageFont

from sdconvert.frozen import dataclass
from sdconvert.pictures.font_folders import FONT_ENDINGS, font_folders

_SERIF = ("liberationserif", "dejavuserif", "tinos", "nimbusroman", "notoserif", "times", "timesnewroman")
_SANS = ("dejavusans", "liberationsans", "notosans", "arial", "helvetica")
_MONO = ("dejavusansmono", "liberationmono", "notosansmono", "couriernew", "cour", "courier")
_SYMBOLS = ("opens___", "opensymbol", "liberationserif", "timesnewroman", "times", "dejavuserif", "dejavusans")
_ARIAL = ("arial", "liberationsans", "arimo", "nimbussans", "helvetica")
_TIMES = ("timesnewroman", "times", "liberationserif", "tinos", "nimbusroman")
_COURIER = ("couriernew", "cour", "liberationmono", "cousine", "nimbusmono", "courier")
_KNOWN: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("arial", "helvetica", "helv", "swiss", "arialmt"), _ARIAL),
    **dict.fromkeys(("timesnewroman", "times", "timesroman", "tmsrmn", "roman", "timesnewromanps"), _TIMES),
    **dict.fromkeys(("couriernew", "courier", "modern"), _COURIER),
    "calibri": ("calibri", "carlito"),
    "cambria": ("cambria", "caladea", "dejavuserif"),
    "cambriamath": ("cambria", "dejavumathtexgyre", "dejavuserif"),
    "arialnarrow": ("arialn", "liberationsansnarrow"),
    "consolas": ("consola", "inconsolata", "dejavusansmono"),
    "symbol": _SYMBOLS,
}
_SHORT_NAMES: dict[str, tuple[str, str, str]] = {
    "arial": ("arialbd", "ariali", "arialbi"),
    "times": ("timesbd", "timesi", "timesbi"),
    "cour": ("courbd", "couri", "courbi"),
    "calibri": ("calibrib", "calibrii", "calibriz"),
    "cambria": ("cambriab", "cambriai", "cambriaz"),
    "consola": ("consolab", "consolai", "consolaz"),
    "arialn": ("arialnb", "arialni", "arialnbi"),
}
"""Windows' names of the files of bold, italic and bold italic faces."""
_LAST_RESORTS = (
    "dejavusans", "opens___", "dejavuserif", "liberationserif", "liberationsans", "dejavumathtexgyre", "notosans",
    "notosanssymbols", "notosanssymbols2", "notosansmath", "seguisym", "arialuni", "symbola", "applesymbols",
    "notosanscjkregular", "notosanscjkscregular", "wqymicrohei", "wqyzenhei", "droidsansfallback", "msyh", "simsun",
    "msgothic", "malgun",
)  # fmt: skip
_MOST_FONTS_SEARCHED = 200


@dataclass(frozen=True, slots=True)
class Face:
    """A font file that stands for what was asked for, and what has to be imitated: thickness, slant."""

    path: str
    lacks_bold: bool = False
    lacks_italic: bool = False


def find_face(family: str, is_bold: bool, is_italic: bool, is_roman: bool, is_fixed: bool) -> Face | None:
    """The font for a family of that name, or for one of its kind; None where there are no fonts at all."""
    return _find_face(plain_name(family), is_bold, is_italic, is_roman, is_fixed)


@lru_cache(maxsize=512)
def plain_name(family: str) -> str:
    """A family's name as it is compared: no spaces, no case, no mark of vertical writing."""
    return "".join(char for char in family.casefold().removeprefix("@") if char.isalnum() or char == "_")


def is_known(family: str) -> bool:
    """Whether a family is one of text that needs no mapping, though its font calls itself one of symbols."""
    name = plain_name(family)
    return name in _KNOWN or name in _files()


@lru_cache(maxsize=512)
def _find_face(name: str, is_bold: bool, is_italic: bool, is_roman: bool, is_fixed: bool) -> Face | None:
    files = _files()
    kind = _MONO if is_fixed else _SERIF if is_roman else _SANS
    for base in dict.fromkeys((*_KNOWN.get(name, (name,)), *kind, *_SANS, *_LAST_RESORTS)):
        for stem, has_bold, has_italic in _styles(base, is_bold, is_italic):
            if stem in files:
                return Face(files[stem], is_bold and not has_bold, is_italic and not has_italic)
    return Face(next(iter(files.values()))) if files else None


def _styles(base: str, is_bold: bool, is_italic: bool) -> Iterator[tuple[str, bool, bool]]:
    """Names of files of a family without their spaces and dashes, what fits best first."""
    bold, italic, bold_italic = _SHORT_NAMES.get(base, ("", "", ""))
    if is_bold and is_italic:
        yield from ((stem, True, True) for stem in (bold_italic, f"{base}bolditalic", f"{base}boldoblique"))
    if is_bold:
        yield from ((stem, True, False) for stem in (bold, f"{base}bold"))
    if is_italic:
        yield from ((stem, False, True) for stem in (italic, f"{base}italic", f"{base}oblique"))
    yield from ((stem, False, False) for stem in (base, f"{base}regular", f"{base}book"))


@lru_cache(maxsize=1)
def _files() -> dict[str, str]:
    """The font files by their names without spaces, dashes and endings; the first folder that has a name wins."""
    found: dict[str, str] = {}
    for folder in font_folders():
        for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in FONT_ENDINGS):
            found.setdefault(plain_name(path.stem), str(path))
    return found


@lru_cache(maxsize=4096)
def face_with(char: str) -> Face | None:
    """A font that has a character, None where none has."""
    files = _files()
    likely = [files[name] for name in _LAST_RESORTS if name in files]
    others = [path for _, path in sorted(files.items())][:_MOST_FONTS_SEARCHED]
    return next((Face(path) for path in dict.fromkeys((*likely, *others)) if covers(path, char)), None)


def are_all_searched() -> bool:
    """Whether a character that no font was found to have is in none of this machine: there may be thousands."""
    return len(_files()) <= _MOST_FONTS_SEARCHED


@lru_cache(maxsize=256)
def load(path: str, size: int) -> ImageFont.FreeTypeFont:
    """A font at a size. Units: pixels of an em."""
    return ImageFont.truetype(path, size)


@lru_cache(maxsize=16)
def built_in(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The font that Pillow brings along, where the machine has none."""
    return ImageFont.load_default(size)


# -------------------------------------------------------------------------------------------------------- characters


def covers(path: str, char: str) -> bool:
    """Whether a font has a character."""
    starts, ends = _coverage(path)
    place = bisect_right(starts, ord(char)) - 1
    return place >= 0 and ord(char) <= ends[place]


@lru_cache(maxsize=256)
def _coverage(path: str) -> tuple[list[int], list[int]]:
    """First and last characters of the ranges that a font maps to glyphs.

    Source: OpenType, table cmap, formats 4 and 12.
    """
    try:
        ranges = sorted(_ranges(_table(path, b"cmap")))
    except (OSError, struct.error):
        ranges = []
    return [start for start, _ in ranges], [end for _, end in ranges]


def _table(path: str, tag: bytes) -> bytes:
    with open(path, "rb") as file:
        start = file.read(16)
        offset = struct.unpack_from(">I", start, 12)[0] if start[:4] == b"ttcf" else 0
        file.seek(offset)
        (count,) = struct.unpack(">4xH6x", file.read(12))
        entries = file.read(16 * count)
        for place in range(0, len(entries), 16):
            if entries[place : place + 4] == tag:
                position, length = struct.unpack_from(">II", entries, place + 8)
                file.seek(position)
                return file.read(length)
    return b""


def _ranges(cmap: bytes) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">2xH", cmap)
    for place in range(count):
        platform, encoding, start = struct.unpack_from(">HHI", cmap, 4 + 8 * place)
        (layout,) = struct.unpack_from(">H", cmap, start)
        if platform == 0 or (platform, encoding) in ((3, 1), (3, 10)):
            yield from _READERS.get(layout, lambda _cmap, _start: iter(()))(cmap, start)


def _segments(cmap: bytes, start: int) -> Iterator[tuple[int, int]]:
    (doubled,) = struct.unpack_from(">H", cmap, start + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", cmap, start + 14)
    starts = struct.unpack_from(f">{count}H", cmap, start + 16 + doubled)
    yield from ((first, last) for first, last in zip(starts, ends, strict=True) if first < 0xFFFF)


def _groups(cmap: bytes, start: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">I", cmap, start + 12)
    for place in range(count):
        first, last, _glyph = struct.unpack_from(">III", cmap, start + 16 + 12 * place)
        yield first, last


_READERS = {4: _segments, 12: _groups}
