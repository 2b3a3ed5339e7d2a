"""Two documents -> what changed from one to the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sdconvert.comparison.alignment import find_gaps
from sdconvert.comparison.description import describe
from sdconvert.comparison.pairing import pair_blocks
from sdconvert.comparison.result import Change, ComparedBlock, Comparison, Difference, WordStretch, is_other_label
from sdconvert.errors import InvalidSource
from sdconvert.model.document import Document

Blocks = Sequence[ComparedBlock]


def compare(a: Document, b: Document) -> Comparison:
    """What changed from `a` to `b`: metadata, then the blocks, those of table cells among them, then the index.

    Compared are kinds and levels, words, labels, marks, links, notes, formulas, and pictures by their content. Where
    nothing but labels changed in several blocks in a row, they are one difference. White space, alignment, indents,
    widths, colours and the names of styles are not compared.

    >>> document = read_document("samples/docx/minutes.docx").value
    >>> compare(document, document).is_same
    True
    """
    _check_documents(a, b)
    before, after = tuple(describe(a)), tuple(describe(b))
    differences = tuple(_differences(before, after))
    changed = sum(difference.labels or difference.before is not None for difference in differences)
    return Comparison(differences, len(before) - changed)


def _check_documents(*values: object) -> None:
    """Raises: InvalidSource for what is no document."""
    for value in values:
        if not isinstance(value, Document):
            kind = type(value).__name__
            raise InvalidSource(f"What is compared are documents, as read_document gives them, not a {kind}.")


def _differences(before: Blocks, after: Blocks) -> Iterator[Difference]:
    headings = _headings(after)
    done_a = done_b = 0
    for gap in (*find_gaps(before, after), (len(before), len(before), len(after), len(after))):
        start_a, end_a, start_b, end_b = gap
        yield from _label_differences(before[done_a:start_a], after[done_b:start_b], (done_a, done_b), headings)
        done_a, done_b = end_a, end_b
        for at_a, at_b in pair_blocks(before[start_a:end_a], after[start_b:end_b]):
            number_a = None if at_a is None else start_a + at_a
            number_b = None if at_b is None else start_b + at_b
            if number_a is not None and number_b is not None and before[number_a] == after[number_b]:
                pair = before[number_a : number_a + 1], after[number_b : number_b + 1]
                yield from _label_differences(*pair, (number_a, number_b), headings)
                continue
            place = number_b if number_b is not None else min(end_b, len(after)) - 1
            heading = headings[place] if 0 <= place < len(headings) else ""
            yield _difference(before, after, number_a, number_b, heading)


def _label_differences(
    before: Blocks, after: Blocks, start: tuple[int, int], headings: Sequence[str]
) -> Iterator[Difference]:
    """Of blocks that are the same, those with other labels: one difference for several in a row, without regard to
    those that have no label."""
    first: int | None = None
    count = 0
    for at, (old, new) in enumerate(zip(before, after, strict=True)):
        if is_other_label(old, new):
            first, count = at if first is None else first, count + 1
        elif new.label and first is not None:
            yield _label_difference(before, after, first, count, start, headings)
            first, count = None, 0
    if first is not None:
        yield _label_difference(before, after, first, count, start, headings)


def _label_difference(
    before: Blocks, after: Blocks, at: int, count: int, start: tuple[int, int], headings: Sequence[str]
) -> Difference:
    number_a, number_b = start[0] + at + 1, start[1] + at + 1
    heading = headings[number_b - 1]
    return Difference(Change.CHANGED, before[at], after[at], number_a, number_b, heading, labels=count)


def _difference(
    before: Blocks,
    after: Blocks,
    number_a: int | None,
    number_b: int | None,
    heading: str,
) -> Difference:
    old = None if number_a is None else before[number_a]
    new = None if number_b is None else after[number_b]
    change = Change.ADDED if old is None else Change.REMOVED if new is None else Change.CHANGED
    words = () if old is None or new is None else tuple(_compare_words(old.text, new.text))
    return Difference(
        change,
        old,
        new,
        None if number_a is None else number_a + 1,
        None if number_b is None else number_b + 1,
        heading,
        words,
    )


def _headings(entries: Blocks) -> list[str]:
    """The text of the last heading before each entry."""
    headings = []
    last = ""
    for entry in entries:
        headings.append(last)
        if entry.kind.startswith(("heading", "numbered heading")):
            last = entry.text
    return headings


def _compare_words(before: str, after: str) -> Iterator[WordStretch]:
    """Both texts in stretches that are the same and stretches that are not."""
    old, new = before.split(), after.split()
    at = 0
    for start_a, end_a, start_b, end_b in find_gaps(old, new):
        if start_a > at:
            same = " ".join(old[at:start_a])
            yield WordStretch(same, same)
        yield WordStretch(" ".join(old[start_a:end_a]), " ".join(new[start_b:end_b]))
        at = end_a
    if at < len(old):
        same = " ".join(old[at:])
        yield WordStretch(same, same)
