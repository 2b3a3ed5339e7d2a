"""Of the mappings that could be proposed, the one by which the fewest things change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sdconvert.effects.findings import with_changes
from sdconvert.effects.summary import EffectCount
from sdconvert.stylemap.proposal import Proposal
from sdconvert.stylemap.propose import alternatives, files_changed_by, proposal_of
from sdconvert.stylemap.rows import StyleMap
from sdconvert.stylemap.votes import Votes

Trial = Callable[[StyleMap, Sequence[int]], tuple[EffectCount, ...]]
"""What a mapping changes in the documents of these numbers."""


def propose_by_trial(votes: Votes, names: Sequence[str], trial: Trial) -> Proposal:
    """The proposal that the votes give, each row with what it changes in the documents of these names. Where headings
    are not numbered alike in all of them, it is also tried to number all such headings, and none."""
    first = proposal_of(votes)
    tried = [(proposal, _try(proposal, votes, trial)) for proposal in (first, *alternatives(first, votes))]
    proposal, counts = min(tried, key=lambda one: _price(one[1]))
    return with_changes(proposal, counts, names)


def _try(proposal: Proposal, votes: Votes, trial: Trial) -> tuple[EffectCount, ...]:
    stylemap = proposal.stylemap
    return trial(stylemap, files_changed_by(stylemap, votes))


def _price(counts: Sequence[EffectCount]) -> tuple[int, int]:
    """How many things change, numbers that become text among them, and how many a reader sees."""
    return sum(one.count for one in counts), sum(one.count for one in counts if one.kind.is_seen)
