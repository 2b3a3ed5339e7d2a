"""Word files -> a style mapping for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sdconvert.effects import EffectCount, EffectTally, effects_of, propose_by_trial, summarise
from sdconvert.files import Source, check_sources, load, name_of, with_name
from sdconvert.findings import Finding, Result
from sdconvert.formats.docx.read.inventory import read_style_uses
from sdconvert.model.document import Document
from sdconvert.pipeline import read_document
from sdconvert.recognition import FormatName
from sdconvert.stylemap.forms import count_forms
from sdconvert.stylemap.proposal import Proposal
from sdconvert.stylemap.render import ApiRow, to_api
from sdconvert.stylemap.resolve import resolve
from sdconvert.stylemap.rows import StyleMap
from sdconvert.stylemap.votes import Votes

__all__ = ["Proposal", "rows_for", "style_mapping"]


def style_mapping(sources: Iterable[Source]) -> Result[Proposal]:
    """A style mapping proposed from the paragraph styles in use in these Word files, with the reason for each row and
    what a reader would see changed by it.

    Raises: UnreadableInput, UnsafeInput.

    >>> proposal = style_mapping(["samples/docx/contract-de.docx", "samples/docx/minutes.docx"]).value
    >>> str(proposal.stylemap.rows["heading 1"].text_type)
    'heading-ol'
    """
    check_sources(sources)
    files = [(name_of(source), load(source)) for source in sources]
    votes, told = Votes(), list[Finding]()
    for number, (name, data) in enumerate(files):
        uses = read_style_uses(with_name(data, name))
        votes.add(number, uses.value, count_forms(_read(name, data)))
        told += uses.findings

    def trial(stylemap: StyleMap, numbers: Sequence[int]) -> tuple[EffectCount, ...]:
        tally = EffectTally()
        for number in numbers:
            tally.add(summarise(effects_of(_read(*files[number]), stylemap), number))
        return tally.counts()

    proposal = propose_by_trial(votes, [name for name, _ in files], trial)
    return Result(proposal, (*told, *proposal.findings))


def rows_for(stylemap: StyleMap, source: Source) -> dict[str, ApiRow]:
    """The rows of a mapping as the Partner API takes them with this Word file: families of styles are resolved.

    Raises: UnreadableInput, UnsafeInput: only a mapping with families asks what the file holds.
    """
    return to_api(resolve(stylemap, read_style_uses(source).value if stylemap.has_families else ()))


def _read(name: str, data: bytes) -> Document:
    return read_document(with_name(data, name), source_format=FormatName.DOCX).value
