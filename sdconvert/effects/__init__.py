"""What a style mapping changes of what a reader sees. Proposing, checking, comparing and converting judge by this."""

from sdconvert.effects.choosing import propose_by_trial
from sdconvert.effects.effect import Effect, EffectKind, Effects
from sdconvert.effects.findings import corpus_findings, effect_findings
from sdconvert.effects.judge import View, effects_between, effects_of, view
from sdconvert.effects.summary import EffectCount, EffectTally, summarise

__all__ = [
    "Effect",
    "EffectCount",
    "EffectKind",
    "EffectTally",
    "Effects",
    "View",
    "corpus_findings",
    "effect_findings",
    "effects_between",
    "effects_of",
    "propose_by_trial",
    "summarise",
    "view",
]


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
