"""The jobs of a survey: one document each, read by whoever does it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sdconvert.batch import storage
from sdconvert.batch.sources import Item
from sdconvert.files import Source, name_of, with_name


@dataclass(frozen=True, slots=True)
class SurveyJob:
    """A document to survey. `number` is its place among all, `options` is JSON for whoever does the job."""

    number: int
    item: Item
    options: str = ""

    def sources(self, number: int) -> list[Source]:
        """So many sources of its bytes, which are read once, each under its name.

        Raises: UnreadableInput, BadConfiguration.
        """
        data = storage.read(self.item.place)
        return [with_name(data, name_of(self.item.place)) for _ in range(number)]


def survey_jobs(items: Iterable[Item], options: str = "") -> Iterator[SurveyJob]:
    """A job for each of these documents."""
    return (SurveyJob(number, item, options) for number, item in enumerate(items))
