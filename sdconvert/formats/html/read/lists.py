"""Lists: each item is a block of its own, its depth the level."""

from __future__ import annotations

from sdconvert.formats.html.read.elements import parse_integer
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.inherited import Inherited, OpenList
from sdconvert.formats.html.read.item_numbers import BULLET, mark_items
from sdconvert.formats.html.read.readers import reads
from sdconvert.formats.html.read.reading import Reading
from sdconvert.model.blocks import ListItem
from sdconvert.xmlio import Element

LISTS = ("ul", "ol", "menu", "dir")


@reads(*LISTS)
def read_list(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A list with the lists in it."""
    flow.close()
    outer = inherited.block.open_list
    list_id = outer.list_id or _choose_list(flow.reading, element)
    marks, next_number = mark_items(element)
    flow.walk(element, inherited.with_list(OpenList(list_id, element.tag == "ol", outer.level + 1, marks)))
    flow.close()
    if element.tag == "ol" and outer.level < 0:
        flow.reading.last_numbered = list_id, next_number


def _choose_list(reading: Reading, element: Element) -> str:
    """The id of a list that begins here. One that counts on from where the last one stopped goes on with it."""
    start = parse_integer(element.get("start"))
    last_id, next_number = reading.last_numbered
    if element.tag == "ol" and start is not None and start > 1 and start == next_number:
        return last_id
    return _begin_list(reading)


def _begin_list(reading: Reading) -> str:
    reading.list_count += 1
    return f"list-{reading.list_count}"


@reads("li")
def read_item(flow: Flow, element: Element, inherited: Inherited) -> None:
    """An item, with the number that it shows; a paragraph where the page shows neither number nor bullet."""
    inherited = with_some_list(flow.reading, inherited)
    at = flow.reading.at()
    block = inherited.block
    list_id, _, level, marks = block.open_list
    mark = marks.get(element, BULLET)
    flow.open(
        lambda content, block_id, shown: (
            ListItem(
                content, mark.is_ordered, level, list_id, block.alignment, label=shown or mark.label, id=block_id, at=at
            )
            if mark.is_shown or shown
            else block.make_paragraph(content, block_id, at)
        )
    )
    flow.walk(element, inherited)
    flow.close()


def with_some_list(reading: Reading, inherited: Inherited) -> Inherited:
    """The same, with a bulleted list of its own where an item stands in none."""
    if inherited.block.open_list.level >= 0:
        return inherited
    return inherited.with_list(OpenList(_begin_list(reading), False, 0))
