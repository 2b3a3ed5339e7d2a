from pathlib import Path

import pytest
from docx_builder import build_docx
from docx_documents import PICTURE, PICTURE_FILE, PICTURE_RELATION, p, read_document, styled, table
from survey_kit import STYLES, docx, heading, own

from sdconvert.batch.sources import Item
from sdconvert.batch.survey import difference
from sdconvert.batch.survey.difference import (
    Becoming,
    BlockChange,
    Changes,
    RowChange,
    both_as_json,
    changed_blocks,
    changes_of,
    row_changes,
)
from sdconvert.batch.survey.jobs import SurveyJob
from sdconvert.errors import UnreadableInput
from sdconvert.stylemap.rows import MappingRow, StyleMap, TextType

_TEXT = MappingRow(TextType.PARAGRAPH, 0)
_HEADING = MappingRow(TextType.HEADING_OL, 1)


def _map(**rows: MappingRow) -> StyleMap:
    return StyleMap({name.replace("_", " "): row for name, row in rows.items()})


def _changes(body: str, old: StyleMap, new: StyleMap) -> Changes:
    document = read_document(body, styles=STYLES, relations=[PICTURE_RELATION], files=PICTURE_FILE).value
    return changed_blocks(document, old, new)


def test_rows_are_added_removed_or_changed():
    old = _map(Normal=_TEXT, Own=_TEXT, gone=_TEXT)
    new = _map(Own=_HEADING, Normal=_TEXT, Added=_HEADING)
    assert row_changes(old, new) == (
        RowChange("Added", None, _HEADING),
        RowChange("gone", _TEXT, None),
        RowChange("Own", _TEXT, _HEADING),
    )


def test_blocks_that_become_something_else_are_counted_with_examples():
    body = heading("Title") + p("Plain") + own("") + "".join(own(f"Line {n}") for n in range(5))
    changes = _changes(body, _map(Own=_TEXT), _map(Own=_HEADING))
    assert changes.counts == {Becoming("Own", "paragraph", "heading-ol 1"): 6}
    assert (changes.total, changes.blocks) == (6, 8)
    assert changes.examples[0] == BlockChange(4, "Line 0", "Own", "paragraph", "heading-ol 1")
    assert [example.text for example in changes.examples] == ["Line 0", "Line 1", "Line 2"]


@pytest.mark.parametrize(
    ("row", "form"),
    [
        (MappingRow(TextType.HEADING, 2), "heading 2"),
        (MappingRow(TextType.PARAGRAPH, 3), "paragraph 3"),
        (MappingRow(TextType.PARAGRAPH_OL, 1), "paragraph-ol 1"),
        (MappingRow(TextType.LIST_OL), "list-ol"),
        (MappingRow(TextType.LIST_UL), "list-ul"),
    ],
)
def test_blocks_are_told_in_the_words_of_a_mapping(row: MappingRow, form: str):
    assert _changes(own("Words"), _map(), _map(Own=row)).counts == {Becoming("Own", "paragraph", form): 1}


def test_a_style_without_a_row_stays_what_the_reader_made_of_it():
    changes = _changes(heading("Title"), _map(heading_1=MappingRow(TextType.PARAGRAPH, 0)), _map())
    assert changes.counts == {Becoming("heading 1", "paragraph", "heading 0"): 1}


def test_a_caption_changes_and_what_follows_it_does_not():
    body = p(PICTURE) + own("Figure") + p("After") + own("No picture here") + heading("End")
    changes = _changes(body, _map(Own=_TEXT), _map(Own=MappingRow(TextType.CAPTION)))
    assert changes.counts == {Becoming("Own", "paragraph", "caption"): 1}
    assert changes.examples[0].text == "Figure"


def test_blocks_in_tables_count():
    body = table([own("Cell"), "Other"])
    assert _changes(body, _map(), _map(Own=_HEADING)).total == 1


def test_a_list_that_only_moves_to_another_number_is_no_change():
    body = own("One") + p("Between") + heading("Item")
    old, new = (
        _map(Own=_TEXT, heading_1=MappingRow(TextType.LIST_UL)),
        _map(Own=MappingRow(TextType.LIST_UL), heading_1=MappingRow(TextType.LIST_UL)),
    )
    assert _changes(body, old, new).counts == {Becoming("Own", "paragraph", "list-ul"): 1}


def test_a_document_without_a_style_whose_row_differs_is_not_read_to_its_end(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(difference, "read_document", None)
    path = str(docx(tmp_path / "a.docx", "Words", heading("Title")))
    options = both_as_json(_map(Own=_TEXT, Heading_1=_TEXT), _map(Own=_HEADING, heading_1=_TEXT))
    assert changes_of(SurveyJob(0, Item("a.docx", path), options)) == Changes({})


def test_a_built_in_style_has_its_row_in_any_case(tmp_path: Path):
    path = str(docx(tmp_path / "a.docx", heading("Title")))
    options = both_as_json(_map(Heading_1=_TEXT), _map(HEADING_1=_HEADING))
    assert changes_of(SurveyJob(0, Item("a.docx", path), options)).total == 1


def test_what_cannot_be_read_is_an_error(tmp_path: Path):
    path = tmp_path / "a.docx"
    path.write_bytes(build_docx(styled("n", "x"))[:40])
    with pytest.raises(UnreadableInput):
        changes_of(SurveyJob(0, Item("a.docx", str(path)), both_as_json(_map(), _map())))
