"""What a reader of the source sees of text, and SDXML cannot say: told once for each kind of look in a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field

from sdconvert.findings import QUOTED, Code, Location, Report, Severity, declare
from sdconvert.formats.docx.read.formatting.text_looks import Looks, TextLook
from sdconvert.frozen import dataclass

VALUES_SHOWN = 4

_FEW = 20
"""So many passages do not make what they have usual."""

_WHY = "SDXML marks what text is and not how it looks: the template of SMASHDOCs gives the look."

TEXT_COLOR = declare(
    "DOCX-R130",
    Severity.INFO,
    "The colour of text is not kept: {count} passage(s), {number} colour(s) ({values}).",
    "Say in words, or in bold, what a colour means.",
    _WHY,
)
TEXT_BACKGROUND = declare(
    "DOCX-R131",
    Severity.INFO,
    "Highlighting and shading of text are not kept: {count} passage(s), {number} colour(s) ({values}).",
    "Say in words, or in bold, what a colour means.",
    _WHY,
)
FONTS = declare(
    "DOCX-R132",
    Severity.INFO,
    "Fonts other than that of the document are not kept: {count} passage(s), {number} font(s) ({values}).",
    why=_WHY,
)
SIZES = declare(
    "DOCX-R133",
    Severity.INFO,
    "Sizes of text other than that of the document are not kept: {count} passage(s), {number} size(s) ({values}).",
    why=_WHY,
)
CHARACTER_SPACINGS = declare(
    "DOCX-R134",
    Severity.INFO,
    "Spacing, scale and position of characters are not kept: {count} passage(s) ({values}).",
    why=_WHY,
)
TEXT_EFFECTS = declare(
    "DOCX-R135", Severity.INFO, "Effects of text are not kept: {count} passage(s) ({values}).", why=_WHY
)
LINE_KINDS = declare(
    "DOCX-R136",
    Severity.INFO,
    "Lines under and through text become plain ones: {count} passage(s) ({values}).",
    why="SDXML knows one kind of underlining and one of striking through.",
)
TEXT_BORDERS = declare(
    "DOCX-R137", Severity.INFO, "Borders around text are not kept: {count} passage(s) ({values}).", why=_WHY
)
EMPHASIS_MARKS = declare(
    "DOCX-R138",
    Severity.INFO,
    "Emphasis marks above or below characters are not kept: {count} passage(s) ({values}).",
    why=_WHY,
)
EAST_ASIAN_LAYOUTS = declare(
    "DOCX-R139", Severity.INFO, "East Asian layout of text is not kept: {count} passage(s) ({values}).", why=_WHY
)
LOOKS_OF_KINDS = declare(
    "DOCX-R140",
    Severity.INFO,
    "Headings, captions and notes look as SMASHDOCs shows them: {count} passage(s) in {number} style(s) ({values}).",
    why=_WHY,
)
REGULAR_IN_HEADING = declare(
    "DOCX-R141",
    Severity.WARNING,
    "{count} passage(s) that are not bold in a bold heading are bold like all of it; the first: “{text}”",
    "Mark in another way, such as by italics, what is to stand out.",
    "SMASHDOCs shows headings bold as a whole.",
)
LANGUAGES = declare(
    "DOCX-R182",
    Severity.INFO,
    "Passages in another language than the document's are not marked as such: {count} passage(s) ({values}).",
    why="SDXML has one language for the whole document, by which words are spelled, hyphenated and read aloud.",
)

WHITE_TEXT = declare(
    "DOCX-R142",
    Severity.WARNING,
    "{count} passage(s) that Word shows white on white, so that nobody sees them, are shown; the first: “{text}”",
    "Remove them in Word if nobody is to read them.",
    "SDXML has no colours of text, and what is white may be meant to be hidden or to be filled in.",
)

TEXT_CODES: dict[TextLook, Code] = {
    TextLook.COLOR: TEXT_COLOR,
    TextLook.BACKGROUND: TEXT_BACKGROUND,
    TextLook.FONT: FONTS,
    TextLook.SIZE: SIZES,
    TextLook.SPACING: CHARACTER_SPACINGS,
    TextLook.EFFECT: TEXT_EFFECTS,
    TextLook.LINE: LINE_KINDS,
    TextLook.BORDER: TEXT_BORDERS,
    TextLook.EMPHASIS: EMPHASIS_MARKS,
    TextLook.LAYOUT: EAST_ASIAN_LAYOUTS,
    TextLook.LANGUAGE: LANGUAGES,
    TextLook.HEADING: LOOKS_OF_KINDS,
    TextLook.REGULAR: REGULAR_IN_HEADING,
}


@dataclass(slots=True)
class LookTally:
    """How often a kind of look was met, with which values, and where first."""

    at: Location | None
    text: str
    values: Counter[str] = field(default_factory=Counter)


Passage = tuple[Looks, bool, bool]
"""What of a passage decides which of its looks are told, so that each such is judged once: its looks, whether it stands
in a cell, and whether it has letters."""


class LookTallies:
    """The looks of one document by the code that tells of them. `usual_font` is what its default style says; `passages`
    counts all that was read of text."""

    def __init__(self, usual_font: str = "") -> None:
        self.usual_font = usual_font
        self.passages = 0
        self._tallies: dict[str, LookTally] = {}
        self._codes: dict[str, Code] = {}
        self._repeated: dict[Passage, list[int]] = {}
        self._told: dict[Passage, Sequence[tuple[Code, str]]] = {}

    def remember(self, passage: Passage, told: Sequence[tuple[Code, str]]) -> None:
        """Keep what was told of a passage: of every further one like it the same is to be told."""
        self._repeated[passage] = [0]
        self._told[passage] = told

    def count_again(self, passage: Passage) -> bool:
        """Count the looks of a passage like one that is remembered. False where none is."""
        number = self._repeated.get(passage)
        if number is None:
            return False
        number[0] += 1
        return True

    def count(self, code: Code, value: str) -> bool:
        """Count a look of a code that was met before. False for the first one of its code, which is to be added."""
        tally = self._tallies.get(code.id)
        if tally is None:
            return False
        tally.values[value] += 1
        return True

    def add(self, code: Code, value: str, at: Location | None = None, text: str = "") -> None:
        """Count a look; place and text count where it is the first of its code."""
        tally = self._tallies.get(code.id)
        if tally is None:
            self._codes[code.id] = code
            tally = self._tallies[code.id] = LookTally(at, text[:QUOTED])
        tally.values[value] += 1

    def report(self, report: Report) -> None:
        """Tell of each kind of look once."""
        for passage, [number] in self._repeated.items():
            for code, value in self._told[passage]:
                self._tallies[code.id].values[value] += number
        self._take_out_usual()
        for id, tally in sorted(self._tallies.items()):
            values = tally.values
            details = {"count": values.total(), "number": len(values), "values": _phrase(values)}
            if tally.text:
                details["text"] = tally.text
            report.add(self._codes[id], tally.at, **details)

    def _take_out_usual(self) -> None:
        """What most of the text has is the document's own font and size, whatever its default style says."""
        natural = self._tallies.get(LOOKS_OF_KINDS.id)
        for code in (FONTS, SIZES):
            tally = self._tallies.get(code.id)
            if tally is None:
                continue
            [(value, number)] = tally.values.most_common(1)
            rest = self.passages - tally.values.total() - (natural.values.total() if natural else 0)
            if number <= max(rest, _FEW):
                continue
            del tally.values[value]
            if code is FONTS and rest > 0 and self.usual_font:
                tally.values[self.usual_font] = rest
            if not tally.values:
                del self._tallies[code.id]


def _phrase(values: Counter[str]) -> str:
    """The most frequent values with how often they occur."""
    shown = [f"{value} × {number}" for value, number in values.most_common(VALUES_SHOWN)]
    return ", ".join(shown) + (", …" if len(values) > VALUES_SHOWN else "")
