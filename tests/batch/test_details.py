"""What is said of single documents of a batch."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from batch_kit import word_files

from sdconvert.batch.details import Details, load_details
from sdconvert.batch.sources import Item
from sdconvert.errors import BadConfiguration, UnreadableInput


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return word_files(tmp_path / "letters", "1.docx", "x/2.docx")


def items(folder: Path) -> list[Item]:
    return [Item("1.docx", str(folder / "1.docx")), Item("x/2.docx", str(folder / "x/2.docx"))]


def load(folder: Path, *rows: object, ends: str = "\n") -> dict[str, Details]:
    path = folder / "documents.jsonl"
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_bytes("".join(line + ends for line in lines).encode())
    return dict(load_details(path, items(folder)))


def test_rows_are_of_files_beside_the_list_or_of_names_in_the_batch(folder: Path) -> None:
    rows = {"file": "1.docx", "title": "One", "record": 1}, {"file": "x/2.docx", "groupId": "g2", "supplemental": "s"}
    wanted = {"1.docx": Details("One"), "x/2.docx": Details(group_id="g2", supplemental="s")}
    assert load(folder, *rows) == wanted
    assert load(folder, *rows, "", ends="\r\n") == wanted
    elsewhere = folder.parent / "list.jsonl"
    elsewhere.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    assert load_details(elsewhere, items(folder)) == wanted


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\u00a0"])
def test_a_text_may_hold_what_ends_lines_elsewhere(sign: str, folder: Path) -> None:
    assert load(folder, {"file": "1.docx", "title": f"a{sign}b"}) == {"1.docx": Details(f"a{sign}b")}


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    assert load(folder, "\ufeff" + json.dumps({"file": "1.docx", "title": "One"})) == {"1.docx": Details("One")}


def test_a_row_of_another_file_is_passed_over_and_one_of_none_is_refused(folder: Path) -> None:
    word_files(folder, "other.docx")
    assert load(folder, {"file": "other.docx", "title": "x"}) == {}
    with pytest.raises(BadConfiguration, match=r"documents\.jsonl, line 2: gone\.docx does not exist\."):
        load(folder, "", {"file": "gone.docx"})


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("{", "line 1 is no JSON"),
        ("[]", "line 1 is no object with a text `file`"),
        ({"title": "x"}, "line 1 is no object with a text `file`"),
        ({"file": 3}, "line 1 is no object with a text `file`"),
        ({"file": "1.docx", "title": 3}, "line 1: title has to be a text"),
    ],
)
def test_a_row_that_cannot_be_understood_is_said_with_its_line(row: object, words: str, folder: Path) -> None:
    with pytest.raises(BadConfiguration, match=words):
        load(folder, row)


def test_a_list_that_is_not_there_is_said(folder: Path) -> None:
    with pytest.raises(UnreadableInput, match="No such file"):
        load_details(folder / "none.jsonl", [])
