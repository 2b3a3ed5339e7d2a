"""What comes of one picture, with what it took: the same whoever does the work, this process, another one, or one that
did it yesterday."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sdconvert.frozen import dataclass
from sdconvert.pictures.outcomes import (
    TOO_MUCH,
    Allowance,
    ConvertedPicture,
    Doubt,
    PictureOutcome,
    PictureUnconvertible,
    Take,
    TakeKind,
    TooCostly,
)


@dataclass(frozen=True, slots=True)
class Work:
    """The outcome, and what was booked for it. `is_lasting`: the same picture comes to the same at any time, as far as
    nothing changes that it is made with; what an allowance refused does not, nor what had to be ended."""

    outcome: PictureOutcome
    takes: tuple[Take, ...] = ()
    is_lasting: bool = False

    def settle(self, allowance: Allowance) -> PictureOutcome:
        """The outcome, booked; the refusal where there is too little left for it."""
        try:
            for kind, amount in self.takes:
                allowance.take(kind, amount)
        except TooCostly as refusal:
            return refusal
        return self.outcome

    def message(self) -> tuple[dict[str, Any], bytes]:
        """The work as JSON and bytes."""
        header: dict[str, Any] = {"takes": self.takes, "is_lasting": self.is_lasting}
        if isinstance(self.outcome, PictureUnconvertible):
            reason, extra = self.outcome.reason, self.outcome.missing_extra
            is_costly = isinstance(self.outcome, TooCostly)
            return {**header, "reason": reason, "extra": extra, "is_too_costly": is_costly}, b""
        doubt = self.outcome.doubt
        told = None if doubt is None else (doubt.reason, doubt.is_about_fonts, doubt.is_final)
        return {**header, "doubt": told, "text": self.outcome.text}, self.outcome.png

    @classmethod
    def parse(cls, header: Mapping[str, Any], png: bytes) -> Work:
        """The work of a message. Raises: KeyError, TypeError, ValueError for what is none."""
        takes = tuple([(TakeKind(kind), int(amount)) for kind, amount in header["takes"]])
        return cls(_outcome(header, png), takes, bool(header["is_lasting"]))


ENDED = Work(TooCostly(TOO_MUCH), ((TakeKind.END, 0),))
"""That of a picture that had to be ended."""


def _outcome(header: Mapping[str, Any], png: bytes) -> PictureOutcome:
    if "reason" in header:
        kind = TooCostly if header["is_too_costly"] else PictureUnconvertible
        return kind(header["reason"], header["extra"])
    return ConvertedPicture(png, None if header["doubt"] is None else Doubt(*header["doubt"]), header["text"])


def do(convert: Callable[[Allowance], ConvertedPicture], left: tuple[int, int]) -> Work:
    """The work of a conversion that may cost so much, booked for itself. Raises: MuchToDo."""
    allowance = Allowance(*left)
    try:
        outcome: PictureOutcome = convert(allowance)
    except PictureUnconvertible as error:
        outcome = error
    is_counted = isinstance(outcome, TooCostly) and outcome.reason != TOO_MUCH
    is_lasting = not allowance.has_refused and (isinstance(outcome, ConvertedPicture) or is_counted)
    return Work(outcome, tuple(allowance.takes), is_lasting)
