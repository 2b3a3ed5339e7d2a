"""Why documents are not done, as groups of one cause each: what their sentences have in common."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sdconvert.batch.outcome import Outcome, State
from sdconvert.patterns import compile_late

_VARIES = compile_late(r"“[^“”]*”|‘[^‘’]*’|'[^']*'|\"[^\"]*\"|‹[^‹›]*›|\b[0-9a-f]{8,}\b|\d+(?:[.,]\d+)*")
_STAND_IN = "…"


class Cause(NamedTuple):
    """What tells one cause from another: how the document ended, the kind of error, and its sentence without what is
    different in each document."""

    state: State
    kind: str
    words: str


def cause_of(outcome: Outcome) -> Cause:
    """The cause of a document that is not done."""
    kind = next((step.error_kind for step in outcome.steps if not step.state.is_good), "")
    words = outcome.error
    for name in _names(outcome):
        words = words.replace(name, _STAND_IN)
    return Cause(outcome.state, kind, _VARIES.sub(_STAND_IN, words))


def _names(outcome: Outcome) -> Iterator[str]:
    """What the sentence may call the document, the longest first."""
    places = {outcome.source, outcome.name, *(step.output for step in outcome.steps)}
    last = {place.rsplit("/", 1)[-1] for place in places}
    yield from sorted((name for name in places | last if name), key=lambda name: (-len(name), name))
