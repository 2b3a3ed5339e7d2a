"""Documents of a folder, read in the background."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from review_kit import session_of, wait_until
from survey_kit import docx, heading, own

from sdconvert.review import folder as room
from sdconvert.review.folder import Folder, Sorting
from sdconvert.review.portrait import portray_for_review
from sdconvert.stylemap import MappingRow, StyleMap, TextType

SAMPLES = Path(__file__).parents[2] / "samples" / "docx"
NUMBERED = StyleMap({"heading 1": MappingRow(TextType.HEADING_OL, 0)})


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    for name in ("a", "b", "same-as-b"):
        docx(tmp_path / f"{name}.docx", heading("One" if name == "a" else "Two"), own("Text."))
    return tmp_path


def read(folder: Folder) -> Folder:
    folder.start()
    wait_until(lambda: folder.done == len(folder.rows) and folder.is_judged)
    return folder


def test_what_is_read_again_is_known_where_its_content_is(documents: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []
    monkeypatch.setattr(room, "portray_for_review", lambda job: looked.append(job.item.name) or portray_for_review(job))
    folder = session_of(documents).folder
    read(folder)
    assert {use.name: use.count for use in folder.uses()} == {"heading 1": 3, "Own": 3}
    docx(documents / "a.docx", heading("One"), heading("More"))
    looked.clear()
    assert folder.refresh()
    wait_until(lambda: folder.done == 3)
    assert looked == ["a.docx"]
    assert {use.name: use.count for use in folder.uses()} == {"heading 1": 4, "Own": 2}
    folder.stop()


def test_a_mapping_is_judged_in_the_background_and_only_where_it_concerns(
    documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = []
    monkeypatch.setattr(room, "effects_in", lambda *_: judged.append(1) or ())
    folder = read(session_of(documents).folder)
    folder.want(NUMBERED)
    wait_until(lambda: folder.is_judged)
    assert len(judged) == 3
    folder.want(StyleMap({**NUMBERED.rows, "Elsewhere": MappingRow(TextType.CAPTION)}))
    wait_until(lambda: folder.is_judged)
    folder.stop()
    assert len(judged) == 3


def test_effects_name_the_first_document_and_count_blocks_and_files(documents: Path) -> None:
    folder = session_of(documents).folder
    folder.want(NUMBERED)
    read(folder)
    (effect,) = folder.effects()
    assert (effect.count, effect.files) == (3, (0, 1, 2))
    assert {row.changes for row in folder.rows} == {1}
    folder.stop()


def test_pages_of_the_table_are_small_however_many_there_are(documents: Path) -> None:
    folder = Folder(session_of(documents).items * 2000, session_of(documents).options, 0)
    found, rows = folder.page(Sorting.NAME, False, "b.docx", 3990, 100)
    assert (found, len(rows)) == (4000, 10)


def test_the_proposal_is_that_of_all_documents(documents: Path) -> None:
    folder = read(session_of(documents).folder)
    rows = {row.style: (row.count, row.files) for row in folder.proposal().rows}
    assert rows == {"heading 1": (3, 3), "Own": (3, 3)}
    folder.stop()


def test_the_proposal_is_tried_on_all_documents_and_names_what_it_changes(tmp_path: Path) -> None:
    for name in ("letter", "template-styles"):
        shutil.copy(SAMPLES / f"{name}.docx", tmp_path)
    folder = read(session_of(tmp_path).folder)
    (row,) = (row for row in folder.proposal().rows if row.style == "Normal")
    assert [(change.words, change.files) for change in row.changes] == [("makes text of 1 heading of 1 file", (1,))]
    folder.stop()
