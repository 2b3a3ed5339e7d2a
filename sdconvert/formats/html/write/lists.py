"""Nested lists, made from flat items."""

from __future__ import annotations

from sdconvert.formats.html.names import BARE, DATA_LIST, MAX_LIST_LEVEL
from sdconvert.formats.html.write.attributes import class_attribute
from sdconvert.formats.html.write.blocks import (
    id_attributes,
    style_attribute,
)
from sdconvert.formats.html.write.context import Context
from sdconvert.formats.html.write.inlines import write_content
from sdconvert.model.blocks import ListItem
from sdconvert.writing.direction import is_right_to_left
from sdconvert.xmlio import escape_attribute

_List = tuple[bool, str]


class OpenLists:
    """The open lists of one flow: each item is put into as many lists as its level is deep."""

    __slots__ = ("_counts", "_out", "_stack")

    def __init__(self, out: list[str]) -> None:
        self._out = out
        self._stack: list[_List] = []
        self._counts: list[int] = []

    def open_item(self, of: _List, level: int, opening: str, attribute: str) -> None:
        """Begin an item after what stands open; `opening` is the start tag of its list."""
        while len(self._stack) > level + 1 or (len(self._stack) == level + 1 and self._stack[-1] != of):
            self._close_list()
        if len(self._stack) == level + 1:
            self._out.append("</li>")
        while len(self._stack) <= level:
            self._out.append(opening)
            self._stack.append(of)
            self._counts.append(0)
            if len(self._stack) <= level:
                self._out.append(f'<li class="{BARE}">')
                self._counts[-1] += 1
        self._counts[-1] += 1
        self._out.append(f"<li{attribute}>")

    @property
    def is_open(self) -> bool:
        return bool(self._stack)

    def expects(self, of: _List, level: int) -> int:
        """The number that a browser gives to the next item, if nothing else is said."""
        if len(self._stack) > level and self._stack[level] == of:
            return self._counts[level] + 1
        return 1

    def count_from(self, number: int) -> None:
        """The item that was opened last has this number."""
        self._counts[-1] = number

    def close(self) -> None:
        """Close all lists: a block follows that is no item."""
        while self._stack:
            self._close_list()

    def _close_list(self) -> None:
        is_ordered, _ = self._stack.pop()
        self._counts.pop()
        self._out.append("</li></ol>" if is_ordered else "</li></ul>")


def write_item(context: Context, lists: OpenLists, item: ListItem) -> None:
    identity = context.identify(item)
    level = context.clamp(item.level, MAX_LIST_LEVEL, "list level", item.at)
    of = (item.is_ordered, item.list_id)
    name = "ol" if item.is_ordered else "ul"
    list_id = f' {DATA_LIST}="{escape_attribute(item.list_id)}"' if item.list_id else ""
    value = ""
    if item.is_ordered and int(identity.number) != lists.expects(of, level):
        value = f' value="{identity.number}"'
    classes = class_attribute(item.alignment, 0, "", is_right_to_left(item.content))
    attributes = f"{id_attributes(identity)}{classes}{value}{style_attribute(item.style)}"
    opening = f"<{name}{list_id}>" if level or lists.is_open else f"\n<{name}{list_id}>"
    lists.open_item(of, level, opening, attributes)
    if item.is_ordered:
        lists.count_from(int(identity.number))
    write_content(context, item.content, item.at)
