"""Tables by row, column and cell, lists, notes, pictures and metadata of both sides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from reconcile_kit import as_word, changed, codes_of, edited, ids_of, package, texts_of, uuid
from strategies import png

import sdconvert
from sdconvert.formats.sdxml.write import write
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block, Metadata
from sdconvert.model.inlines import Note, Run
from sdconvert.model.tables import Cell, Row, Table
from sdconvert.reconciling import Reconciliation
from sdconvert.reconciling.tokens import read_tokens, tell_words

ROWS = (("Work", "Date", "Price"), ("Setup", "June", "100"), ("Course", "July", "200"), ("Travel", "August", "300"))


def cell(text: str, **more: object) -> Cell:
    return Cell((Paragraph((Run(text),)),) if text else (), **more)


def table(*rows: tuple[str, ...]) -> Table:
    width = len(rows[0])
    return Table(
        tuple([Row(tuple(map(cell, row)), extra=(("row-id", f"r{row[0]}"),)) for row in rows]), (100 / width,) * width
    )


BASE = package("Before.", table(*ROWS), "After.")
WORD = as_word(BASE)


def grid_of(result: Reconciliation | bytes) -> list[list[str]]:
    """What stands in the cells of the first table."""
    value = result if isinstance(result, bytes) else result.value
    blocks = sdconvert.read_document(value).value.blocks
    found = next(block for block in blocks if isinstance(block, Table))
    return [[" ".join(map(text_of, one.content)) for one in row.cells] for row in found.rows]


def text_of(block: Block) -> str:
    assert isinstance(block, (Paragraph, ListItem, Heading))
    return tell_words(read_tokens(block.content))


def with_rows(change: Callable[[list[Row]], object]) -> bytes:
    """The package with other rows in its table."""

    def edit(blocks: list[Block]) -> None:
        old = blocks[1]
        assert isinstance(old, Table)
        rows = list(old.rows)
        change(rows)
        blocks[1] = replace(old, rows=tuple(rows))

    return changed(BASE, edit)


def say(row: int, column: int, text: str) -> Callable[[list[Row]], object]:
    def change(rows: list[Row]) -> None:
        cells = list(rows[row].cells)
        cells[column] = replace(cells[column], content=cell(text).content)
        rows[row] = replace(rows[row], cells=tuple(cells))

    return change


def test_a_row_of_theirs_and_a_cell_of_ours():
    def add_row(document):
        cells = document.tables[0].add_row().cells
        for one, text in zip(cells, ("Rest", "May", "400"), strict=True):
            one.paragraphs[0].text = text

    result = sdconvert.reconcile(BASE, with_rows(say(1, 2, "150")), edited(WORD, add_row))
    assert grid_of(result) == [
        list(ROWS[0]),
        ["Setup", "June", "150"],
        *map(list, ROWS[2:]),
        ["Rest", "May", "400"],
    ]
    assert result.is_clean
    rows = next(block for block in result.document.blocks if isinstance(block, Table)).rows
    assert [dict(row.extra).get("row-id") for row in rows] == ["rWork", "rSetup", "rCourse", "rTravel", None]


def test_a_row_that_they_deleted_and_a_column_that_we_added():
    def delete_row(document):
        row = document.tables[0].rows[2]._tr
        row.getparent().remove(row)

    def add_column(rows: list[Row]) -> None:
        for at, row in enumerate(rows):
            rows[at] = replace(row, cells=(*row.cells, cell("" if at else "Note")))

    result = sdconvert.reconcile(BASE, with_rows(add_column), edited(WORD, delete_row))
    assert grid_of(result) == [
        ["Work", "Date", "Price", "Note"],
        ["Setup", "June", "100", ""],
        ["Travel", "August", "300", ""],
    ]


@pytest.mark.parametrize(("conflicts", "height"), [("both", 4), ("mine", 4), ("theirs", 3)])
def test_a_row_that_they_deleted_and_we_changed_is_a_conflict(conflicts: str, height: int):
    def delete_row(document):
        row = document.tables[0].rows[2]._tr
        row.getparent().remove(row)

    current = with_rows(say(2, 2, "250"))
    result = sdconvert.reconcile(BASE, current, edited(WORD, delete_row), conflicts=conflicts)
    assert len(grid_of(result)) == height
    assert [code for code in codes_of(result) if code.startswith("RECONCILE")] == ["RECONCILE-007"]


def test_the_same_cell_on_both_sides_is_a_conflict_whose_other_version_is_told():
    def edit(document):
        document.tables[0].rows[1].cells[2].paragraphs[0].runs[0].text = "170"

    result = sdconvert.reconcile(BASE, with_rows(say(1, 2, "150")), edited(WORD, edit))
    assert grid_of(result)[1][2] == "150"
    assert codes_of(result) == ["RECONCILE-001"]
    assert "170" in result.findings[0].message


def test_joined_cells_of_one_side_and_words_of_the_other():
    def join(document):
        row = document.tables[0].rows[3]
        row.cells[0].merge(row.cells[1])

    result = sdconvert.reconcile(BASE, with_rows(say(1, 2, "150")), edited(WORD, join))
    grid = grid_of(result)
    assert grid[1] == ["Setup", "June", "150"]
    assert len(grid[3]) == 2
    assert result.is_clean
    assert not [one for one in sdconvert.validate(result.value) if one.severity == "error"]


def test_shapes_of_both_sides_with_joined_cells_are_a_conflict_of_the_whole_table():
    def join(document):
        row = document.tables[0].rows[3]
        row.cells[0].merge(row.cells[1])

    result = sdconvert.reconcile(BASE, with_rows(lambda rows: rows.pop(1)), edited(WORD, join))
    assert "RECONCILE-006" in codes_of(result)
    tables = [block for block in result.document.blocks if isinstance(block, Table)]
    assert len(tables) == 2


def items(*texts: str, level: int = 0) -> tuple[ListItem, ...]:
    return tuple([ListItem((Run(text),), True, level, uuid(500)) for text in texts])


def test_an_item_and_a_level_of_theirs_are_in_our_list():
    base = package("The list:", *items("First of all the rent", "Then the deposit too", "Last comes the garden"))

    def edit(document):
        paragraph = document.paragraphs[2]
        copy = __import__("copy").deepcopy(paragraph._p)
        paragraph._p.addnext(copy)
        document.paragraphs[3].runs[0].text = "And the cellar as well"

    current = changed(base, lambda blocks: blocks.pop(3))
    result = sdconvert.reconcile(base, current, edited(as_word(base), edit))
    assert texts_of(result) == ["The list:", "First of all the rent", "Then the deposit too", "And the cellar as well"]
    blocks = sdconvert.read_document(result.value).value.blocks
    assert len({block.list_id for block in blocks if isinstance(block, ListItem)}) == 1


def test_a_note_takes_words_of_both_sides():
    note = Note(((Run("See the old annex for more."),),))
    base = package(Paragraph((Run("The rent is due"), note, Run(" on the first."))))
    word = as_word(base)

    def ours(blocks: list[Block]) -> None:
        other = Note(((Run("See the old annex for details."),),))
        blocks[0] = replace(blocks[0], content=(Run("The rent is due"), other, Run(" on the first.")))

    theirs = changed(base, lambda blocks: blocks.__setitem__(0, _renamed(blocks[0])))
    result = sdconvert.reconcile(base, changed(base, ours), as_word(theirs))
    assert texts_of(result) == ["The rent is due⟦footnote: See the new annex for details.⟧ on the first."]
    assert sdconvert.reconcile(base, base, word).value == base


def _renamed(block: Block) -> Block:
    note = Note(((Run("See the new annex for more."),),))
    return replace(block, content=(Run("The rent is due"), note, Run(" on the first.")))


def test_a_picture_is_another_where_its_content_is():
    base = package("Before the picture.", Picture("a.png"), assets={"a.png": png(1)})
    other = package("Before the picture.", Picture("x.png"), assets={"x.png": png(90)})
    result = sdconvert.reconcile(base, base, as_word(other))
    (picture,) = [block for block in result.document.blocks if isinstance(block, Picture)]
    assert result.document.assets[picture.asset] == png(90)
    assert ids_of(result) == ids_of(base)
    assert sdconvert.reconcile(base, base, as_word(base)).value == base


def test_metadata_is_merged_field_by_field():
    base = package("Some words.", metadata=Metadata(title="Lease", description="Draft"))

    def retitle(document):
        document.core_properties.title = "Lease of a garden"

    was = sdconvert.read_document(base).value
    current = write(replace(was, metadata=replace(was.metadata, description="Final"))).value
    result = sdconvert.reconcile(base, current, edited(as_word(base), retitle))
    assert (result.document.metadata.title, result.document.metadata.description) == ("Lease of a garden", "Final")
    assert result.is_clean


def test_a_paragraph_that_became_a_heading_keeps_its_id_and_takes_our_words():
    base = package("The duties of the tenant are these.", "More words follow here.")
    theirs = changed(base, lambda blocks: blocks.__setitem__(0, Heading(blocks[0].content, 1, id=blocks[0].id)))

    def ours(blocks: list[Block]) -> None:
        blocks[0] = replace(blocks[0], content=(Run("The duties of the owner are these."),))

    result = sdconvert.reconcile(base, changed(base, ours), as_word(theirs))
    block = result.document.blocks[0]
    assert isinstance(block, Heading)
    assert (block.level, block.id, text_of(block)) == (1, uuid(1), "The duties of the owner are these.")
