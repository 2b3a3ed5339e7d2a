"""The jobs of a survey: one document each, read by whoever does it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sdconvert.archive import DEFAULT_LIMITS, Limits
from sdconvert.batch import storage
from sdconvert.batch.sources import Item
from sdconvert.files import Source, name_of, with_name
from sdconvert.frozen import dataclass


@dataclass(frozen=True, slots=True)
class SurveyJob:
    """A document to survey. `number` is its place among all, `options` is text for whoever does the job, `limits` are
    those of reading it where the options have none."""

    number: int
    item: Item
    options: str = ""
    limits: Limits = DEFAULT_LIMITS

    def sources(self, number: int) -> list[Source]:
        """So many sources of its bytes, which are read once, each under its name.

        Raises: UnreadableInput, BadConfiguration.
        """
        data = storage.read(self.item.place)
        return [with_name(data, name_of(self.item.place)) for _ in range(number)]


def survey_jobs(items: Iterable[Item], options: str = "", limits: Limits = DEFAULT_LIMITS) -> Iterator[SurveyJob]:
    """A job for each of these documents."""
    return (SurveyJob(number, item, options, limits) for number, item in enumerate(items))
