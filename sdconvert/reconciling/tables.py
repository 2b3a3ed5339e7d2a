"""Tables by row, column and cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from sdconvert.comparison.result import ComparedBlock
from sdconvert.frozen import dataclass, replace
from sdconvert.model.document import Block
from sdconvert.model.tables import Cell, Row, Table
from sdconvert.reconciling.alignment import align_compared
from sdconvert.reconciling.blocks import FourBlocks, merge_content, merge_fields, merge_whole
from sdconvert.reconciling.context import ROW_CONFLICT, Context
from sdconvert.reconciling.essence import cell_essence, is_equal, text_of_block
from sdconvert.reconciling.order import Alignment, Slot, merge_order
from sdconvert.reconciling.result import Conflicts, EditKind

MergeCell = Callable[[Context, "FourCells"], tuple[Block, ...]]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FourCells:
    """The content of one cell four times."""

    base: Cell
    shown: Cell
    theirs: Cell
    mine: Cell


@dataclass(frozen=True, slots=True)
class Grid:
    """A table by its places: `cells` by row and the column where they begin, `texts` of rows and of columns."""

    table: Table
    width: int
    cells: Mapping[Place, Cell]

    @classmethod
    def of(cls, table: Table) -> Grid:
        """The grid of a table, as its spans make it."""
        cells: dict[Place, Cell] = {}
        covered: set[Place] = set()
        width = len(table.columns)
        for at, row in enumerate(table.rows):
            column = 0
            for cell in row.cells:
                while (at, column) in covered:
                    column += 1
                cells[at, column] = cell
                spans = max(cell.col_span, 1), max(min(cell.row_span, len(table.rows) - at), 1)
                covered |= {(at + y, column + x) for y in range(spans[1]) for x in range(min(spans[0], _WIDEST))}
                column += spans[0]
            width = max(width, min(column, _WIDEST))
        return cls(table, width, cells)

    @property
    def is_plain(self) -> bool:
        """Whether no cell spans more than one place, and every place has one."""
        is_small = all(cell.col_span == cell.row_span == 1 for cell in self.cells.values())
        return is_small and len(self.cells) == self.width * len(self.table.rows)

    @property
    def layout(self) -> object:
        """Where which cells stand."""
        spans = [(place, cell.col_span, cell.row_span) for place, cell in self.cells.items()]
        return len(self.table.rows), self.width, spans

    def rows(self) -> list[ComparedBlock]:
        """The rows as they are aligned."""
        return [ComparedBlock("row", _text_of(row.cells)) for row in self.table.rows]

    def columns(self) -> list[ComparedBlock]:
        """The columns, the same."""
        places: list[list[Cell]] = [[] for _ in range(self.width)]
        for (_, column), cell in self.cells.items():
            if column < self.width:
                places[column].append(cell)
        return [ComparedBlock("column", _text_of(cells)) for cells in places]


_WIDEST = 10_000


def _said(text: str) -> list[str]:
    """The texts of a row or column, without cells that say nothing."""
    return [one for one in text.split(" ¶ ") if one.strip()]


def _text_of(cells: Sequence[Cell]) -> str:
    return " ¶ ".join([" ".join(map(text_of_block, cell.content)) for cell in cells])


class TableMerge:
    """Merges the four versions of one table."""

    def __init__(self, context: Context, four: FourBlocks, merge_cell: MergeCell) -> None:
        self.context = context
        self.four = four
        self.merge_cell = merge_cell
        self.grids = [Grid.of(table) for table in four if isinstance(table, Table)]
        self.base, self.shown, self.theirs, self.mine = self.grids
        self.rows = _align_four([grid.rows() for grid in self.grids], _row_ids(self.base.table, self.mine.table))
        self.columns = _align_four([grid.columns() for grid in self.grids], {})

    def run(self) -> tuple[Block, ...]:
        """The table with what both sides made of it; where both changed its shape in ways that cannot be joined, it is
        a conflict as a whole."""
        theirs_stays = self.theirs.layout == self.shown.layout and _is_identity(self.rows.in_theirs)
        mine_stays = self.mine.layout == self.base.layout and _is_identity(self.rows.in_mine)
        shown_stays = self.shown.layout == self.base.layout
        if shown_stays and all(grid.is_plain for grid in self.grids):
            rows, columns = self._merge_plain()
        elif shown_stays and (theirs_stays or mine_stays):
            rows, columns = self._merge_shaped(self.mine if theirs_stays else self.theirs)
        else:
            return merge_whole(self.context, self.four)
        table = self.mine.table
        caption = merge_content(self.context, self.four)
        tables = self.base.table, self.shown.table, self.theirs.table
        merged = merge_fields(self.context, *tables, table, without=("columns",))
        if (rows, columns, caption) != (table.rows, table.columns, table.caption):
            merged = replace(merged, rows=rows, columns=columns, caption=caption)
        return (merged,)

    # -------------------------------------------------------------------------------------------------- tables of spans

    def _merge_shaped(self, shape: Grid) -> tuple[tuple[Row, ...], tuple[float, ...]]:
        """The shape of one side, which alone changed it, with the cells of both."""
        is_ours = shape is self.mine
        own_rows = self.rows.base_of_mine if is_ours else self.rows.base_of_theirs
        partners = self._partners(shape, own_rows)
        used: set[Place] = set()
        rows = []
        for at, row in enumerate(shape.table.rows):
            cells = []
            for place in sorted(place for place in shape.cells if place[0] == at):
                base = partners.get(place)
                used |= set() if base is None else {base}
                cells.append(self._merge_shaped_cell(place, base, is_ours=is_ours))
            rows.append(replace(self._own_row(own_rows.get(at), row), cells=tuple(cells)))
        self._tell_vanished(used, is_ours=is_ours)
        if not is_ours:
            self.context.tell(EditKind.TABLE, "rows, columns or joined cells")
        columns = self._merge_widths() if is_ours else self.theirs.table.columns
        return tuple(rows), columns

    def _own_row(self, base: int | None, row: Row) -> Row:
        mine = None if base is None else self.rows.in_mine.get(base)
        return row if mine is None else self.mine.table.rows[mine]

    def _partners(self, shape: Grid, base_of_row: Mapping[int, int]) -> dict[Place, Place]:
        """The cells of the base that those of a shape are: by row, and in it by column or by what they say."""
        partners: dict[Place, Place] = {}
        for at, base in base_of_row.items():
            own = sorted(place for place in shape.cells if place[0] == at)
            others = sorted(place for place in self.base.cells if place[0] == base)
            if [place[1] for place in own] == [place[1] for place in others]:
                partners |= dict(zip(own, others, strict=True))
            else:
                before = [ComparedBlock("cell", _text_of([self.base.cells[place]])) for place in others]
                after = [ComparedBlock("cell", _text_of([shape.cells[place]])) for place in own]
                found = align_compared(before, after)
                partners |= {own[there]: others[here] for here, there in found.items()}
        return partners

    def _merge_shaped_cell(self, place: Place, base: Place | None, *, is_ours: bool) -> Cell:
        """A cell of the shape with what the other side, which left the shape alone, has in it."""
        cell = (self.mine if is_ours else self.theirs).cells[place]
        if base is None:
            return cell
        theirs = self.theirs.cells[base] if is_ours else cell
        mine = cell if is_ours else self.mine.cells[base]
        merged = self._merge_cell(FourCells(self.base.cells[base], self.shown.cells[base], theirs, mine))
        spans = {"col_span": cell.col_span, "row_span": cell.row_span}
        if (merged.col_span, merged.row_span) == tuple(spans.values()):
            return merged
        return replace(merged, extra=tuple([one for one in merged.extra if one[0] not in _OF_SPANS]), **spans)

    def _tell_vanished(self, used: set[Place], *, is_ours: bool) -> None:
        """Cells that the shape no longer has, and the other side changed."""
        for place, base in self.base.cells.items():
            was, has = (self.shown, self.theirs) if is_ours else (self.base, self.mine)
            if place not in used and cell_essence(was.cells[place]) != cell_essence(has.cells[place]):
                texts = _text_of([base]), "" if is_ours else _text_of([has.cells[place]])
                self.context.clash(ROW_CONFLICT, "cell", *texts, _text_of([has.cells[place]]) if is_ours else "")

    def _merge_widths(self) -> tuple[float, ...]:
        base, shown, theirs, mine = (grid.table.columns for grid in self.grids)
        if len(theirs) == len(mine) and not is_equal(shown, theirs) and is_equal(base, mine):
            self.context.tell(EditKind.LOOK, "widths of columns")
            return theirs
        return mine

    # ---------------------------------------------------------------------------------------------------- plain tables

    def _merge_plain(self) -> tuple[tuple[Row, ...], tuple[float, ...]]:
        """Rows and columns of both sides, each in the order of both."""
        row_slots = self._settle_lines(merge_order(self.rows, self._is_same_row), "row")
        column_slots = self._settle_lines(merge_order(self.columns, self._is_same_column), "column")
        rows = tuple([self._merge_row(slot, column_slots) for slot in row_slots])
        if [slot.mine for slot in column_slots] == list(range(self.mine.width)):
            return rows, self._merge_widths()
        is_theirs = [slot.theirs for slot in column_slots] == list(range(self.theirs.width))
        if is_theirs and is_equal(self.base.table.columns, self.mine.table.columns):
            return rows, self.theirs.table.columns
        return rows, tuple(self._widths(column_slots))

    def _settle_lines(self, slots: Sequence[Slot], what: str) -> list[Slot]:
        """The rows or columns that are in the result."""
        kept = []
        for slot in slots:
            if slot.mine is not None and (slot.theirs is not None or slot.base is None):
                kept.append(slot)
                if slot.is_moved:
                    self.context.tell(EditKind.TABLE, f"{what} moved")
            elif slot.base is None:
                self.context.tell(EditKind.TABLE, f"{what} added: {self._line_text(self.theirs, slot.theirs, what)}")
                kept.append(slot)
            elif self._stays(slot, what):
                kept.append(slot)
        return kept

    def _stays(self, slot: Slot, what: str) -> bool:
        """Whether a row or column that one side deleted is in the result, since the other changed it."""
        assert slot.base is not None
        other, own, at = (self.base, self.mine, slot.mine) if slot.theirs is None else (
            self.shown, self.theirs, slot.theirs)  # fmt: skip
        text, was = self._line_text(own, at, what), self._line_text(other, slot.base, what)
        if _said(text) == _said(was):
            if slot.theirs is None:
                self.context.tell(EditKind.TABLE, f"{what} removed: {text}")
            return False
        mine, theirs = (text, "") if slot.theirs is None else ("", text)
        self.context.clash(ROW_CONFLICT, what, was, mine, theirs)
        wins_theirs = self.context.policy is Conflicts.THEIRS
        return wins_theirs is not (slot.theirs is None) or self.context.policy is Conflicts.BOTH

    def _line_text(self, grid: Grid, at: int | None, what: str) -> str:
        assert at is not None
        return _text_of([cell for place, cell in grid.cells.items() if place[what == "column"] == at])

    def _is_same_row(self, theirs: int, mine: int) -> bool:
        return self._line_text(self.theirs, theirs, "row") == self._line_text(self.mine, mine, "row")

    def _is_same_column(self, theirs: int, mine: int) -> bool:
        return self._line_text(self.theirs, theirs, "column") == self._line_text(self.mine, mine, "column")

    def _merge_row(self, slot: Slot, columns: Sequence[Slot]) -> Row:
        cells = tuple([self._cell_at(slot, column) for column in columns])
        if slot.mine is None:
            assert slot.theirs is not None
            return replace(self.theirs.table.rows[slot.theirs], cells=cells)
        row = self.mine.table.rows[slot.mine]
        if slot.base is not None and slot.theirs is not None:
            base, shown = self.base.table.rows[slot.base], self.shown.table.rows[self.rows.in_shown[slot.base]]
            row = merge_fields(self.context, base, shown, self.theirs.table.rows[slot.theirs], row)
        return row if cells == row.cells else replace(row, cells=cells)

    def _cell_at(self, row: Slot, column: Slot) -> Cell:
        mine = None if row.mine is None or column.mine is None else self.mine.cells[row.mine, column.mine]
        theirs = None if row.theirs is None or column.theirs is None else self.theirs.cells[row.theirs, column.theirs]
        if mine is None or theirs is None:
            return mine or theirs or self._new_cell(row, column)
        if row.base is None or column.base is None:
            return mine
        shown = self.shown.cells[self.rows.in_shown[row.base], self.columns.in_shown[column.base]]
        return self._merge_cell(FourCells(self.base.cells[row.base, column.base], shown, theirs, mine))

    def _new_cell(self, row: Slot, column: Slot) -> Cell:
        """A cell where the new row of one side and the new column of the other meet."""
        model = self.mine.cells.get((row.mine or 0, 0)) or self.theirs.cells.get((row.theirs or 0, 0)) or Cell()
        return replace(model, content=(), extra=())

    def _widths(self, slots: Sequence[Slot]) -> Iterator[float]:
        """The shares of the columns of both sides, together 100."""
        shares = []
        for slot in slots:
            grid, at = (self.theirs, slot.theirs) if slot.mine is None else (self.mine, slot.mine)
            columns = grid.table.columns
            assert at is not None
            shares.append(columns[at] if at < len(columns) else 100.0 / max(grid.width, 1))
        total = sum(shares) or 1.0
        yield from (share * 100.0 / total for share in shares)

    def _merge_cell(self, four: FourCells) -> Cell:
        spans = ("col_span", "row_span")
        cell: Any = four.mine
        if four.shown != four.theirs:
            cell = merge_fields(self.context, four.base, four.shown, four.theirs, four.mine, without=spans)
            content = self.merge_cell(self.context, four)
            cell = cell if content == cell.content else replace(cell, content=content)
        assert isinstance(cell, Cell)
        return cell


_OF_SPANS = frozenset({"col-ids", "colspan", "rowspan"})


def _is_identity(mapping: Mapping[int, int]) -> bool:
    return all(here == there for here, there in mapping.items())


def _row_ids(base: Table, mine: Table) -> dict[int, int]:
    """The rows that have one id in both."""
    here, there = ([dict(row.extra).get("row-id") for row in table.rows] for table in (base, mine))
    places = {id: at for at, id in enumerate(there) if id and there.count(id) == 1}
    return {at: places[id] for at, id in enumerate(here) if id in places and here.count(id) == 1}


def _align_four(lines: Sequence[Sequence[ComparedBlock]], known: Mapping[int, int]) -> Alignment:
    base, shown, theirs, mine = lines
    in_mine, in_shown = _align_lines(base, mine, known), _align_lines(base, shown, {})
    return Alignment(in_mine, in_shown, _align_lines(shown, theirs, {}), len(mine), len(theirs))


def _align_lines(a: Sequence[ComparedBlock], b: Sequence[ComparedBlock], known: Mapping[int, int]) -> dict[int, int]:
    """Which row is which, or which column: also by their places, where as many are between two that are known."""
    found = align_compared(a, b, known)
    if len(a) == len(b) and _is_identity(found):
        return {at: at for at in range(len(a))}
    return found | dict(_pairs_between(found, len(a), len(b)))


def _pairs_between(found: Mapping[int, int], a: int, b: int) -> Iterator[tuple[int, int]]:
    """The lines between two that are known, where both have as many there."""
    taken = set(found.values())
    fixed = [(-1, -1), *sorted(found.items()), (a, b)]
    for (here, there), (next_here, next_there) in pairwise(fixed):
        left = range(here + 1, next_here)
        right = [at for at in range(there + 1, next_there) if at not in taken]
        if len(left) == len(right) == next_there - there - 1:
            yield from zip(left, right, strict=True)
