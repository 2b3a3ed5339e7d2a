"""What one write knows and collects on its way through the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sdconvert.findings import Kind, Report
from sdconvert.formats.sdxml.write.assets import Assets
from sdconvert.formats.sdxml.write.ids import name_based_uuid
from sdconvert.formats.sdxml.write.options import SdxmlOptions
from sdconvert.model.document import Document
from sdconvert.model.inlines import Equation, Inline, LineBreak, Run
from sdconvert.writing.numbering import RunningNumbers


class Context:
    """The state of one write: the pieces of XML so far, the account, and the lookups that are ready before the body.

    `targets` gives the written id of each block that a reference can lead to, `entries` that of each index entry.
    `block` is the id of the current block, `comments` the XML of those that are kept beside the document.
    """

    __slots__ = (
        "_places",
        "_unwritten",
        "assets",
        "block",
        "characters",
        "comments",
        "entries",
        "numbering",
        "options",
        "out",
        "own_styles",
        "report",
        "targets",
    )

    def __init__(
        self, document: Document, options: SdxmlOptions, targets: Mapping[str, str], entries: Mapping[str, str]
    ) -> None:
        self.options = options
        self.report = Report()
        self.out: list[str] = []
        self.characters = 0
        self.own_styles = document.own_styles
        self.assets = Assets(document.assets, self.report)
        self.numbering = RunningNumbers()
        self.targets = targets
        self.entries = entries
        self._unwritten = dict(targets)
        self.block = ""
        self.comments: list[str] = []
        self._places = 0

    def block_id(self, own: str, text: str) -> str:
        """The id to write for the next block: that of its target when references lead to it, else a new one."""
        self._places += 1
        if own:
            target = self._unwritten.pop(own, None)
            if target is not None:
                self.block = target
                return target
        self.block = name_based_uuid(f"{self._places}\n{text}")
        return self.block

    def close(self) -> None:
        """Book the characters and report what was tallied."""
        self.report.kept({Kind.CHARACTERS: self.characters})
        self.report.add_tallied()


def equation_text(equation: Equation) -> str:
    """LaTeX between dollar signs, doubled for an equation on a line of its own."""
    sign = "$$" if equation.is_display else "$"
    return f"{sign}{equation.latex or equation.text}{sign}"


def text_of(content: Sequence[Inline], line_break: str | None = None) -> str:
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
