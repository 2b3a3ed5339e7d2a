"""What one reconciliation collects on its way."""

from __future__ import annotations

from dataclasses import field

from sdconvert.findings import Code, Location, Report, Severity, declare
from sdconvert.frozen import dataclass
from sdconvert.model.inlines import Run, Sidenote
from sdconvert.reconciling.result import Conflict, Conflicts, Edit, EditKind
from sdconvert.reconciling.tokens import PLAIN, Token, Tokens, tell_words

WORDS_CONFLICT = declare(
    "RECONCILE-001",
    Severity.WARNING,
    "Both sides changed the same words. They were “{base}”, now they are “{mine}”; the edited file has “{theirs}”.",
    hint="Decide which is right and edit the text in SMASHDOCs; --conflicts chooses what stands in the result.",
    why="What one side replaced the other replaced, too, so that no rule can tell what was meant.",
)
DELETED_CONFLICT = declare(
    "RECONCILE-002",
    Severity.WARNING,
    "The edited file no longer has a block that was changed in the meantime: “{mine}”.",
    hint="Decide whether it goes; --conflicts chooses what stands in the result.",
    why="To delete it would lose what was written since.",
)
EDITED_CONFLICT = declare(
    "RECONCILE-003",
    Severity.WARNING,
    "The edited file changed a block that was deleted in the meantime: “{theirs}”.",
    hint="Decide whether it comes back; --conflicts chooses what stands in the result.",
    why="To leave it out would lose what was written there.",
)
FIELD_CONFLICT = declare(
    "RECONCILE-004",
    Severity.WARNING,
    "Both sides changed the {what} of a block: it was {base}, now it is {mine}; the edited file has {theirs}.",
    hint="Decide which is right; --conflicts chooses what stands in the result.",
    why="A block has but one of these.",
)
PLACE_CONFLICT = declare(
    "RECONCILE-005",
    Severity.WARNING,
    "Both sides moved a block to other places: “{mine}”. It stands where it is now.",
    hint="Decide where it belongs.",
    why="A block stands at one place.",
)
WHOLE_CONFLICT = declare(
    "RECONCILE-006",
    Severity.WARNING,
    "Both sides changed a {what} in ways that cannot be joined: now it is “{mine}”, the edited file has “{theirs}”.",
    hint="Decide which is right; --conflicts chooses what stands in the result.",
    why="Where its shape is another on each side, its parts cannot be told to be the same.",
)
ROW_CONFLICT = declare(
    "RECONCILE-007",
    Severity.WARNING,
    "One side deleted a {what} of a table that the other changed: it was “{base}”, now it is “{mine}”; the edited file "
    "has “{theirs}”.",
    hint="Decide whether it goes; --conflicts chooses what stands in the result.",
    why="To delete it would lose what the other side wrote there.",
)
DIRECTORY_KEPT = declare(
    "RECONCILE-008",
    Severity.INFO,
    "The edited file has an empty paragraph in the place of a directory of {kind}; the directory stays.",
    hint="Delete it in SMASHDOCs where it was deleted on purpose.",
    why="A directory is filled when Word opens the file; LibreOffice leaves out one that was not filled yet.",
)
ALTERNATIVE_TEXT = declare(
    "RECONCILE-009",
    Severity.WARNING,
    "The edited file has another alternative text for a picture within text: “{text}”. It is not in the result.",
    hint="Say it in the text, where readers need it.",
    why="In SDXML an `img` has a file and a caption, and no alternative text.",
)


@dataclass(slots=True)
class Context:
    """`at` is the place of the block in CURRENT that is being merged, `margin` what is to be said beside it. In a cell
    nothing can be said in the margin."""

    policy: Conflicts = Conflicts.BOTH
    report: Report = field(default_factory=Report)
    edits: list[Edit] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    at: Location | None = None
    margin: list[str] = field(default_factory=list)
    is_in_cell: bool = False

    def tell(self, kind: EditKind, words: str, at: Location | None = None) -> None:
        """Note an edit that is carried over."""
        self.edits.append(Edit(kind, words, at or self.at))

    def clash(self, code: Code, what: str, base: str, mine: str, theirs: str) -> None:
        """Note a conflict."""
        self.conflicts.append(Conflict(what, base, mine, theirs, self.at))
        details = {"what": what, "base": base, "mine": mine, "theirs": theirs}
        self.report.add(code, self.at, **details)

    @property
    def takes_theirs(self) -> bool:
        return self.policy is Conflicts.THEIRS

    def note(self, text: str) -> tuple[Sidenote, ...]:
        """What is said in the margin about a conflict: nothing where one side is chosen."""
        return (Sidenote((Run(text),)),) if self.policy is Conflicts.BOTH and not self.is_in_cell else ()

    def note_token(self, tokens: Tokens) -> list[Token]:
        """The same among words: what the edited file has in their place."""
        words = tell_words(tokens)
        text = f"Edited file: {words}" if words else "Edited file: these words are deleted."
        return [Token(("sidenote", text), "", PLAIN, note) for note in self.note(text)]
