"""What a batch is to do, before anything is done: pure values that can be shown, compared and sent to workers."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sdconvert.batch import storage
from sdconvert.batch.outcome import Step
from sdconvert.batch.sources import Item, discover
from sdconvert.errors import BadConfiguration
from sdconvert.faults import reporting_faults
from sdconvert.frozen import dataclass
from sdconvert.ignores import NOTHING_IGNORED, Ignores
from sdconvert.options import ConversionOptions
from sdconvert.paths import Skipped, result_names
from sdconvert.pipeline import FORMATS, input_suffixes, output_suffix
from sdconvert.recognition import FormatName
from sdconvert.remote import check_place, is_remote
from sdconvert.suggestions import did_you_mean

_IN_A_WORKER = (Step.VALIDATE, Step.CONVERT)
_DEFAULT_STEPS = (Step.VALIDATE, Step.CONVERT)
_HASH_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker does with one document. `output` is the place of its result, empty where none is written;
    `options` is `ConversionOptions` as JSON, `seconds` how long it may take, `options_hash` that of the plan,
    `ignores` what nobody wants to hear of this document."""

    item: Item
    output: str
    steps: tuple[Step, ...]
    options: str
    seconds: float
    options_hash: str = ""
    ignores: Ignores = NOTHING_IGNORED


@dataclass(frozen=True, slots=True)
class Plan:
    """The documents of a batch and what is to be done with each. `outputs` are names below `destination`, in the order
    of the items; `options_hash` stands for everything that a result depends on beside its document. `only` names the
    documents of a part of a batch, None for all that the sources hold; `skipped` is what of these was not taken."""

    items: tuple[Item, ...]
    outputs: tuple[str, ...]
    destination: str
    steps: tuple[Step, ...]
    options: ConversionOptions
    options_hash: str
    sources: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    only: tuple[str, ...] | None = None
    skipped: tuple[Skipped, ...] = ()
    ignores: Ignores = NOTHING_IGNORED

    @property
    def worker_steps(self) -> tuple[Step, ...]:
        """The steps that a worker does; what is left is an upload."""
        return tuple(step for step in self.steps if step in _IN_A_WORKER)

    def request(self, only: tuple[str, ...] | None = None) -> str:
        """The plan, or the part of it with `only` these documents, as JSON from which `plan_again` makes it."""
        values = {
            "sources": self.sources,
            "listed": self.listed,
            "destination": self.destination,
            "steps": self.steps,
            "choices": self.options.as_dict(),
            "only": only,
        }
        return json.dumps(values)

    def place(self, output: str) -> str:
        """Where an output is."""
        return storage.below(self.destination, output) if output else ""

    def jobs(self, items: Iterable[tuple[Item, str]], seconds: float) -> Iterator[Job]:
        """The jobs of these items with their outputs."""
        given = (self.worker_steps, self.options.to_json(), seconds, self.options_hash)
        return (Job(item, self.place(output), *given, self.ignores.of(item.place)) for item, output in items)


@reporting_faults
def plan(
    sources: Iterable[str],
    destination: str,
    *,
    steps: Iterable[Step | str] = _DEFAULT_STEPS,
    options: ConversionOptions | None = None,
    listed: Iterable[str] = (),
    ignores: Ignores = NOTHING_IGNORED,
) -> Plan:
    """The plan of a batch: `sources` are files, folders, patterns and URLs of fsspec, `listed` files by name. Each
    result is named after its source, below `destination`, which is a folder or a URL. Places of this machine are
    absolute in the plan. `ignores` are findings that count for nothing, as a project file has them.

    Raises: BadConfiguration for what does not exist or cannot be, UnreadableInput.
    """
    chosen = _with_absolute_template(options or ConversionOptions())
    ordered = _order(steps)
    given, by_name = tuple(map(storage.absolute, sources)), tuple(map(storage.absolute, listed))
    destination = storage.absolute(destination)
    for place in (destination, chosen.template_place or ""):
        check_place(place)
    _check_is_folder(destination)
    results = (destination,) if is_remote(destination) else (destination, str(storage.state_folder(destination)))
    found = discover(given, _suffixes(chosen, ordered), by_name, results)
    items = tuple(item._replace(place=storage.absolute(item.place)) for item in found.items)
    suffix = output_suffix(chosen.to, bool(chosen.single_file))
    outputs = (
        tuple(result_names([item.name for item in items], suffix)) if Step.CONVERT in ordered else ("",) * len(items)
    )
    _check_apart(items, outputs, destination)
    hashed = _options_hash(chosen, ordered, ignores)
    made = Plan(items, outputs, destination, ordered, chosen, hashed, given, by_name)
    return replace(made, skipped=found.skipped, ignores=ignores)


