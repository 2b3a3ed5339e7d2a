"""What a worker does with a document. It raises nothing of its own: a failure is an outcome. Only what ends a worker,
the end of its memory and of its time, is left to whoever runs it.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sdconvert.archive import read_archive
from sdconvert.backings import FileBacking
from sdconvert.batch import storage
from sdconvert.batch.digest import digest_of
from sdconvert.batch.error_texts import cut, reason_of
from sdconvert.batch.kept import packed
from sdconvert.batch.outcome import FindingRow, Outcome, PreviewLine, State, Step, StepOutcome
from sdconvert.batch.planning import Job
from sdconvert.batch.preview import preview, see_blocks
from sdconvert.batch.stamps import look_at
from sdconvert.choices import Headings, Labels
from sdconvert.errors import SdconvertError
from sdconvert.files import Source, save, with_name
from sdconvert.findings import Finding, Result, Severity
from sdconvert.handles import FileContent
from sdconvert.judging import check_export
from sdconvert.ledger import Kind, Ledger
from sdconvert.opening import hold
from sdconvert.options import ConversionOptions
from sdconvert.pictures.program import READER, find_office
from sdconvert.pipeline import Conversion, format_of, prepare
from sdconvert.recognition import FormatName
from sdconvert.remote import is_remote, local_path
from sdconvert.stylemap.unused import take_unused
from sdconvert.validation import check

if TYPE_CHECKING:
    from sdconvert.model.document import Document

MOST_FINDINGS = 500
"""How many findings of a step travel and are kept; the counts have all of them."""

_EXTRAS_THAT_COUNT = {"images": "PIL", "metafile": READER}
_WITH_FILES_BESIDE = (FormatName.HTML, FormatName.PARSX)
_NOT_VALID = "{what} is not valid by the grammar: {first}{more}."


@lru_cache(maxsize=1)
def own_version() -> str:
    """The version of sdconvert that is at work here, with the extras and the program that results depend on."""
    extras = [extra for extra, module in _EXTRAS_THAT_COUNT.items() if find_spec(module) is not None]
    programs = ["LibreOffice"] if find_office() is not None else []
    return f"{version('sdconvert')} with {', '.join(extras + programs) or 'no extra'}"


@lru_cache(maxsize=8)
def conversion_of(options: str, _options_hash: str) -> Conversion:
    """The conversion with options in JSON, prepared once in each worker; anew when the template holds something else,
    which the hash tells."""
    wanted = ConversionOptions.from_json(options)
    place = wanted.template_place
    return prepare(wanted if place is None else replace(wanted, template=storage.read(place)))


def check_options(options: str, options_hash: str) -> None:
    """Raises: BadConfiguration, UnreadableInput for options that no document could be converted with."""
    conversion_of(options, options_hash)


def work(job: Job) -> Outcome:
    """What comes of one document: it is read, judged, converted and written, as far as its steps say.

    Raises: MemoryError, TimeoutError.
    """
    began = time.monotonic()
    outcome = Outcome(job.item.name, storage.as_text(job.item.place), version=own_version())
    look = look_at(job.item.place)
    try:
        data = storage.open_at(job.item.place)
        content_hash, size = storage.digest_of(data), data.length if isinstance(data, FileBacking) else len(data)
        conversion = conversion_of(job.options, job.options_hash)
    except SdconvertError as error:
        return replace(outcome, steps=(_failure(job.steps[0], error, began),))
    stamp = "" if look is None else look.stamp(content_hash)
    outcome = replace(outcome, content_hash=content_hash, size=size, stamp=stamp)
    return _DocumentWork(job, data, conversion, began + job.seconds).do_steps(outcome)


class _DocumentWork:
    """One document on its way through the steps."""

    def __init__(self, job: Job, data: bytes | FileBacking, conversion: Conversion, deadline: float) -> None:
        self._job = job
        self._data = data
        self._deadline = deadline
        self._conversion = conversion
        self._read: Result[Document] | None = None
        self._unused: frozenset[str] = frozenset()

    def do_steps(self, outcome: Outcome) -> Outcome:
        steps = {Step.VALIDATE: self._validate, Step.CONVERT: self._convert}
        for step in self._job.steps:
            came = self._try(step, steps[step])
            outcome = replace(outcome, steps=(*outcome.steps, came))
            if not came.state.is_good:
                break
        return packed(replace(self._with_looks(outcome), unused_rows=self._unused))

    def _try(self, step: Step, action: Callable[[float], StepOutcome]) -> StepOutcome:
        began = time.monotonic()
        try:
            came = action(began)
        except SdconvertError as error:
            return _failure(step, error, began)
        except (MemoryError, TimeoutError):
            raise
        except Exception as error:  # a fault of ours must not stop the other documents
            return _failure(step, error, began)
        if time.monotonic() > self._deadline:
            raise TimeoutError
        return came

    def _validate(self, began: float) -> StepOutcome:
        """A package is judged by its rules, any other document by whether it can be read, with what the rules of its
        format say; and with what its reader says where no conversion follows that says it again."""
        if self._format() is FormatName.SDXML:
            read_archive(self._data, self._what, self._conversion.options.limits)
            findings = check(self._data, self._conversion.options.limits)
            return self._outcome_of(Step.VALIDATE, findings, self._what, began)
        read, broken = self._document(), self._broken_rules()
        if Step.CONVERT in self._job.steps:
            return self._outcome_of(Step.VALIDATE, broken, "", began)
        judged = self._outcome_of(Step.VALIDATE, (*broken, *read.findings), "", began)
        return replace(judged, read=_read_counts(read.ledger))

    def _convert(self, began: float) -> StepOutcome:
        result = self._conversion.write(self._document())
        made = hold(result.output.pieces(), self._what)
        if Step.VALIDATE in self._job.steps and self._conversion.options.to is FormatName.SDXML:
            judged = self._outcome_of(Step.CONVERT, check(made, self._conversion.options.limits), "The result", began)
            if not judged.state.is_good:
                return judged
        save(self._job.output, FileContent(made, self._what) if isinstance(made, FileBacking) else made)
        return replace(
            self._outcome_of(Step.CONVERT, result.findings, "", began),
            read=_read_counts(result.ledger),
            lost=_lost_counts(result.ledger),
            output=self._job.output,
            output_hash=storage.digest_of(made),
        )

    def _outcome_of(self, step: Step, findings: Iterable[Finding], what: str, began: float) -> StepOutcome:
        return _outcome_of(step, self._job.ignores.fold(findings), what, began)

    @property
    def _what(self) -> str:
        return self._job.item.name.rsplit("/", 1)[-1]

    def _format(self) -> FormatName:
        options = self._conversion.options
        return options.source_format or format_of(self._data, self._what, options.limits)

    def _broken_rules(self) -> tuple[Finding, ...]:
        """What the rules of pages and of parsX say."""
        place = self._job.item.place
        path = None if is_remote(place) else local_path(place)
        return check_export(self._data, self._what, self._conversion.options.limits, path, self._format())

    def _document(self) -> Result[Document]:
        if self._read is None:
            read = self._conversion.read(self._source())
            findings, self._unused = take_unused(read.findings)
            self._read = replace(read, findings=findings)
        return self._read

    def _source(self) -> Source:
        """The bytes under their name; the path of what has pictures beside it."""
        place = self._job.item.place
        if self._format() in _WITH_FILES_BESIDE and not is_remote(place):
            return local_path(place)
        return with_name(self._data, self._what)

    def _with_looks(self, outcome: Outcome) -> Outcome:
        """The outcome with a preview and a digest of the document, where it was read."""
        if self._read is None:
            return outcome
        document, options = self._read.value, self._conversion.options
        marked = (found.paragraph for step in outcome.steps for found in step.findings)
        try:
            seen = see_blocks(document, options.choice(Labels), options.choice(Headings))
            lines = preview(seen, (number for number in marked if number is not None))
            return replace(outcome, preview=lines, digest=digest_of(document, *seen).packed())
        except Exception as error:  # a fault of ours must not cost the document
            words = f"There is no preview ({type(error).__name__}); please report the file."
            return replace(outcome, preview=(PreviewLine(None, "paragraph", words),))


def _outcome_of(step: Step, findings: Iterable[Finding], what: str, began: float) -> StepOutcome:
    """What a step found. With a name in `what`, an error among the findings is a failure."""
    found = tuple(findings)
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    outcome = StepOutcome(
        step,
        State.DONE,
        _since(began),
        findings=tuple(map(_row, found[:MOST_FINDINGS])),
        counts=dict(Counter(finding.code.id for finding in found)),
    )
    if not what or not errors:
        return outcome
    more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
    error = _NOT_VALID.format(what=what, first=cut(errors[0].message).rstrip("."), more=more)
    return replace(outcome, state=State.FAILED, error=error, error_kind="NotValid")


def _row(finding: Finding) -> FindingRow:
    place = finding.location
    message = cut(finding.message)
    if place is None:
        return FindingRow(finding.code.id, finding.severity, message)
    paragraph = place.paragraph if place.part.endswith("document.xml") else None
    return FindingRow(finding.code.id, finding.severity, message, cut(str(place)), paragraph)


def _failure(step: Step, error: Exception, began: float) -> StepOutcome:
    return StepOutcome(step, State.FAILED, _since(began), error=reason_of(error), error_kind=type(error).__name__)


def _since(began: float) -> float:
    return time.monotonic() - began


def _read_counts(ledger: Ledger) -> dict[str, int]:
    return {str(kind): count for kind, count in ledger.read.items() if count}


def _lost_counts(ledger: Ledger) -> dict[str, int]:
    return {str(kind): dropped for kind in Kind if (dropped := ledger.total(kind)[3])}
