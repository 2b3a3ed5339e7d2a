"""Lists: flat items with a level become lists within the items above them."""

from __future__ import annotations

from sdconvert.findings import Severity, declare
from sdconvert.formats.parsx.names import MAX_LIST_LEVEL
from sdconvert.formats.parsx.write.context import Context
from sdconvert.formats.parsx.write.inlines import write_content
from sdconvert.formats.parsx.write.losses import lose_position
from sdconvert.model.blocks import ListItem

LIST_GOES_ON = declare(
    "PARSX-W070",
    Severity.WARNING,
    "A list that goes on after other content became another list; its numbers begin again.",
    hint="Where the numbers matter, keep the items together.",
    why="In parsX a list is one element, which ends where other content begins.",
)
LIST_JOINED = declare(
    "PARSX-W071",
    Severity.INFO,
    "{count} item(s) of another list stand below an item and became part of its list.",
    why="In parsX a list of a deeper level stands in the item above it.",
)
LABEL_LOST = declare(
    "PARSX-W072",
    Severity.WARNING,
    "“{label}” before a list item will be shown as “{shown}”; this concerns {count} item(s) of this list and level.",
    hint="Where the label matters, write it as text.",
    why="What is published of parsX has no numbering format for lists.",
)

_PUNCTUATION = " \t\u00a0.,:;()[]-–"


class OpenLists:
    """The lists that are open, one within an item of the other."""

    __slots__ = ("_context", "_counts", "_kinds", "_list_id", "_out", "_seen")

    def __init__(self, context: Context) -> None:
        self._context = context
        self._out = context.out
        self._kinds: list[bool] = []
        self._counts: list[int] = []
        self._list_id = ""
        self._seen: set[str] = set()

    @property
    def text_indent(self) -> int | None:
        """The indent of a paragraph that goes on in the open item, None when there is none."""
        return len(self._kinds) or None

    def end(self) -> None:
        """Close all that is open."""
        while self._kinds:
            self._close_list()

    def write_item(self, item: ListItem) -> None:
        """Loses: PARSX-W050, PARSX-W051, PARSX-W070, PARSX-W071, PARSX-W072."""
        context = self._context
        level = context.clamp(item.level, MAX_LIST_LEVEL, "list level", item.at)
        lose_position(context, item.alignment, 0, item.at)
        self._go_to(item, level)
        self._tally_label(item, level)
        self._out.append(f"<abs{context.attribute('id', item.id)}>")
        write_content(context, item.content, item.at)
        self._out.append("</abs>")

    def _go_to(self, item: ListItem, level: int) -> None:
        """Close and open what it takes for an `eintrag` of this level to be the innermost that is open."""
        if self._kinds and item.list_id != self._list_id:
            if 0 < level <= len(self._kinds):
                self._context.report.tally(LIST_JOINED, None, item.at)
            else:
                self.end()
        while len(self._kinds) > level + 1 or (len(self._kinds) == level + 1 and self._kinds[-1] != item.is_ordered):
            self._close_list()
        if len(self._kinds) == level + 1:
            self._out.append("</eintrag><eintrag>")
        elif not self._kinds:
            self._begin(item)
        while len(self._kinds) <= level:
            self._open_list(item.is_ordered)
        self._counts[level] += 1

    def _begin(self, item: ListItem) -> None:
        self._list_id = item.list_id
        if item.list_id in self._seen:
            self._context.report.tally(LIST_GOES_ON, item.list_id, item.at)
        self._seen.add(item.list_id)

    def _open_list(self, is_ordered: bool) -> None:
        self._kinds.append(is_ordered)
        self._counts.append(0)
        self._out.append("<liste_geordnet><eintrag>" if is_ordered else "<liste_ungeordnet><eintrag>")

    def _close_list(self) -> None:
        is_ordered = self._kinds.pop()
        self._counts.pop()
        self._out.append("</eintrag></liste_geordnet>" if is_ordered else "</eintrag></liste_ungeordnet>")

    def _tally_label(self, item: ListItem, level: int) -> None:
        if item.is_ordered:
            shown = str(self._counts[level])
            if item.label and item.label.strip(_PUNCTUATION) != shown:
                key = (item.list_id, level)
                self._context.report.tally(LABEL_LOST, key, item.at, label=item.label, shown=shown)
