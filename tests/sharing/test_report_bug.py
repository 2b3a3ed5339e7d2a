import getpass
import json
import socket
from pathlib import Path

import pytest
from docx_builder import build_docx

import sdconvert
from sdconvert.archive import read_archive
from sdconvert.options import ConversionOptions
from sdconvert.sharing import KeepsCode, KeepsExitCode, NotShown, WordsNeeded, report_bug

WORDS = "<w:p><w:r><w:t>Erika Mustermann schuldet 4711 Euro.</w:t></w:r></w:p>"
LOST = "<w:foo><w:r><w:t>Geheimnis</w:t></w:r></w:foo>"


def read_report(data: bytes) -> dict[str, object]:
    report: dict[str, object] = json.loads(read_archive(data)["report.json"])
    return report


def test_a_report_holds_the_smallest_file_without_words_and_what_it_takes_to_see_the_fault() -> None:
    report = report_bug(build_docx(WORDS * 30 + LOST))
    members = read_archive(report.data)
    assert set(members) == {"file.docx", "report.json", "README.txt"}
    assert "DOCX-R005" in {finding.code.id for finding in sdconvert.read_document(members["file.docx"]).findings}
    told = read_report(report.data)
    assert told["fault"] == report.fault == "the finding DOCX-R005"
    assert told["command"] == "sdconvert convert file.docx --to sdxml"
    assert [finding["code"] for finding in told["findings"]] == ["DOCX-R005"]  # type: ignore[attr-defined]
    assert told["versions"]["sdconvert"] == sdconvert.__version__  # type: ignore[index]
    assert {"python", "system", "lxml", "click"} <= set(told["versions"])  # type: ignore[call-overload]


def test_nothing_in_a_report_tells_whose_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDCONVERT_CLIENT_SECRET", "s3cr3t-value")
    monkeypatch.setenv("LOGNAME", "erika.mustermann")
    monkeypatch.setattr(socket, "gethostname", lambda: "laptop-of-erika")
    monkeypatch.setenv("HOME", "/home/erika.mustermann")
    folder = tmp_path / "Kunde Mustermann"
    folder.mkdir()
    monkeypatch.chdir(folder)
    path = folder / "Vertrag Mustermann.docx"
    path.write_bytes(build_docx(WORDS + LOST))
    options = ConversionOptions.parse(meta={"title": "Geheimer Titel"}, labels="literal")
    for keep in (None, KeepsCode("DOCX-R005", options), KeepsExitCode("test -e {} -a /home/erika.mustermann")):
        members = read_archive(report_bug(path, keep, options=options).data)
        assert getpass.getuser() == "erika.mustermann"
        private = (
            "mustermann",
            "erika",
            "laptop",
            "s3cr3t",
            "vertrag",
            "geheim",
            str(tmp_path),
            "4711",
            "/home",
            "/tmp",
        )
        text = "\n".join([*members, *(data.decode("latin-1") for data in members.values())]).lower()
        inner = read_archive(members["file.docx"])
        text += "\n".join([*inner, *(data.decode("latin-1") for data in inner.values())]).lower()
        assert [word for word in private if word in text] == []
        assert "--labels literal" in text
        assert "--meta …" in members["report.json"].decode()


def test_an_error_is_reported_where_there_is_one() -> None:
    data = build_docx(WORDS * 9, files={"word/document.xml": "<a>Mustermann</a>"})
    report = report_bug(data)
    assert report.fault.startswith("the error UnreadableInput")
    told = read_report(report.data)
    assert str(told["error"]).startswith("UnreadableInput: ")
    assert "Mustermann" not in str(told)


def test_a_file_without_a_fault_is_told() -> None:
    with pytest.raises(NotShown, match="Name with --keep"):
        report_bug(build_docx("<w:p/>"))


def test_a_fault_that_goes_with_the_words_is_told(tmp_path: Path) -> None:
    class KeepsWord(KeepsCode):
        def begin(self, data: bytes) -> None:
            assert self.holds(data)

        def holds(self, data: bytes) -> bool:
            return b"Mustermann" in read_archive(data)["word/document.xml"]

    with pytest.raises(WordsNeeded):
        report_bug(build_docx(WORDS * 3), KeepsWord("DOCX-R005"))
