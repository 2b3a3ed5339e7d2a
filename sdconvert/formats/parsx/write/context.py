"""What one write knows and collects on its way through the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sdconvert.findings import Severity, declare
from sdconvert.formats.parsx.names import LINE_SEPARATOR
from sdconvert.formats.parsx.write.assets import ParsxPictures
from sdconvert.formats.parsx.write.targets import DEEPEST, ReferenceTarget, targets_of
from sdconvert.model.document import Document, IndexEntry
from sdconvert.model.walk import walk_entries
from sdconvert.writing.context import WriteContext
from sdconvert.writing.numbering import RunningNumbers
from sdconvert.xmlio import escape_attribute, escape_text

LINE_SEPARATOR_IN_TEXT = declare(
    "PARSX-W020",
    Severity.INFO,
    "{count} line separator(s) (U+2028) in the text will be read as line breaks.",
    why="parsX has no element for a line break; this character, which means one, stands for it.",
)
OUT_OF_RANGE = declare(
    "PARSX-W050",
    Severity.INFO,
    "The {what} {value} of {count} block(s) is beyond what parsX knows; it became {result}.",
    why="parsX knows headings from u1 to u6; lists are nested no deeper than 16 levels.",
)


class Context(WriteContext):
    """The state of one write: the pieces of XML so far, and the lookups that are ready before the body.

    `terms` are the titles from the top of the index down to each entry.
    """

    __slots__ = (
        "_document",
        "_targets",
        "assets",
        "depth",
        "numbering",
        "out",
        "own_styles",
        "terms",
        "used_terms",
    )

    out_of_range = OUT_OF_RANGE

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._document = document
        self._targets: Mapping[str, ReferenceTarget] | None = None
        self.out: list[str] = []
        self.depth = 0
        self.own_styles = document.own_styles
        self.assets = ParsxPictures(document.assets, self.report)
        self.numbering = RunningNumbers(DEEPEST)
        self.terms = _find_terms(document.index)
        self.used_terms: set[str] = set()

    def target_of(self, id: str) -> ReferenceTarget | None:
        """The block that a reference leads to, None where none has this id."""
        if self._targets is None:
            self._targets = targets_of(self._document)
        return self._targets.get(id)

    def write_text(self, text: str) -> None:
        """Write text that the ledger counts."""
        self.characters += len(text)
        self.out.append(self.escape(text))

    def escape(self, text: str) -> str:
        """The text that the ledger counts as XML."""
        if LINE_SEPARATOR in text:
            self.report.tally(LINE_SEPARATOR_IN_TEXT, None, None, text.count(LINE_SEPARATOR))
        return escape_text(text)

    def write_addition(self, text: str) -> None:
        """Write text that the ledger does not count."""
        self.out.append(escape_text(text))

    @staticmethod
    def attribute(name: str, value: str) -> str:
        """An attribute after a space, nothing without a value."""
        return f' {name}="{escape_attribute(value)}"' if value else ""


def _find_terms(entries: Iterable[IndexEntry]) -> Mapping[str, tuple[str, ...]]:
    """The titles down to each entry by its id; of several with one id, the first counts."""
    terms: dict[str, tuple[str, ...]] = {}
    for path in walk_entries(entries):
        terms.setdefault(path[-1].id, tuple([entry.title for entry in path]))
    return terms
