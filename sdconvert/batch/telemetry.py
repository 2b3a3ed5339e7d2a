"""What a run tells of itself while it goes on: records of `logging`, and spans of OpenTelemetry where it is at work.

Neither is set up here: the records go where the program lets them go, and there are spans when the program has imported
OpenTelemetry and set a provider. Names, states and numbers are told, never content.
"""

from __future__ import annotations

import logging
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from sdconvert.batch.outcome import Outcome, RunInfo, State

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

log = logging.getLogger("sdconvert.batch")
_NANOSECONDS = 1e9


def observe(info: RunInfo, outcomes: Iterator[Outcome], now: Callable[[], float] = time.time) -> Iterator[Outcome]:
    """The outcomes of a run, each told of as it passes; and the run itself, however it ends."""
    log.info("run %d begins: %d documents, %s", info.number, info.planned, ", ".join(info.steps))
    states: Counter[State] = Counter()
    spans = _Spans(info)
    try:
        for outcome in outcomes:
            states[outcome.state] += 1
            _log_outcome(outcome)
            spans.tell(outcome, now())
            yield outcome
    except BaseException as error:
        spans.mark_broken(error)
        raise
    finally:
        spans.end(states, now())
        ended = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        log.info("run %d ends: %s", info.number, ended or "no document")


def _log_outcome(outcome: Outcome) -> None:
    level = logging.WARNING if outcome.state is State.POISON else logging.DEBUG
    log.log(level, "%s is %s after %.3f seconds", outcome.name, outcome.state, outcome.seconds)


class _Spans:
    """The spans of one run: one for it, below it one for each document, and below that one for each of its steps."""

    def __init__(self, info: RunInfo) -> None:
        api = sys.modules.get("opentelemetry.trace")  # who wants spans has imported it
        self._tracer: Tracer | None = None
        self._context: Any = None
        if api is None:
            return
        tracer = api.get_tracer("sdconvert.batch")
        attributes = {"sdconvert.run": info.number, "sdconvert.planned": info.planned, "sdconvert.steps": info.steps}
        span = tracer.start_span("sdconvert.run", start_time=_nanoseconds(info.started), attributes=attributes)
        if span.is_recording():
            self._api, self._tracer, self._run = api, tracer, span
            self._context = api.set_span_in_context(span)

    def tell(self, outcome: Outcome, ended: float) -> None:
        """Make the spans of a document that has just ended: its steps are taken to have followed one another. What was
        not done because nothing had changed took no time."""
        if self._tracer is None:
            return
        done = [(step, 0.0 if step.state is State.UNCHANGED else step.seconds) for step in outcome.steps]
        began = ended - sum(seconds for _, seconds in done)
        facts = {"document": outcome.name, "state": str(outcome.state), "size": outcome.size}
        document = self._begin("sdconvert.document", self._context, began, facts)
        context = self._api.set_span_in_context(document)
        for step, seconds in done:
            facts = {"step": str(step.step), "state": str(step.state), "seconds": seconds}
            facts["findings"] = sum(step.counts.values())
            span = self._begin(f"sdconvert.{step.step}", context, began, facts)
            began += seconds
            self._end(span, step.state, step.error_kind, began)
        self._end(document, outcome.state, "", ended)

    def _begin(self, name: str, context: Any, began: float, facts: dict[str, Any]) -> Span:
        assert self._tracer is not None
        attributes = {f"sdconvert.{key}": value for key, value in facts.items()}
        return self._tracer.start_span(name, context, start_time=_nanoseconds(began), attributes=attributes)

    def _end(self, span: Span, state: State, error_kind: str, ended: float) -> None:
        if not state.is_good:
            span.set_status(self._api.StatusCode.ERROR, error_kind or str(state))
        span.end(_nanoseconds(ended))

    def mark_broken(self, error: BaseException) -> None:
        """The run did not come to its end. Only the kind of the error is told: its words may quote a document."""
        if self._tracer is not None and not isinstance(error, GeneratorExit):
            self._run.set_status(self._api.StatusCode.ERROR, type(error).__name__)

    def end(self, states: Counter[State], ended: float) -> None:
        """End the span of the run."""
        if self._tracer is not None:
            self._run.set_attributes({f"sdconvert.documents.{state}": count for state, count in states.items()})
            self._run.end(_nanoseconds(ended))


def _nanoseconds(moment: float) -> int:
    return int(moment * _NANOSECONDS)
