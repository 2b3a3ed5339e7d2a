import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from docx_builder import build_docx
from strategies import png

import sdconvert
from sdconvert.archive import Limits, read_archive, write_archive
from sdconvert.errors import BadConfiguration, SdconvertError, UnreadableInput, UnsafeInput
from sdconvert.folders import FilesBeside
from sdconvert.model.inlines import Run
from sdconvert.model.tables import Table
from sdconvert.model.walk import walk_blocks
from sdconvert.pipeline import FORMATS, convert, read_document
from sdconvert.recognition import FormatName, recognise

BODY = (
    '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Purpose</w:t></w:r></w:p>'
    '<w:p><w:r><w:t xml:space="preserve">plain and </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>bold</w:t></w:r></w:p>'
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)
STYLES = '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>'
WORD = build_docx(BODY, styles=STYLES)
TEXTS = ["Purpose", "plain and bold", "cell"]


@pytest.fixture(scope="module")
def sources() -> dict[FormatName, bytes]:
    return {name: convert(WORD, to=name).value for name in FormatName}


def texts(data: bytes) -> list[str]:
    blocks = [block for block in walk_blocks(read_document(data).value) if not isinstance(block, Table)]
    return ["".join(node.text for node in block.content if isinstance(node, Run)) for block in blocks]  # type: ignore[union-attr]


@pytest.mark.parametrize("to", list(FormatName))
@pytest.mark.parametrize("source", list(FormatName))
def test_every_format_becomes_every_other(sources: dict[FormatName, bytes], source: FormatName, to: FormatName) -> None:
    data = convert(sources[source], to=to).value
    assert recognise(data).format is to
    assert texts(data) == TEXTS


def test_nothing_named_gives_sdxml() -> None:
    assert "sd.xml" in read_archive(convert(WORD).value)


def test_a_named_format_goes_before_the_content() -> None:
    with pytest.raises(UnreadableInput):
        convert(WORD, source_format="parsx")


def test_what_is_of_no_format_is_told_by_the_reader_of_word_files() -> None:
    with pytest.raises(UnreadableInput, match="is an RTF file"):
        convert(b"{\\rtf1}")


def test_a_page_that_does_not_say_so_is_known_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Good day.")
    assert len(read_document(tmp_path / "a.html").value.blocks) == 1


@pytest.mark.parametrize(
    ("name", "data"), [("a.zip", write_archive({"a.txt": b""})), ("a.xml", b"<svg/>"), ("a.zip", b"PK\3\4")]
)
def test_a_package_of_no_format_is_refused_as_such(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableInput, match=f"{name} is (neither|truncated|a bare XML)"):
        convert(tmp_path / name)


@pytest.mark.parametrize(
    ("to", "options", "says"),
    [
        ("html", {"headings": "plain"}, "The option headings is for writing sdxml; this writes html."),
        ("docx", {"comments": "sidenote"}, "The option comments is for writing sdxml; this writes docx."),
        ("parsx", {"labels": "literal"}, "The option labels is for writing sdxml and html and docx"),
        ("html", {"dialect": "2.6"}, "The option dialect is for writing sdxml; this writes html."),
        ("sdxml", {"template": WORD}, "The option template is for writing docx"),
        ("sdxml", {"settings": {}}, "The option settings"),
        ("docx", {"single_file": False}, "The option single_file is for writing html"),
        ("parsx", {"meta": {"titel": "x"}}, "There is no metadata named 'titel'"),
        (
            "sdxml",
            {"dialect": "2.13"},
            "SDXML 2.13 is not written: .* only the grammar of 2.6 is",
        ),
        ("sdxml", {"dialect": "3"}, "SDXML 3 is not written"),
        ("html", {"labels": "none"}, "'none' is not one of"),
        ("docx", {"settings": {"toc": True}}, "'toc' is not a setting"),
        ("pdf", {}, "'pdf' is not one of docx, sdxml, html, parsx"),
        ("sdxml", {"source_format": "odt"}, "'odt' is not one of"),
    ],
)
def test_an_option_that_cannot_apply_is_refused(to: str, options: dict, says: str) -> None:
    with pytest.raises(BadConfiguration, match=says):
        convert(WORD, to=to, **options)


