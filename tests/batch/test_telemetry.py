"""Spans of OpenTelemetry: of the run, below it of documents, below them of steps; with numbers and no content."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from batch_kit import word_files
from batch_outcomes import run_info
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from sdconvert.batch import Outcome, State, Step, StepOutcome, WorkersLost
from sdconvert.batch.planning import plan
from sdconvert.batch.runner import run
from sdconvert.batch.telemetry import observe

SECOND = 1_000_000_000
EVERY_KEY = {
    *("sdconvert.run", "sdconvert.planned", "sdconvert.steps", "sdconvert.document", "sdconvert.state"),
    *("sdconvert.size", "sdconvert.step", "sdconvert.seconds", "sdconvert.findings"),
    *(f"sdconvert.documents.{state}" for state in State),
}
DONE = Outcome(
    "a.docx",
    "/in/a.docx",
    (
        StepOutcome(Step.VALIDATE, State.UNCHANGED, 9.0),
        StepOutcome(Step.CONVERT, State.DONE, 2.0, counts={"DOCX-R034": 3}),
        StepOutcome(Step.UPLOAD, State.FAILED, 1.0, "secret words of a server", "RateLimited"),
    ),
    size=7,
)


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    yield exporter
    provider.shutdown()


def by_name(spans: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in spans.get_finished_spans()}


def parent(span: ReadableSpan) -> int | None:
    return None if span.parent is None else span.parent.span_id


def test_a_run_has_a_span_with_one_for_each_document_and_step_below_it(
    spans: InMemorySpanExporter, tmp_path: Path
) -> None:
    sources = word_files(tmp_path / "in", "a.docx", "b.docx")
    (sources / "bad.docx").write_bytes(b"secret")
    with ThreadPoolExecutor(2) as threads:
        list(run(plan([str(sources)], str(tmp_path / "out")), executor=threads))
    found = spans.get_finished_spans()
    (whole,) = [span for span in found if span.name == "sdconvert.run"]
    documents = [span for span in found if span.name == "sdconvert.document"]
    steps = [span for span in found if span.name in ("sdconvert.validate", "sdconvert.convert")]
    assert len(found) == 1 + 3 + 5 == 1 + len(documents) + len(steps)
    assert {parent(span) for span in documents} == {whole.context.span_id}
    assert {parent(span) for span in steps} == {span.context.span_id for span in documents}
    assert {span.context.trace_id for span in found} == {whole.context.trace_id}
    assert (whole.attributes or {})["sdconvert.documents.done"] == 2
    assert "secret" not in "".join(span.to_json() for span in found)


def test_steps_follow_one_another_and_what_was_not_done_took_no_time(spans: InMemorySpanExporter) -> None:
    list(observe(run_info(1, started=100.0), iter([DONE]), lambda: 110.0))
    found = by_name(spans)
    times = {name: (span.start_time, span.end_time) for name, span in found.items()}
    assert times == {
        "sdconvert.run": (100 * SECOND, 110 * SECOND),
        "sdconvert.document": (107 * SECOND, 110 * SECOND),
        "sdconvert.validate": (107 * SECOND, 107 * SECOND),
        "sdconvert.convert": (107 * SECOND, 109 * SECOND),
        "sdconvert.upload": (109 * SECOND, 110 * SECOND),
    }
    assert (found["sdconvert.convert"].attributes or {})["sdconvert.findings"] == 3
    assert dict(found["sdconvert.document"].attributes or {}) == {
        "sdconvert.document": "a.docx",
        "sdconvert.state": "failed",
        "sdconvert.size": 7,
    }


def test_a_failure_is_told_by_its_kind_and_never_by_its_words(spans: InMemorySpanExporter) -> None:
    list(observe(run_info(1), iter([DONE])))
    upload = by_name(spans)["sdconvert.upload"]
    assert (upload.status.status_code, upload.status.description) == (trace.StatusCode.ERROR, "RateLimited")
    everything = [span.to_json() for span in spans.get_finished_spans()]
    assert "secret" not in "".join(everything)
    assert {key for span in spans.get_finished_spans() for key in span.attributes or {}} <= EVERY_KEY


def test_a_run_that_breaks_is_told_too(spans: InMemorySpanExporter) -> None:
    def breaking() -> Iterator[Outcome]:
        yield DONE
        raise WorkersLost("secret")

    with pytest.raises(WorkersLost):
        list(observe(run_info(2), breaking()))
    whole = by_name(spans)["sdconvert.run"]
    assert (whole.status.status_code, whole.status.description) == (trace.StatusCode.ERROR, "WorkersLost")


def test_who_stops_listening_ends_the_span_without_an_error(spans: InMemorySpanExporter) -> None:
    outcomes = observe(run_info(2), iter([DONE, DONE]))
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert by_name(spans)["sdconvert.run"].status.status_code is trace.StatusCode.UNSET


def test_a_run_is_below_the_span_that_its_program_is_in(spans: InMemorySpanExporter) -> None:
    with trace.get_tracer("program").start_as_current_span("task") as task:
        list(observe(run_info(1), iter([DONE])))
    assert parent(by_name(spans)["sdconvert.run"]) == task.get_span_context().span_id


def test_without_a_provider_there_is_no_span_and_without_the_library_no_import() -> None:
    script = """
import sys
sys.path.insert(0, "tests/support")
from batch_outcomes import outcomes, run_info
from sdconvert.batch.telemetry import observe
assert len(list(observe(run_info(5), outcomes(5)))) == 5
assert not [name for name in sys.modules if name.startswith("opentelemetry")]
import opentelemetry.trace
assert len(list(observe(run_info(5), outcomes(5)))) == 5
"""
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
