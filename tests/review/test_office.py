"""What LibreOffice is given and what is read of its pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx_builder import Relation, build_docx
from docx_documents import p

from sdconvert.archive import read_archive
from sdconvert.errors import UnreadableInput
from sdconvert.review.office import PrintedPages, print_document, running_lines, without_outside
from sdconvert.review.pairing import Box

PLACE = "https://example.org/picture.png"


def test_links_to_outside_lead_nowhere_and_all_else_stays() -> None:
    relations = [
        Relation("rId8", "image", PLACE, is_external=True),
        Relation("rId9", "attachedTemplate", "file:///etc/template.dotx", is_external=True),
    ]
    data = build_docx(p("Text."), relations=relations, styles="")
    before, after = dict(read_archive(data)), dict(read_archive(without_outside(data)))
    links = after.pop("word/_rels/document.xml.rels")
    assert b"example.org" not in links
    assert b"template.dotx" not in links
    assert links.count(b'"about:blank"') == 2
    assert b"styles.xml" in links
    assert {name: before[name] for name in after if not name.endswith(".rels")} == {
        name: part for name, part in after.items() if not name.endswith(".rels")
    }


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16"])
@pytest.mark.parametrize(
    "relationship",
    [
        f"<Relationship Target='{PLACE}' TargetMode='External' Id='a'/>",
        f'<r:Relationship Id="a" TargetMode="External" Target = "{PLACE}" />',
        f'<Relationship\n TargetMode="External"\n Target="{PLACE}"></Relationship>',
    ],
)
def test_a_link_is_found_however_it_is_written(relationship: str, encoding: str) -> None:
    part = f'<?xml version="1.0" encoding="{encoding}"?><Relationships xmlns:r="x">{relationship}</Relationships>'
    data = build_docx(p("Text."), files={"word/_rels/header1.xml.RELS": part.encode(encoding)})
    assert "example.org" not in read_archive(without_outside(data))["word/_rels/header1.xml.RELS"].decode()


def page(number: int, *lines: tuple[float, str]) -> list[tuple[str, Box]]:
    return [(sign, Box(number, 10, bottom - 10, 20, bottom)) for bottom, text in lines for sign in text]


def test_running_heads_and_numbers_of_pages_are_known_by_coming_again_near_an_edge() -> None:
    pages = [page(number, (50, "head"), (400, "same"), (790, f"page{number}")) for number in range(3)]
    lines = running_lines(pages, [842.0] * 3)
    assert lines == {(number, line) for number in range(3) for line in (round(50 / 3), round(790 / 3))}
    assert running_lines(pages[:1], [842.0]) == set()


def test_what_prints_nothing_is_an_error_that_says_so(tmp_path: Path) -> None:
    program = tmp_path / "office"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    with pytest.raises(UnreadableInput, match="no pages in time"):
        print_document(str(program), build_docx(p("Text.")))
    with pytest.raises(UnreadableInput, match="cannot be started"):
        print_document(str(tmp_path / "nowhere"), build_docx(p("Text.")))
    with pytest.raises(UnreadableInput, match="no pages"):
        PrintedPages(b"no PDF")


def test_the_profile_runs_no_macro_and_asks_nobody(tmp_path: Path) -> None:
    program = tmp_path / "office"
    program.write_text(
        f'#!/bin/sh\ncp -r "$(dirname "${{@: -1}}")" {tmp_path / "seen"}\n'.replace("/bin/sh", "/bin/bash")
    )
    program.chmod(0o755)
    with pytest.raises(UnreadableInput):
        print_document(str(program), build_docx(p("Text.")))
    settings = (tmp_path / "seen" / "profile" / "user" / "registrymodifications.xcu").read_text()
    assert 'oor:name="DisableMacrosExecution"><value>true' in settings
    assert 'oor:name="BlockUntrustedRefererLinks"><value>true' in settings