def test_tracked_changes_are_a_matter_of_word_files(sources: dict[FormatName, bytes]) -> None:
    with pytest.raises(BadConfiguration, match=r"Tracked changes.*is parsx"):
        convert(sources[FormatName.PARSX], revisions="reject")


@pytest.mark.parametrize("to", list(FormatName))
def test_metadata_can_be_set_in_every_format(to: FormatName) -> None:
    data = convert(WORD, to=to, meta={"title": "Mine", "tags": "a, b"}).value
    metadata = read_document(data).value.metadata
    assert (metadata.title, metadata.tags) == ("Mine", ("a", "b"))


def test_a_page_takes_the_pictures_beside_it(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text('<!doctype html><img src="p.png" alt=""><img src="../q.png" alt="out">')
    (tmp_path / "p.png").write_bytes(png())
    assert list(read_document(tmp_path / "page.html").value.assets.values()) == [png()]


def test_files_beside_are_those_of_the_folder_and_no_others(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "p.png").write_bytes(png())
    (tmp_path / "secret.png").write_bytes(png())
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    files = FilesBeside(folder / "page.html")
    assert files["images/p.png"] == png()
    outside = ["../secret.png", "link.png", str(tmp_path / "secret.png"), "images", "gone.png", "a\0b"]
    assert [name for name in outside if name in files] == []
    assert (sorted(files), len(files)) == (["images/p.png", "link.png"], 2)
    with pytest.raises(UnsafeInput):
        FilesBeside(folder / "page.html", Limits(member_size=10))["images/p.png"]


def test_the_table_has_a_row_for_each_format() -> None:
    assert [row.name for row in FORMATS.values()] == list(FormatName)


def test_the_pipeline_loads_no_reader_and_no_writer_before_it_is_used() -> None:
    script = (
        "import sys, sdconvert.pipeline; "
        "sys.exit(any(name.startswith(('lxml', 'docx', 'sdconvert.formats.')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@pytest.mark.parametrize(
    ("name", "room"), [("convert", "pipeline"), ("read_document", "pipeline"), ("style_mapping", "proposing")]
)
def test_the_public_names_are_those_of_their_rooms(name: str, room: str) -> None:
    assert getattr(sdconvert, name).__module__ == f"sdconvert.{room}"


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"<html", write_archive({"sd.xml": b"<"}), write_archive({"a.xml": b"<a/>"})]
)
@pytest.mark.parametrize("to", list(FormatName))
def test_bad_bytes_end_in_an_error_of_ours_or_a_document(data: bytes, to: FormatName) -> None:
    try:
        convert(data, to=to)
    except SdconvertError:
        return


def openings(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is opened as a zip to be read, from now on."""
    opened: list[object] = []
    look = zipfile.ZipFile.__init__

    def watch(zipped: zipfile.ZipFile, file: object, mode: str = "r") -> None:
        opened.extend([file] if mode == "r" else [])
        look(zipped, file, mode)  # type: ignore[arg-type]

    monkeypatch.setattr(zipfile.ZipFile, "__init__", watch)
    return opened


@pytest.mark.parametrize("source", list(FormatName))
def test_a_zip_is_opened_once(
    monkeypatch: pytest.MonkeyPatch, sources: dict[FormatName, bytes], source: FormatName
) -> None:
    opened = openings(monkeypatch)
    read_document(sources[source])
    assert len(opened) == 1


def test_a_package_is_opened_once_to_be_judged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(convert(WORD).value)
    opened = openings(monkeypatch)
    sdconvert.validate(tmp_path / "a.zip")
    assert len(opened) == 1
