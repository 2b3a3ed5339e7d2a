"""What a Word file holds and what a conversion would say of it; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field

from sdconvert.archive import DEFAULT_LIMITS, Limits
from sdconvert.choices import Revisions
from sdconvert.files import Source, load, name_of, with_name
from sdconvert.findings import Code, Finding
from sdconvert.frozen import dataclass
from sdconvert.ledger import Ledger
from sdconvert.model.document import Metadata
from sdconvert.model.styleuse import StyleUse
from sdconvert.pipeline import convert


@dataclass(frozen=True, slots=True)
class Inspection:
    """A Word file: its metadata, the paragraph styles in use in order of first use, the account of its content and the
    findings of a conversion to SDXML."""

    metadata: Metadata
    styles: Sequence[StyleUse] = field(repr=False)
    ledger: Ledger = field(repr=False)
    findings: Sequence[Finding] = field(repr=False)

    @property
    def codes(self) -> list[tuple[Code, int]]:
        """The kinds of findings with their numbers, the most severe first."""
        counts = Counter(finding.code for finding in self.findings)
        return sorted(counts.items(), key=lambda item: (item[0].severity.rank, item[0].id))

    def example(self, code: Code) -> str:
        """What the first finding of this kind says, as one line."""
        message = next(finding.message for finding in self.findings if finding.code is code)
        return " ".join(message.split())


def inspect(
    source: Source, *, revisions: Revisions | str = Revisions.ACCEPT, limits: Limits = DEFAULT_LIMITS
) -> Inspection:
    """What a Word file holds and what a conversion to SDXML would report. Tracked changes are treated as in `convert`.

    Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions, BadConfiguration.

    >>> found = inspect("samples/docx/minutes.docx")
    >>> [use.name for use in found.styles][:2]
    ['Title', 'Subtitle']
    """
    from sdconvert.formats.docx.read.inventory import read_style_uses

    data, name = load(source, limits), name_of(source)
    result = convert(with_name(data, name), source_format="docx", revisions=revisions, limits=limits)
    uses = read_style_uses(with_name(data, name), limits)
    return Inspection(result.document.metadata, uses.value, result.ledger, result.findings)
