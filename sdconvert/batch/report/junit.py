"""A run for build servers, as JUnit: a document is a test case."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sdconvert.batch.outcome import Outcome, RunInfo, State
from sdconvert.batch.report.json_report import iso_time
from sdconvert.extras import load_extra
from sdconvert.paths import Skipped
from sdconvert.patterns import compile_late

_NOT_IN_XML = compile_late("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST = 10_000
_MOST = 100


def junit(info: RunInfo, outcomes: Iterable[Outcome]) -> bytes:
    """The run as one test suite. A failed document is a failure, a poisoned one or one of unknown state an error, as is
    what of the sources could not be read; what was not taken is skipped. What XML cannot hold stands as
    U+FFFD, texts are cut after 10,000 characters and findings after 100: `run.json` has all.

    Raises: BadConfiguration when junitparser is not installed.
    """
    parser = load_extra("junitparser", "batch")
    suite = parser.TestSuite(f"sdconvert batch run {info.number}")
    suite.timestamp = iso_time(info.started).rstrip("Z")
    suite.add_testcases([_case(parser, outcome) for outcome in outcomes])
    reached = suite.tests
    suite.add_testcases([_skipped_case(parser, one) for one in info.skipped])
    for name, value in _properties(info, reached):
        suite.add_property(name, clean(value))
    root = parser.JUnitXml(suite.name)
    root.add_testsuite(suite)
    root.update_statistics()
    return b"<?xml version='1.0' encoding='UTF-8'?>\n" + bytes(root.tostring())


def _properties(info: RunInfo, reached: int) -> list[tuple[str, str]]:
    return [
        ("sdconvert", info.version),
        ("sources", "\n".join(info.sources)),
        ("destination", info.destination),
        ("steps", ", ".join(info.steps)),
        ("documents not reached", str(max(info.planned - reached, 0))),
        *sorted(info.options.items()),
    ]


def _case(parser: Any, outcome: Outcome) -> Any:
    folder, _, name = outcome.name.rpartition("/")
    case = parser.TestCase(clean(name), clean(folder.replace("/", ".")) or ".", round(outcome.seconds, 3))
    if not outcome.state.is_good:
        kind = next(step.error_kind for step in outcome.steps if not step.state.is_good)
        result_class = parser.Failure if outcome.state is State.FAILED else parser.Error
        result = result_class(clean(outcome.error), clean(kind) or str(outcome.state))
        result.text = clean(f"{outcome.name}: {outcome.error}")
        case.result = [result]
    if outcome.counts:
        case.system_out = clean("\n".join(_findings(outcome)))
    return case


def _skipped_case(parser: Any, skipped: Skipped) -> Any:
    case = parser.TestCase(clean(skipped.place), "sources", 0)
    result_class = parser.Error if skipped.is_unread else parser.Skipped
    case.result = [result_class(clean(skipped.reason))]
    return case


def _findings(outcome: Outcome) -> list[str]:
    found = [found for step in outcome.steps for found in step.findings]
    lines = [f"{one.severity} {one.code}: {one.message}" + f" ({one.place})" * bool(one.place) for one in found[:_MOST]]
    more = outcome.counts.total() - len(lines)
    return [*lines, f"and {more:,} more findings"] if more > 0 else lines


def clean(text: str) -> str:
    """A text that XML can hold, not too long for a build server."""
    rest = len(text) - _LONGEST
    return _NOT_IN_XML.sub("\ufffd", text[:_LONGEST]) + (f"… and {rest:,} characters more" if rest > 0 else "")
