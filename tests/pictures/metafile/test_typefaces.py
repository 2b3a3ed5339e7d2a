import struct
from pathlib import Path

import pytest

from sdconvert.pictures.metafile import typefaces
from sdconvert.pictures.metafile.lettering import Typeface
from sdconvert.pictures.metafile.typefaces import Face, covers, find_face


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The font files that a machine has, by their names without spaces and dashes."""
    found: dict[str, str] = {}
    monkeypatch.setattr(typefaces, "_files", lambda: found)
    for function in (typefaces._find_face, typefaces.face_with):
        function.cache_clear()
    yield found
    for function in (typefaces._find_face, typefaces.face_with):
        function.cache_clear()


def name_of(face: Face | None) -> str:
    assert face is not None
    return face.path


@pytest.mark.parametrize(
    ("family", "look", "available", "expected"),
    [
        ("Times New Roman", (False, False), "timesnewroman liberationserifregular dejavusans", "timesnewroman"),
        ("Times New Roman", (False, False), "liberationserifregular dejavusans", "liberationserifregular"),
        ("Times New Roman", (True, False), "liberationserifbold liberationserifregular", "liberationserifbold"),
        ("Times New Roman", (True, True), "times timesbi", "timesbi"),
        ("Helvetica", (False, True), "liberationsansregular liberationsansitalic", "liberationsansitalic"),
        ("Own Font", (False, False), "dejavusans ownfontregular", "ownfontregular"),
        ("@Own Font", (False, False), "dejavusans ownfont", "ownfont"),
        ("Calibri", (False, False), "carlitoregular dejavusans", "carlitoregular"),
        ("Unheard Of", (False, False), "liberationmonoregular liberationserifregular dejavusans", "dejavusans"),
        ("Unheard Of", (False, False), "zapf", "zapf"),
        ("Symbol", (False, False), "dejavusans opens___", "opens___"),
    ],
)
def test_a_family_has_its_own_font_or_one_like_it(
    files: dict[str, str], family: str, look: tuple[bool, bool], available: str, expected: str
) -> None:
    files.update({name: name for name in available.split()})
    assert name_of(find_face(family, *look, False, False)) == expected


def test_the_kind_of_an_unknown_family_counts(files: dict[str, str]) -> None:
    files.update(dict.fromkeys(("dejavusans", "dejavusansmono", "dejavuserif"), ""))
    files.update({name: name for name in files})
    assert name_of(find_face("Unheard Of", False, False, True, False)) == "dejavuserif"
    assert name_of(find_face("Unheard Of", False, False, False, True)) == "dejavusansmono"


def test_what_a_font_lacks_is_told(files: dict[str, str]) -> None:
    files["dejavusans"] = "sans"
    assert find_face("Arial", True, True, False, False) == Face("sans", lacks_bold=True, lacks_italic=True)


def test_without_fonts_there_is_the_one_that_pillow_brings(files: dict[str, str]) -> None:
    assert find_face("Arial", False, False, False, False) is None
    typeface = Typeface("Arial")
    assert typeface.metrics.ascent > 0
    assert (typeface.lacks("a"), typeface.lacks("Ж")) == (False, True)


def test_another_font_has_the_character(files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    files.update({"dejavusans": "one", "zzz": "two"})
    monkeypatch.setattr(typefaces, "covers", lambda path, char: path == "two" and char == "Ж")
    assert typefaces.face_with("Ж") == Face("two")
    assert typefaces.face_with("ж") is None


def font_file(path: Path, subtables: list[tuple[int, int, bytes]], is_collection: bool = False) -> str:
    """A font file that has a table of characters and nothing else."""
    start, entries = 4 + 8 * len(subtables), b""
    for platform, encoding, data in subtables:
        entries += struct.pack(">HHI", platform, encoding, start)
        start += len(data)
    table = struct.pack(">HH", 0, len(subtables)) + entries + b"".join(data for *_, data in subtables)
    offset = 16 if is_collection else 0
    head = struct.pack(">4sHHI", b"ttcf", 1, 0, 1) + struct.pack(">I", 16) if is_collection else b""
    directory = struct.pack(">IHHHH", 0x10000, 1, 0, 0, 0) + struct.pack(">4sIII", b"cmap", 0, offset + 28, len(table))
    path.write_bytes(head[:16] + directory + table)
    return str(path)


SEGMENTS = struct.pack(">7H", 4, 40, 0, 4, 0, 0, 0) + struct.pack(">2HH2H4H", 0x5A, 0xFFFF, 0, 0x41, 0xFFFF, 0, 0, 0, 0)
GROUPS = struct.pack(">HHIII3I", 12, 0, 28, 0, 1, 0x1F600, 0x1F64F, 1)


@pytest.mark.parametrize("is_collection", [False, True])
def test_the_table_of_a_font_tells_its_characters(tmp_path: Path, is_collection: bool) -> None:
    font = font_file(tmp_path / "a.ttf", [(3, 1, SEGMENTS), (3, 10, GROUPS), (1, 0, b"\0\0")], is_collection)
    assert [covers(font, char) for char in "@AZ[😀\uffff"] == [False, True, True, False, True, False]


@pytest.mark.parametrize("data", [b"", b"ttcf\0\0", b"\0\1\0\0\0\5" + bytes(30)])
def test_a_broken_font_has_no_characters(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "broken.ttf").write_bytes(data)
    assert not covers(str(tmp_path / "broken.ttf"), "A")
    assert not covers(str(tmp_path / "gone.ttf"), "A")
