"""Edits that were made in Word come home: a merge of three documents on the model, by blocks, words, rows and cells."""

from sdconvert.reconciling.merge import reconcile
from sdconvert.reconciling.page import reconciliation_page
from sdconvert.reconciling.proposals import Proposal, Proposals
from sdconvert.reconciling.result import Conflict, Conflicts, Edit, EditKind, Reconciliation

__all__ = [
    "Conflict",
    "Conflicts",
    "Edit",
    "EditKind",
    "Proposal",
    "Proposals",
    "Reconciliation",
    "reconcile",
    "reconciliation_page",
]


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
