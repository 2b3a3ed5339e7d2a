"""The rules on pages and parsX files, and on the pictures that come with them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from docx_builder import build_docx
from picture_samples import encoded

import sdconvert
from sdconvert import Severity, validate
from sdconvert.archive import write_archive
from sdconvert.codes import known_codes
from sdconvert.errors import UnreadableInput
from sdconvert.validation.exports import page_rules, parsx_rules, picture_rules

PNG = encoded("PNG")
HEAD = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T</title></head><body>{}</body></html>'
PARSX = (
    '<?xml version="1.0" encoding="UTF-8"?><werk xmlns="https://www.parsx.de/ns/4.0"><hauptteil>{}</hauptteil></werk>'
)
CHAPTER = '<kapitel id="{}"><titel>A</titel><abs>{}</abs></kapitel>'


def page(body: str, files: Mapping[str, bytes] = {}, name: str = "index.html") -> bytes:
    return write_archive({name: HEAD.format(body).encode(), **files})


def parsx(body: str, files: Mapping[str, bytes] = {}, name: str = "parsx.xml") -> bytes:
    return write_archive({name: PARSX.format(body).encode(), **files})


def rules_of(source: bytes | Path) -> list[str]:
    return [finding.code.id for finding in validate(source) if finding.code.id.split("-")[1][0] in "VP"]


@pytest.mark.parametrize("source", [page('<p id="a">a</p>'), parsx(CHAPTER.format("a", "b"))])
def test_a_good_export_breaks_no_rule(source: bytes) -> None:
    assert validate(source) == ()


def test_every_rule_has_a_page_that_shows_what_is_wrong() -> None:
    for rule in (*page_rules.RULES, *parsx_rules.RULES, *picture_rules.RULES):
        page_of_rule = known_codes()[rule.code.id].why
        assert all(word in page_of_rule for word in ("Why: ", "Wrong: ", "Source: ")), rule.code.id


_IMAGE = '<p>a <img src="{}"></p>'
_SHOWN = '<bild><abbildung quelle="{}"/></bild>'
BROKEN = [
    ("HTML-V001", page("a", name="export/index.html")),
    ("HTML-V001", page("a", name="page.html")),
    ("HTML-V002", page('<p id="a">a</p><p id="a">b</p>')),
    ("HTML-V003", '<!DOCTYPE html><html lang="de"><title>T</title><p>ä</p></html>'.encode()),
    ("HTML-V004", '<!DOCTYPE html><html lang="de"><meta charset="latin-1"><title>T</title><p>ä'.encode("latin-1")),
    ("HTML-V005", b'<!DOCTYPE html><html lang="de"><meta charset="utf-8"><title> </title><p>a</html>'),
    ("HTML-V006", b'<!DOCTYPE html><html><meta charset="utf-8"><title>T</title><p>a</html>'),
    ("HTML-V007", page('<p><a href="other.html">a</a></p>')),
    ("PARSX-V001", parsx(CHAPTER.format("a", "b"), name="export/parsx.xml")),
    ("PARSX-V002", parsx(CHAPTER.format("a", "b") * 2)),
    ("PARSX-V003", parsx(CHAPTER.format("a", '<verweis verweis-intern="gone">b</verweis>'))),
    ("PARSX-V004", PARSX.replace("UTF-8", "ISO-8859-1").format(CHAPTER.format("a", "ä")).encode("latin-1")),
    ("PARSX-V005", PARSX.replace(' xmlns="https://www.parsx.de/ns/4.0"', "").format(CHAPTER.format("a", "b")).encode()),
    ("PARSX-V006", parsx(CHAPTER.format("a", '<verweis verweis-extern="javascript:a">b</verweis>'))),
    ("PACKAGE-P002", page("<p>a</p>", {"images/a.png": PNG})),
    ("PACKAGE-P005", page(_IMAGE.format("images/a.png"), {"images/a.png": PNG[:-20]})),
    ("PACKAGE-P005", parsx(CHAPTER.format("a", "b") + _SHOWN.format("images/a.png"), {"images/a.png": PNG[:-20]})),
    ("PACKAGE-P006", page(_IMAGE.format("images/a.jpg"), {"images/a.jpg": PNG})),
    ("PACKAGE-P007", page(_IMAGE.format("../a.png"))),
    ("PACKAGE-P007", page(_IMAGE.format("file:///home/me/a.png"))),
    ("PACKAGE-P007", parsx(CHAPTER.format("a", "b") + _SHOWN.format("C:\\a.png"))),
    ("PACKAGE-P008", page("<p>a</p>", {"__MACOSX/._index.html": b"x"})),
]


@pytest.mark.parametrize(("id", "source"), BROKEN, ids=[id for id, _ in BROKEN])
def test_what_breaks_a_rule_is_told_by_it_and_by_no_other(id: str, source: bytes) -> None:
    assert rules_of(source) == [id]


def test_a_finding_says_where() -> None:
    (finding,) = validate(page('<p id="a">a</p><div><p id="a">b</p></div>'))
    assert str(finding) == "error HTML-V002: The id a is carried by 2 elements. (index.html, /html/body/p)"


def test_a_lone_file_is_judged_with_the_pictures_beside_it(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_bytes(PNG[:-20])
    (tmp_path / "images" / "b.png").write_bytes(PNG)
    (tmp_path / "p.html").write_text(HEAD.format(_IMAGE.format("images/a.png")), "utf-8")
    assert rules_of(tmp_path / "p.html") == ["PACKAGE-P005"]


def test_a_folder_is_judged_as_its_package(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "a.png").write_bytes(PNG)
    (tmp_path / "index.html").write_text(HEAD.format("<p>a</p>"), "utf-8")
    assert rules_of(tmp_path) == ["PACKAGE-P002"]


def test_what_reading_leaves_out_is_told_too() -> None:
    found = validate(page('<p><a href="javascript:x">a</a> <img src="gone.png"></p>'))
    assert {finding.code.id for finding in found} == {"HTML-R010", "HTML-R041"}


def test_a_word_file_is_judged_by_its_reader_and_has_to_be_one() -> None:
    assert validate(build_docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>")) == ()
    with pytest.raises(UnreadableInput):
        validate(Path(__file__).parent / "gone.docx")


def test_what_we_write_breaks_no_rule() -> None:
    source = Path(__file__).parents[2] / "samples" / "docx" / "minutes.docx"
    for to in ("html", "parsx"):
        found = validate(sdconvert.convert(source, to=to).value)
        assert [str(finding) for finding in found if finding.severity is not Severity.INFO] == []
