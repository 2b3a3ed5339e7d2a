"""A comparison of two runs for machines: JSON, and JUnit for build servers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sdconvert.batch.outcome import Outcome
from sdconvert.batch.rehearsal.changes import THAT_COUNT, Change, DocumentChange
from sdconvert.batch.rehearsal.comparison import RunComparison
from sdconvert.batch.report.json_report import run_as_dict
from sdconvert.batch.report.junit import clean
from sdconvert.extras import load_extra

FORMAT = 1


def comparison_as_dict(comparison: RunComparison) -> dict[str, Any]:
    """The comparison ready for JSON: `before` and `after` as `run` in run.json, `totals`, and the `documents` that
    changed."""
    runs = (run_as_dict(info) for info in (comparison.before, comparison.after))
    before, after = ({name: value for name, value in run.items() if name != "skipped"} for run in runs)
    return {
        "format": FORMAT,
        "before": before,
        "after": after,
        "totals": {
            "documents": comparison.compared,
            "same": comparison.same,
            "changes": {change: comparison.totals[change] for change in Change if comparison.totals[change]},
        },
        "documents": [_document(one) for one in comparison.documents],
    }


def _document(one: DocumentChange) -> dict[str, Any]:
    return {
        "name": one.name,
        "changes": list(one.changes),
        "before": _side(one.before),
        "after": _side(one.after),
        "blocks": {"gone": one.blocks_gone, "new": one.blocks_new, "of_another_kind": one.kinds_changed},
        "labels": {"changed": one.labels_changed, "examples": [label._asdict() for label in one.labels]},
        "pictures": {"gone": one.pictures_gone, "new": one.pictures_new},
        "findings": {code: {"before": was, "after": now} for code, (was, now) in one.findings.items()},
    }


def _side(outcome: Outcome | None) -> dict[str, Any] | None:
    if outcome is None:
        return None
    return {"state": outcome.state, "error": outcome.error, "seconds": outcome.seconds, "version": outcome.version}


def comparison_junit(comparison: RunComparison, kinds: Iterable[Change] = THAT_COUNT) -> bytes:
    """The comparison as one test suite, whose cases are the documents that changed: one with a change of these kinds is
    a failure.

    Raises: BadConfiguration when junitparser is not installed.
    """
    parser = load_extra("junitparser", "batch")
    suite = parser.TestSuite(f"sdconvert batch compare run {comparison.before.number} with {comparison.after.number}")
    suite.add_property("documents", str(comparison.compared))
    suite.add_property("same", str(comparison.same))
    wanted = frozenset(kinds)
    suite.add_testcases([_case(parser, one, wanted) for one in comparison.documents])
    root = parser.JUnitXml(suite.name)
    root.add_testsuite(suite)
    root.update_statistics()
    return b"<?xml version='1.0' encoding='UTF-8'?>\n" + bytes(root.tostring())


def _case(parser: Any, one: DocumentChange, wanted: frozenset[Change]) -> Any:
    folder, _, name = one.name.rpartition("/")
    case = parser.TestCase(clean(name), clean(folder.replace("/", ".")) or ".", 0)
    counted = [change for change in one.changes if change in wanted]
    text = clean("\n".join(one.lines()))
    if counted:
        failure = parser.Failure(", ".join(counted), counted[0])
        failure.text = text
        case.result = [failure]
    else:
        case.system_out = text
    return case
