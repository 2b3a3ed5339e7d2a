"""Batches: thousands of documents validated, converted and uploaded, nothing lost and nothing twice.

`plan` says what is to be done and `run` does it, over any executor: an iterator of outcomes. `convert_many`
converts for a program that wants the bytes. The names below are for such programs, and loaded when they are used.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sdconvert.batch.conversions import ConvertedFile, convert_many
    from sdconvert.batch.executors import Cluster, executor_at
    from sdconvert.batch.nested import NestedProcesses
    from sdconvert.batch.outcome import FindingRow, Outcome, PreviewLine, State, Step, StepOutcome
    from sdconvert.batch.planning import Plan, plan
    from sdconvert.batch.processes import Processes, WorkerLimits
    from sdconvert.batch.rehearsal.changes import Change, DocumentChange, LabelChange
    from sdconvert.batch.rehearsal.comparison import RunComparison, RunPlace, compare_runs
    from sdconvert.batch.runner import MixedVersions, RunSettings, run
    from sdconvert.batch.scheduler import WorkersLost
    from sdconvert.batch.sources import Item
    from sdconvert.batch.table import documents_to_arrow, outcomes_to_arrow
    from sdconvert.batch.uploads import UploadTarget

__all__ = [
    "Change",
    "Cluster",
    "ConvertedFile",
    "DocumentChange",
    "FindingRow",
    "Item",
    "LabelChange",
    "MixedVersions",
    "NestedProcesses",
    "Outcome",
    "Plan",
    "PreviewLine",
    "Processes",
    "RunComparison",
    "RunPlace",
    "RunSettings",
    "State",
    "Step",
    "StepOutcome",
    "UploadTarget",
    "WorkerLimits",
    "WorkersLost",
    "compare_runs",
    "convert_many",
    "documents_to_arrow",
    "executor_at",
    "outcomes_to_arrow",
    "plan",
    "run",
]

_ROOMS = {
    "executors": ("Cluster", "executor_at"),
    "nested": ("NestedProcesses",),
    "conversions": ("ConvertedFile", "convert_many"),
    "outcome": ("FindingRow", "PreviewLine", "Outcome", "State", "Step", "StepOutcome"),
    "planning": ("Plan", "plan"),
    "processes": ("WorkerLimits", "Processes"),
    "rehearsal.changes": ("Change", "DocumentChange", "LabelChange"),
    "rehearsal.comparison": ("RunComparison", "RunPlace", "compare_runs"),
    "runner": ("RunSettings", "MixedVersions", "run"),
    "scheduler": ("WorkersLost",),
    "sources": ("Item",),
    "table": ("documents_to_arrow", "outcomes_to_arrow"),
    "uploads": ("UploadTarget",),
}
_LAZY = {name: room for room, names in _ROOMS.items() for name in names}

logging.getLogger("sdconvert").addHandler(logging.NullHandler())


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that a worker or a command loads no more than it needs."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
