import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx_builder import Relation, build_docx

import sdconvert
from sdconvert.archive import read_archive
from sdconvert.errors import BadConfiguration, UnreadableInput
from sdconvert.findings import Location
from sdconvert.options import ConversionOptions
from sdconvert.sharing import KeepsCode, KeepsError, KeepsExitCode, NotShown, Progress, Shrunk, shrink
from sdconvert.sharing.workers import Worker, describe_error

SAMPLES = Path(__file__).parents[2] / "samples" / "docx"
SAMPLE = SAMPLES / "technical-report.docx"
FILLING = "<w:p><w:r><w:t>Filling of the text.</w:t></w:r></w:p>"
LOST = "<w:foo><w:r><w:t>lost words</w:t></w:r></w:foo>"


class KeepsText:
    """A file whose paragraphs hold these words."""

    def __init__(self, *words: str) -> None:
        self._words = words
        self.tried: list[bytes] = []

    def begin(self, data: bytes) -> None:
        assert self.holds(data)

    def holds(self, data: bytes) -> bool:
        self.tried.append(data)
        text = read_archive(data)["word/document.xml"].decode()
        return all(word in text for word in self._words)

    def places(self) -> Sequence[Location]:
        return ()

    def end(self) -> None:
        self.tried.append(b"")

    @property
    def description(self) -> str:
        return "words"


def main_part(shrunk: Shrunk) -> str:
    return read_archive(shrunk.data)["word/document.xml"].decode()


def test_what_gives_a_finding_is_all_that_is_left() -> None:
    shrunk = shrink(build_docx(FILLING * 40 + LOST + FILLING * 40), KeepsCode("docx-r005"))
    assert (shrunk.blocks, shrunk.blocks_before, shrunk.is_smallest) == (0, 80, True)
    assert "foo" in main_part(shrunk)
    assert "Filling" not in main_part(shrunk)
    assert set(read_archive(shrunk.data)) == {"[Content_Types].xml", "_rels/.rels", "word/document.xml"}


@pytest.mark.parametrize("code", ["DOCX-R001", "DOCX-R133", "SDXML-W075"])
def test_a_code_that_a_file_does_not_give_is_told(code: str) -> None:
    with pytest.raises(NotShown, match=f"no finding {code}"):
        shrink(build_docx(FILLING), KeepsCode(code))


def test_two_places_far_apart_are_both_kept_and_words_between_go() -> None:
    body = (
        FILLING * 9
        + "<w:p><w:r><w:t>first</w:t></w:r></w:p>"
        + FILLING * 30
        + "<w:p><w:r><w:t>second</w:t></w:r></w:p>"
    )
    shrunk = shrink(build_docx(body), KeepsText("first", "second"))
    assert shrunk.blocks == 2
    assert "Filling" not in main_part(shrunk)


def test_rows_and_cells_and_runs_go_and_a_table_stays_one() -> None:
    cell = "<w:tc><w:tcPr><w:tcW w:w='1' w:type='dxa'/></w:tcPr><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc>"
    needle = "<w:tc><w:p><w:r><w:t>b</w:t></w:r><w:r><w:t>NEEDLE</w:t></w:r></w:p></w:tc>"
    rows = f"<w:tr>{cell * 3}</w:tr>" * 9 + f"<w:tr>{cell}{needle}{cell}</w:tr>"
    table = f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * 3}</w:tblGrid>{rows}</w:tbl>"
    shrunk = shrink(build_docx(FILLING * 3 + table), KeepsText("NEEDLE", "w:tbl>"))
    text = main_part(shrunk)
    assert (text.count("<w:tr>"), text.count("<w:tc>"), text.count("<w:r>")) == (1, 1, 1)
    assert len(docx.Document(io.BytesIO(shrunk.data)).tables) == 1


def test_every_file_that_is_tried_is_whole() -> None:
    keep = KeepsText("first")
    shrink(SAMPLE, _KeepsFirstHeading(keep))
    files = keep.tried[: keep.tried.index(b"")]
    assert len(files) > 20
    for data in files:
        parts = read_archive(data)
        docx.Document(io.BytesIO(data))
        codes = {finding.code.id for finding in sdconvert.read_document(data).findings}
        assert not codes & {"DOCX-R001", "DOCX-R002", "DOCX-R004", "DOCX-R020"}
        for name in parts:
            if "footnotes.xml" in name:
                assert parts["word/document.xml"].count(b"footnoteReference ") == parts[name].count(b"<w:footnote w:id")


class _KeepsFirstHeading(KeepsCode):
    """A file with three blocks or more, noting each in another list."""

    def __init__(self, keep: KeepsText) -> None:
        super().__init__("DOCX-R000")
        self._keep = keep

    def begin(self, data: bytes) -> None:
        assert self.holds(data)

    def holds(self, data: bytes) -> bool:
        self._keep.tried.append(data)
        return len(sdconvert.read_document(data).value.blocks) >= 3

    def end(self) -> None:
        self._keep.end()