def _with_absolute_template(options: ConversionOptions) -> ConversionOptions:
    place = options.template_place
    return options if place is None else replace(options, template=storage.absolute(place))


def plan_again(request: str, ignores: Ignores = NOTHING_IGNORED) -> Plan:
    """The plan of an earlier run, over what is there now. Raises: as `plan`."""
    values = json.loads(request)
    options, only = ConversionOptions.from_dict(values["choices"]), values["only"]
    whole = plan(
        values["sources"],
        values["destination"],
        steps=values["steps"],
        options=options,
        listed=values["listed"],
        ignores=ignores,
    )
    return whole if only is None else _part(whole, frozenset(only))


def _part(whole: Plan, names: frozenset[str]) -> Plan:
    """The plan of these documents only, as far as they are still there."""
    pairs = [pair for pair in zip(whole.items, whole.outputs, strict=True) if pair[0].name in names]
    items, outputs = tuple(item for item, _ in pairs), tuple(output for _, output in pairs)
    return replace(whole, items=items, outputs=outputs, only=tuple(sorted(names)))


def _check_is_folder(destination: str) -> None:
    """Raises: BadConfiguration for a destination where no folder can be."""
    if not is_remote(destination) and os.path.isfile(destination):
        raise BadConfiguration(f"{destination} is a file; name a folder for the results.")


def _order(steps: Iterable[Step | str]) -> tuple[Step, ...]:
    wanted = {_step(step) for step in steps}
    if not wanted:
        raise BadConfiguration(f"A batch needs a step: {', '.join(Step)}.")
    return tuple(step for step in Step if step in wanted)


def _step(name: Step | str) -> Step:
    try:
        return Step(str(name).strip())
    except ValueError as error:
        hint = did_you_mean(str(name), Step)
        raise BadConfiguration(f"{name!r} is no step of a batch; known are {', '.join(Step)}.{hint}") from error


def _suffixes(options: ConversionOptions, steps: tuple[Step, ...]) -> tuple[str, ...]:
    """Those of the files that are taken from folders: what the conversion takes, or else what can be judged or sent."""
    if options.source_format is not None or Step.CONVERT in steps:
        return input_suffixes(options.source_format, options.to)
    word = FORMATS[FormatName.DOCX].suffixes
    return (*(word[:1] if Step.UPLOAD in steps else word), *FORMATS[FormatName.SDXML].suffixes)


def _check_apart(items: tuple[Item, ...], outputs: tuple[str, ...], destination: str) -> None:
    """Raises: BadConfiguration for a result that would replace a source."""
    sources = set(storage.reals(item.place for item in items))
    results = [storage.below(destination, output) for output in outputs if output]
    pairs = zip(results, storage.reals(results), strict=True)
    taken = next((place for place, real in pairs if real in sources), None)
    if taken is not None:
        raise BadConfiguration(f"{taken} is a source; choose another destination.")


def template_hash(options: ConversionOptions) -> str:
    """The hash of the template that the options name, empty where they name none. Raises: UnreadableInput."""
    place = options.template_place
    return "" if place is None else storage.digest(place)


def _options_hash(options: ConversionOptions, steps: tuple[Step, ...], ignores: Ignores) -> str:
    checks = Step.VALIDATE in steps
    ignored = f"\n{json.dumps(ignores.as_json())}" if ignores.entries else ""
    text = f"{options.to_json()}\n{template_hash(options)}\n{checks}{ignored}"
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH_LENGTH]
