"""The sample documents: made by their script and by nothing else, small, and readable by other programs."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree
from PIL import Image

SAMPLES = Path(__file__).parents[2] / "samples"
DOCUMENTS = sorted((SAMPLES / "docx").glob("*.docx"))
SIZE_LIMIT = 200_000


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    subprocess.run([sys.executable, SAMPLES / "make_samples.py", folder], check=True, timeout=60)
    return folder


def _members(path: Path) -> list[tuple[str, tuple[int, ...], int, bytes]]:
    """Every member with what does not depend on the version of zlib: the compressed bytes do."""
    with zipfile.ZipFile(path) as archive:
        return [(info.filename, info.date_time, info.compress_type, archive.read(info)) for info in archive.infolist()]


def _contents(path: Path, suffix: str) -> list[tuple[str, bytes]]:
    return [(name, content) for name, _, _, content in _members(path) if name.endswith(suffix)]


def test_the_script_makes_exactly_the_committed_files(remade: Path) -> None:
    assert sorted(path.name for path in remade.iterdir()) == [path.name for path in DOCUMENTS]
    assert len(DOCUMENTS) >= 6


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_making_a_sample_again_gives_the_same_members(path: Path, remade: Path) -> None:
    assert _members(remade / path.name) == _members(path)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_sample_is_small(path: Path) -> None:
    assert path.stat().st_size < SIZE_LIMIT


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_python_docx_opens_a_sample_and_finds_its_title(path: Path) -> None:
    document = docx.Document(str(path))
    assert document.paragraphs
    assert document.core_properties.title


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_style_and_list_that_a_sample_uses_is_defined(path: Path) -> None:
    parts = {name: etree.fromstring(content) for name, content in _contents(path, ".xml")}
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    styles = {style.get(f"{word}styleId") for style in parts["word/styles.xml"].iter(f"{word}style")}
    numbering = parts.get("word/numbering.xml", etree.Element("none"))
    lists = {"0"} | {num.get(f"{word}numId") for num in numbering.iter(f"{word}num")}
    for name, part in parts.items():
        tags = (f"{word}{tag}" for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"))
        assert {node.get(f"{word}val") for node in part.iter(*tags)} <= styles, name
        assert {node.get(f"{word}val") for node in part.iter(f"{word}numId")} <= lists, name


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_paragraph_id_bookmark_and_drawing_number_is_used_once(path: Path) -> None:
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
    trees = [etree.fromstring(content) for _, content in _contents(path, ".xml")]
    for tag, attribute in (
        (f"{word}p", "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"),
        (f"{word}bookmarkStart", f"{word}id"),
        (f"{word}bookmarkStart", f"{word}name"),
        (f"{drawing}docPr", "id"),
    ):
        values = [node.get(attribute) for tree in trees for node in tree.iter(tag)]
        assert len(values) == len(set(values)), attribute


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_reference_field_names_a_bookmark(path: Path) -> None:
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    ((_, content),) = _contents(path, "word/document.xml")
    tree = etree.fromstring(content)
    names = {node.get(f"{word}name") for node in tree.iter(f"{word}bookmarkStart")}
    codes = [(node.text or "").split() for node in tree.iter(f"{word}instrText")]
    targets: set[str | None] = {code[1] for code in codes if code[0] in {"REF", "PAGEREF"}}
    targets |= {node.get(f"{word}anchor") for node in tree.iter(f"{word}hyperlink")} - {None}
    assert targets <= names


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_pictures_can_be_decoded(path: Path) -> None:
    for suffix in (".png", ".jpeg", ".bmp"):
        for name, content in _contents(path, suffix):
            with Image.open(io.BytesIO(content)) as picture:
                picture.load()
                assert picture.convert("L").getcolors(1) is None, f"{name} is of one colour"