def test_pictures_and_notes_go_with_what_names_them() -> None:
    picture = '<w:p><w:r><w:pict><v:shape><v:imagedata r:id="rId9"/></v:shape></w:pict></w:r></w:p>'
    note = '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    data = build_docx(
        FILLING + picture + note + LOST,
        relations=[Relation("rId9", "image", "media/image1.png")],
        files={"word/media/image1.png": b"\x89PNG\r\n\x1a\n"},
        footnotes='<w:footnote w:id="2"><w:p><w:r><w:t>note</w:t></w:r></w:p></w:footnote>',
    )
    shrunk = shrink(data, KeepsCode("DOCX-R005"))
    assert [name for name in read_archive(shrunk.data) if "media" in name or "footnotes" in name] == []
    kept = shrink(data, KeepsText("imagedata"))
    assert [name for name in read_archive(kept.data) if "media" in name] == ["word/media/image1.png"]


def test_a_field_keeps_both_ends_or_none() -> None:
    field = "".join(
        f"<w:r>{mark}</w:r>"
        for mark in (
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText> DATE </w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>x</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    text = main_part(shrink(build_docx(f"<w:p>{field}</w:p>{FILLING}"), KeepsText("w:t>")))
    assert "fldChar" not in text
    assert "instrText" not in text


def test_the_same_file_gives_the_same_result_and_progress_is_told() -> None:
    told: list[Progress] = []
    code = sorted({finding.code.id for finding in sdconvert.read_document(SAMPLE).findings})[0]
    first = shrink(SAMPLE, KeepsCode(code), on_progress=told.append)
    assert first.data == shrink(SAMPLE, KeepsCode(code)).data
    assert [step.size for step in told][-1] == len(first.data)
    assert {step.stage for step in told} > {"blocks"}


def test_when_the_time_is_over_the_smallest_so_far_is_the_result() -> None:
    ticks = iter(range(1000))
    shrunk = shrink(build_docx(FILLING * 40 + LOST), KeepsCode("DOCX-R005"), time_limit=6, clock=lambda: next(ticks))
    assert not shrunk.is_smallest
    assert shrunk.blocks < 40
    assert sdconvert.read_document(shrunk.data).findings


def test_a_package_shrinks_too() -> None:
    package = sdconvert.convert(build_docx(FILLING * 20)).value
    code = "SDXML-V090"
    shrunk = shrink(package, KeepsCode(code))
    assert shrunk.blocks < shrunk.blocks_before
    assert code in {finding.code.id for finding in sdconvert.validate(shrunk.data)}


def test_other_files_are_refused() -> None:
    with pytest.raises(UnreadableInput):
        shrink(b"<html></html>", KeepsCode("DOCX-R005"))
    with pytest.raises(UnreadableInput, match="neither a Word file nor an SDXML package"):
        shrink(sdconvert.convert(SAMPLES / "letter.docx", to="html").value, KeepsCode("DOCX-R005"))


def test_an_error_is_kept_by_its_kind() -> None:
    revisions = ConversionOptions.parse(revisions="refuse")
    body = FILLING * 20 + '<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>new</w:t></w:r></w:ins></w:p>' + FILLING * 20
    keep = KeepsError(revisions)
    shrunk = shrink(build_docx(body), keep)
    assert shrunk.blocks <= 1
    assert keep.error.startswith("UnresolvedRevisions")


class _DiesWhenRead:
    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (3,)


def test_a_conversion_that_hangs_or_dies_is_told_and_the_next_is_asked_anew() -> None:
    worker = Worker(ConversionOptions(), 0.001)
    assert worker.ask(build_docx(FILLING)) == "hangs"
    worker.stop()
    worker = Worker(_DiesWhenRead(), 20)  # type: ignore[arg-type]
    assert worker.ask(b"") == "ends its process"
    assert worker.ask(b"") == "ends its process"


def test_an_error_is_described_without_its_names_and_numbers() -> None:
    assert describe_error(b"", ConversionOptions()).startswith("UnreadableInput: The file is empty")
    broken = build_docx("", files={"word/document.xml": "<a><b></a>"})
    assert "line 1" not in describe_error(broken, ConversionOptions())
    assert describe_error(build_docx(FILLING), ConversionOptions()) == ""


SCRIPT = "import sys, zipfile; sys.exit(7 * (b'NEEDLE' in zipfile.ZipFile(sys.argv[1]).read('word/document.xml')))"


def test_the_exit_code_of_a_command_is_kept(tmp_path: Path) -> None:
    script = tmp_path / "check it.py"
    script.write_text(SCRIPT)
    data = build_docx(FILLING * 2 + "<w:p><w:r><w:t>NEEDLE</w:t></w:r></w:p>")
    keep = KeepsExitCode(f"{sys.executable} -S '{script}' {{}}")
    keep.begin(data)
    assert keep.exit_code == "7"
    assert keep.holds(data)
    assert not keep.holds(build_docx(FILLING))


def test_a_command_that_hangs_is_known_by_that_and_one_without_a_file_is_refused() -> None:
    keep = KeepsExitCode(f"{sys.executable} -c 'import time; time.sleep(9)' {{}}", try_limit=0.05)
    keep.begin(b"")
    assert keep.exit_code == "hangs"
    with pytest.raises(BadConfiguration, match=r"has no \{\}"):
        KeepsExitCode("true")
    with pytest.raises(BadConfiguration, match="cannot be read"):
        KeepsExitCode("true '{}")
    with pytest.raises(BadConfiguration, match="cannot be run"):
        KeepsExitCode("/no/such/program {}").begin(b"")
