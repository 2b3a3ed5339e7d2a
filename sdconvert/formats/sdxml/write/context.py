"""What one write knows and collects on its way through the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sdconvert.findings import Severity, declare
from sdconvert.formats.sdxml.attributes import is_uuid
from sdconvert.formats.sdxml.write.assets import SdxmlPictures
from sdconvert.formats.sdxml.write.carried import carried
from sdconvert.formats.sdxml.write.ids import free_uuid, name_based_uuid, uuid_of
from sdconvert.formats.sdxml.write.options import SdxmlOptions
from sdconvert.formats.sdxml.write.tags import Look
from sdconvert.model.document import Document
from sdconvert.model.inlines import Equation, Inline, LineBreak, Run
from sdconvert.model.tables import Table
from sdconvert.writing.context import WriteContext
from sdconvert.writing.inlines import equation_text
from sdconvert.writing.shown_widths import shown_widths
from sdconvert.writing.words import words_of

OUT_OF_RANGE = declare(
    "SDXML-W050",
    Severity.INFO,
    "The {what} {value} of {count} block(s) is beyond what SMASHDOCs knows; it became {result}.",
    why="SDXML knows the heading levels 0 to 5 and the indents 0 to 15.",
)


class Context(WriteContext):
    """The state of one write: the pieces of XML so far, and the lookups that are ready before the body.

    `targets` gives the written id of each block that a reference can lead to, `entries` that of each index entry;
    `lifted` are tables out of cells of the table that is being written, `looks` those of blocks by what makes them.
    """

    __slots__ = (
        "_lists",
        "_named_lists",
        "_places",
        "_taken",
        "_unwritten",
        "assets",
        "entries",
        "lifted",
        "looks",
        "options",
        "out",
        "own_styles",
        "targets",
        "words",
    )

    out_of_range = OUT_OF_RANGE

    def __init__(
        self, document: Document, options: SdxmlOptions, targets: Mapping[str, str], entries: Mapping[str, str]
    ) -> None:
        super().__init__()
        self.options = options
        self.out: list[str] = []
        self.own_styles = document.own_styles
        self.assets = SdxmlPictures(document.assets, self.report, options.renderer, lambda: shown_widths(document))
        self.targets = targets
        self.entries = entries
        self.lifted: list[Table] = []
        self.words = words_of(document.metadata.language)
        self.looks: dict[tuple[object, ...], Look] = {}
        self._unwritten = dict(targets)
        self._taken = frozenset((*targets.values(), *entries.values(), carried(document.extra, "id")))
        self._places = 0
        self._lists: dict[str, str] = {}
        self._named_lists = 0

    def block_id(self, own: str, text: str) -> str:
        """The id to write for the next block: that of its target when references lead to it, else a new one."""
        target = self._unwritten.pop(own, None) if own else None
        if target is None:
            return self.new_id(text)
        self._places += 1
        return target

    def new_id(self, text: str) -> str:
        """The id to write for the next block, of this text, when no reference leads to it."""
        self._places += 1
        name = f"{self._places}\n{text}"
        made = uuid_of(name.encode("utf-8", "surrogatepass"))
        return made if made not in self._taken else free_uuid(name, self._taken)

    def list_id(self, list_id: str) -> str:
        """The id that all items of a list carry: its own where that is a UUID, else one by which of the lists in the
        result it is: those that became text are none."""
        if list_id not in self._lists:
            own = is_uuid(list_id)
            self._named_lists += not own
            self._lists[list_id] = list_id if own else name_based_uuid(f"list {self._named_lists}")
        return self._lists[list_id]


def text_of(content: Iterable[Inline], line_break: str | None = None) -> str:
    """The plain text that tells one block from another, as it is written: up to the first line break, where the block
    may be split, or with each written as given."""
    pieces = []
    for node in content:
        if type(node) is Run:
            pieces.append(node.text)
        elif type(node) is LineBreak:
            if line_break is None:
                break
            pieces.append(line_break)
        elif type(node) is Equation:
            pieces.append(equation_text(node))
    return "".join(pieces)
