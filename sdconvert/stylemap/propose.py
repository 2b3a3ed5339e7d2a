"""The styles in use -> a mapping for the word import, each row with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sdconvert.findings import Finding, Severity, declare
from sdconvert.frozen import replace
from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.candidates import find_candidates
from sdconvert.stylemap.choice import HEADINGS
from sdconvert.stylemap.forms import changes_by
from sdconvert.stylemap.proposal import Proposal, ProposedRow, reading_order
from sdconvert.stylemap.rows import MAX_LEVEL, MappingRow, StyleMap, TextType
from sdconvert.stylemap.votes import StyleVotes, Votes

__all__ = ["Proposal", "proposal_of", "propose"]

OUTLINED_PARAGRAPHS = declare(
    "MAP-009",
    Severity.WARNING,
    "{count} paragraphs of the style “{style}” are headings by an outline level of their own; the row makes them text.",
    hint="Leave the row out, or give these paragraphs a heading style in Word.",
    why="A style mapping speaks of styles only; it cannot tell one paragraph of a style from another.",
)
HEADING_TOO_DEEP = declare(
    "MAP-010",
    Severity.WARNING,
    "The style “{style}” is a heading of level {level}, counted from 1; the deepest that SMASHDOCs has is 6.",
    hint="Its paragraphs become headings of the deepest level; map the style to a paragraph when that is too high.",
    why="SMASHDOCs has six levels of headings, Word has nine.",
)
FILES_DISAGREE = declare(
    "MAP-011",
    Severity.WARNING,
    "The style “{style}” is not the same in all files: {choices}; the mapping says {chosen}.",
    hint="Give the files a mapping each, or change the row.",
    why="One mapping holds for all files that are imported with it.",
)


FORMATTED_HEADINGS = declare(
    "MAP-019",
    Severity.INFO,
    "{count} line(s) of the style “{style}” in {files} file(s) look like headings by formatting of their own, such as "
    "“{example}”; the row leaves them text.",
    hint="Give these lines a heading style in Word where they are headings.",
    why="A style mapping speaks of styles only. What looks like a heading and has the style of the text is not guessed "
    "to be one.",
)


def propose(uses: Iterable[StyleUse]) -> Proposal:
    """A row for every style in use; each `StyleUse` stands for one file.

    Source: partner API, importing Word documents, style mapping.
    """
    votes = Votes()
    for number, use in enumerate(uses):
        votes.add(number, (use,))
    return proposal_of(votes)


def proposal_of(votes: Votes) -> Proposal:
    """A row for every style that was voted on."""
    by_style = votes.by_style()
    rows = sorted((_propose_row(style, one) for style, one in by_style.items()), key=reading_order)
    candidates = tuple(find_candidates(rows, {style: one.leading[2] for style, one in by_style.items()}))
    doubtful = {candidate.style for candidate in candidates}
    findings = (finding for style, one in by_style.items() for finding in _findings(style, one))
    return Proposal(tuple(replace(row, is_doubtful=row.style in doubtful) for row in rows), candidates, tuple(findings))


def alternatives(proposal: Proposal, votes: Votes) -> Iterator[Proposal]:
    """The proposal with those headings numbered, or not, that are numbered in some places only: of one list, that is
    better for all than for each alone."""
    split = {row.style for row in proposal.rows if row.changed and row.row.text_type in HEADINGS}
    by_style = votes.by_style()
    for text_type in HEADINGS:
        rows = tuple(
            _with_text_type(row, text_type, by_style[row.style]) if row.style in split else row for row in proposal.rows
        )
        if rows != proposal.rows:
            yield replace(proposal, rows=tuple(sorted(rows, key=reading_order)))


def _with_text_type(row: ProposedRow, text_type: TextType, votes: StyleVotes) -> ProposedRow:
    """A proposed row with another kind of heading."""
    if row.row.text_type is text_type:
        return row
    new = MappingRow(text_type, row.row.level)
    reason = "numbered in some documents only, and as the other headings here"
    changed = changes_by(new, votes.form_counts())
    return replace(row, row=new, reason=reason, agreement=_agreement(new, votes), changed=changed)


def files_changed_by(stylemap: StyleMap, votes: Votes) -> tuple[int, ...]:
    """The numbers of the files of which a mapping may change what a reader sees: no other has to be tried."""
    files = 0
    for style, one in votes.by_style().items():
        key = stylemap.key(style, one.name[2])
        files |= 0 if key is None else one.files_changed_by(stylemap.rows[key])
    return tuple(number for number in range(files.bit_length()) if files >> number & 1)


def _propose_row(style: str, votes: StyleVotes) -> ProposedRow:
    row = _row(votes)
    chosen = next(choice for choice, _ in votes.ranking() if choice.row == row)
    (file, _), example = votes.examples[0] if votes.examples else (votes.name[0], "")
    return ProposedRow(
        style,
        row,
        chosen.ground,
        chosen.reason,
        votes.count,
        votes.files,
        example,
        example_file=file,
        is_own=votes.name[2],
        agreement=_agreement(row, votes),
        changed=changes_by(row, votes.form_counts()),
    )


def _totals(votes: StyleVotes) -> dict[MappingRow, int]:
    """How many paragraphs are for each row, the one with the most first."""
    totals: dict[MappingRow, int] = {}
    for choice, supporters in votes.ranking():
        totals[choice.row] = totals.get(choice.row, 0) + supporters.paragraphs
    return dict(sorted(totals.items(), key=lambda item: -item[1]))


def _row(votes: StyleVotes) -> MappingRow:
    """The row, of those that files would have, that changes the fewest paragraphs; of several, that of the most."""
    forms = votes.form_counts()
    return min(_totals(votes), key=lambda row: changes_by(row, forms))


def _agreement(row: MappingRow, votes: StyleVotes) -> float:
    """The share of the paragraphs that are in files which are for the row, less those that say by themselves that they
    are headings where the row makes them text."""
    supporters = [one for choice, one in votes.choices.items() if choice.row == row]
    against = 0 if row.text_type in HEADINGS else sum(one.outlined for one in supporters)
    everyone = sum(one.paragraphs for one in votes.choices.values())
    return (sum(one.paragraphs for one in supporters) - against) / everyone


def _findings(style: str, votes: StyleVotes) -> Iterator[Finding]:
    totals, row = _totals(votes), _row(votes)
    if len(totals) > 1:
        listed = "; ".join(f"{other} for {count} paragraphs" for other, count in totals.items())
        yield Finding(FILES_DISAGREE, details={"style": style, "choices": listed, "chosen": str(row)})
    if votes.depth > MAX_LEVEL:
        yield Finding(HEADING_TOO_DEEP, details={"style": style, "level": votes.depth + 1})
    if votes.formatted.lines and row.text_type not in HEADINGS:
        told = {
            "count": votes.formatted.lines,
            "files": votes.formatted.files,
            "example": votes.formatted.example[0][1],
        }
        yield Finding(FORMATTED_HEADINGS, details={"style": style, **told})
    if votes.outlined and row.text_type not in HEADINGS:
        yield Finding(OUTLINED_PARAGRAPHS, details={"style": style, "count": votes.outlined})
