"""A mapping tried on the documents of a corpus: what a reader would see changed by it, and by which row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace

from sdconvert.batch.scheduler import NoResult, Workers, schedule
from sdconvert.batch.sources import Item
from sdconvert.batch.survey.documents import mapping_effects
from sdconvert.batch.survey.jobs import SurveyJob
from sdconvert.effects import EffectCount, EffectTally, propose_by_trial
from sdconvert.options import ConversionOptions
from sdconvert.recognition import FormatName
from sdconvert.stylemap.proposal import Proposal
from sdconvert.stylemap.rows import StyleMap
from sdconvert.stylemap.votes import Votes


def propose_and_try(votes: Votes, items: Sequence[Item], options: ConversionOptions, workers: Workers) -> Proposal:
    """The mapping that keeps most of these documents as they are, whose numbers are those of the votes, each row with
    what it changes. Only documents of which it may change something are read again. Raises: WorkersLost."""

    def trial(stylemap: StyleMap, numbers: Sequence[int]) -> tuple[EffectCount, ...]:
        return try_mapping(stylemap, items, numbers, options, workers)

    return propose_by_trial(votes, [item.name for item in items], trial)


def try_mapping(
    stylemap: StyleMap, items: Sequence[Item], numbers: Iterable[int], options: ConversionOptions, workers: Workers
) -> tuple[EffectCount, ...]:
    """What a conversion with the mapping changes of the documents of these numbers; one that cannot be read changes
    nothing. Raises: WorkersLost."""
    told = replace(options, source_format=FormatName.DOCX, mapping=stylemap).to_json()
    tally = EffectTally()
    jobs = (SurveyJob(number, items[number], told) for number in numbers)
    with closing(schedule(mapping_effects, jobs, workers)) as results:
        for _, counts in results:
            if not isinstance(counts, NoResult):
                tally.add(counts)
    return tally.counts()
