"""Lists of our own pages."""

from __future__ import annotations

from sdconvert.formats.html.names import BARE, DATA_LIST
from sdconvert.formats.html.read.elements import classes
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.inherited import Inherited, OpenList
from sdconvert.formats.html.read.lists import LISTS, with_some_list
from sdconvert.formats.html.read.own.attributes import read_alignment, read_id, read_style
from sdconvert.formats.html.read.own.blocks import read_text_block
from sdconvert.formats.html.read.readers import reads_own
from sdconvert.model.blocks import ListItem
from sdconvert.xmlio import Element


@reads_own(*LISTS)
def read_own_list(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A list with the id that the model gives it."""
    flow.close()
    level = inherited.block.open_list.level + 1
    flow.walk(element, inherited.with_list(OpenList(element.get(DATA_LIST, ""), element.tag == "ol", level)))
    flow.close()


@reads_own("li")
def read_own_item(flow: Flow, element: Element, inherited: Inherited) -> None:
    """An item as the model has it; a bare one only holds the lists of deeper levels."""
    inherited = with_some_list(flow.reading, inherited)
    names = classes(element)
    if BARE in names:
        flow.walk(element, inherited.with_white_space())
        flow.close()
        return
    list_id, is_ordered, level, _ = inherited.block.open_list
    item = ListItem(
        (),
        is_ordered,
        level,
        list_id,
        read_alignment(names),
        read_style(element),
        id=read_id(element),
        at=flow.reading.at(),
    )
    read_text_block(flow, element, inherited, item)
