"""One document -> what a survey wants to know of it, as small values that travel between processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from functools import lru_cache
from typing import NamedTuple

from sdconvert.batch.survey.jobs import SurveyJob
from sdconvert.effects import EffectCount, summarise
from sdconvert.findings import Finding, Result, Severity
from sdconvert.formats.docx.read.inventory import read_style_uses
from sdconvert.frozen import dataclass
from sdconvert.ledger import Kind
from sdconvert.model.styleuse import StyleUse
from sdconvert.options import ConversionOptions
from sdconvert.pipeline import Conversion, prepare, read_document
from sdconvert.recognition import FormatName
from sdconvert.stylemap.forms import Form, FormCounts, count_forms, examples_of
from sdconvert.stylemap.unused import take_unused

_LONGEST_EXAMPLE = 300


class Amount(NamedTuple):
    """How much of one kind of content was read, kept, changed and left out."""

    read: int
    kept: int
    changed: int
    dropped: int


class ReportedCode(NamedTuple):
    """How often one code is reported, and what its first finding says."""

    severity: Severity
    times: int
    example: str


@dataclass(frozen=True, slots=True)
class UsedStyles:
    """The paragraph styles that a document uses, and what its paragraphs are without a mapping, by style."""

    uses: tuple[StyleUse, ...] = ()
    forms: Mapping[str, FormCounts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Portrait:
    """What one document holds, and what a conversion of it reports: `amounts` by kind, `dropped` by kind and code,
    `reported` by code. `losses` counts the findings about content that would not be in the result, `unused_rows` are
    those of the mapping that it does not use."""

    styles: UsedStyles
    amounts: Mapping[Kind, Amount]
    dropped: Mapping[tuple[Kind, str], int]
    reported: Mapping[str, ReportedCode]
    losses: int
    unused_rows: frozenset[str] = frozenset()


@lru_cache(maxsize=4)
def conversion_of(options: str) -> Conversion:
    """The conversion that a survey predicts, prepared once in each process.

    Raises: BadConfiguration.
    """
    return prepare(ConversionOptions.from_json(options))


def used_styles(job: SurveyJob) -> Result[UsedStyles]:
    """The paragraph styles of one document. Raises: UnreadableInput, UnsafeInput."""
    for_styles, for_reading = job.sources(2)
    uses = read_style_uses(for_styles, job.limits)
    document = read_document(for_reading, source_format=FormatName.DOCX, limits=job.limits).value
    return Result(UsedStyles(uses.value, count_forms(document)), uses.findings)


def mapping_effects(job: SurveyJob) -> tuple[EffectCount, ...]:
    """What a reader of one document would see changed by the mapping among the options of its conversion.

    Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions.
    """
    conversion = conversion_of(job.options)
    (source,) = job.sources(1)
    return summarise(conversion.effects(conversion.read_unmapped(source).value), job.number)


def form_examples(job: SurveyJob) -> dict[Form, list[str]]:
    """How the paragraphs of one document begin that have the style which the options name, by what they are.

    Raises: UnreadableInput, UnsafeInput.
    """
    (source,) = job.sources(1)
    document = read_document(source, source_format=FormatName.DOCX, limits=job.limits).value
    return examples_of(document, job.options)


def portray(job: SurveyJob) -> Portrait:
    """The portrait of one document. Nothing is written.

    Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions.
    """
    conversion = conversion_of(job.options)
    for_styles, for_conversion = job.sources(2)
    uses = read_style_uses(for_styles, conversion.options.limits).value
    document = conversion.read_unmapped(for_conversion)
    result = conversion.write(conversion.map(document))
    return _portrait(UsedStyles(uses, count_forms(document.value)), result)


def _portrait(styles: UsedStyles, result: Result[bytes]) -> Portrait:
    amounts = {kind: Amount(*result.ledger.total(kind)) for kind in Kind}
    findings, unused = take_unused(result.findings)
    return Portrait(
        styles,
        {kind: amount for kind, amount in amounts.items() if any(amount)},
        dict(result.ledger.dropped),
        _count_codes(findings),
        len(result.losses),
        unused,
    )


def _count_codes(findings: tuple[Finding, ...]) -> dict[str, ReportedCode]:
    reported: dict[str, ReportedCode] = {}
    for finding in findings:
        known = reported.get(finding.code.id)
        if known is None:
            reported[finding.code.id] = ReportedCode(finding.severity, 1, _example(finding))
        else:
            reported[finding.code.id] = known._replace(times=known.times + 1)
    return reported


def _example(finding: Finding) -> str:
    place = f" ({finding.location})" if finding.location else ""
    return " ".join(f"{finding.message}{place}".split())[:_LONGEST_EXAMPLE]
