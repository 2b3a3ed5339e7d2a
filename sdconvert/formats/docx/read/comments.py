"""Comments: who said what about which words (ECMA-376 Part 1, 17.13.4; replies from commentsExtended)."""

from __future__ import annotations

from sdconvert.findings import Report, Severity, declare
from sdconvert.formats.docx.names import PARA_ID, W15, P, T, w
from sdconvert.formats.docx.read.census import count
from sdconvert.formats.docx.read.context import Reading
from sdconvert.ledger import Kind
from sdconvert.model.inlines import Comment
from sdconvert.xmlio import Element

COMMENT_CONTENT = declare(
    "DOCX-R045",
    Severity.INFO,
    "A comment by {author} holds more than text, which is left out: {kinds}",
    why="A comment is carried as its paragraphs of plain text.",
)
COMMENT_NOWHERE = declare(
    "DOCX-R046",
    Severity.WARNING,
    "A comment by {author} stands on nothing in the text and is left out: “{text}”",
    why="No reference in the document names this comment.",
)

COMMENT_GONE = declare(
    "DOCX-R224",
    Severity.INFO,
    "A comment by {author} is left out with the words that it stood on, which a tracked change took away: “{text}”",
    why="Word deletes a comment together with its words.",
)

TOO_MANY_WORDS = declare(
    "DOCX-R228",
    Severity.WARNING,
    "{count} comment(s) no longer say on which words they stand; the first is by {author}.",
    "Let comments begin where the words do that they are about.",
    "All comments of a document together may stand on a million characters, which many that overlap soon exceed.",
)

MOST_WORDS = 1_000_000
"""How many characters the words of all comments may have together: those of comments that overlap are there twice."""

_REFERENCE = w("commentReference")
_ID, _AUTHOR, _DATE = w("id"), w("author"), w("date")
_CHARACTERS = {w("tab"): "\t", w("noBreakHyphen"): "\u2011", w("softHyphen"): "\u00ad"}


class Comments:
    """The comments of a document. While `open` is not empty, the words read belong to these comments: it has how many
    pieces and characters had been heard when each began."""

    def __init__(self, root: Element | None, extended: Element | None, report: Report) -> None:
        self.open: dict[str, tuple[int, int]] = {}
        self._heard: list[str] = []
        self._length = 0
        self._left = MOST_WORDS
        self._words: dict[str, str] = {}
        self._report = report
        elements = [] if root is None else root.findall(w("comment"))
        self._elements = {element.get(_ID, ""): element for element in elements}
        self._replies = _replies(elements, extended)
        self._taken: set[str] = set()

    def start(self, id: str) -> None:
        """The words of this comment begin here."""
        if id in self._elements:
            self.open[id] = len(self._heard), self._length

    def end(self, id: str) -> None:
        """The words of this comment end here."""
        if id not in self.open:
            return
        first, before = self.open.pop(id)
        length = self._length - before
        if length <= self._left:
            self._left -= length
            self._words[id] = "".join(self._heard[first:]).strip()
        else:
            self._report.tally(TOO_MANY_WORDS, None, None, author=self._elements[id].get(_AUTHOR, ""))
        if not self.open:
            self._heard.clear()
            self._length = 0

    def hear(self, text: str) -> None:
        """Text read while comments are open, a space where a paragraph begins."""
        self._heard.append(text)
        self._length += len(text)

    def take(self, id: str) -> Comment | None:
        """The comment with its replies, once, at its reference; None for a reply, which its comment carries."""
        if id not in self._elements or id in self._taken:
            return None
        if any(id in replies for replies in self._replies.values()):
            return None
        self.end(id)
        return self._take_thread(id, self._words.get(id, ""))

    def _take_thread(self, id: str, words: str = "") -> Comment:
        self._taken.add(id)
        element = self._elements[id]
        self._report_content(element)
        replies = [reply for reply in self._replies.get(id, ()) if reply not in self._taken]
        return Comment(
            element.get(_AUTHOR, ""),
            element.get(_DATE, ""),
            tuple(_text(paragraph) for paragraph in element.iter(P)),
            words,
            tuple(self._take_thread(reply) for reply in replies),
        )

    def _report_content(self, element: Element) -> None:
        counts = count(element)
        counts[Kind.COMMENTS] -= 1
        counts[Kind.CHARACTERS] = counts.get(Kind.CHARACTERS, 0) - sum(len(_text(p)) for p in element.iter(P))
        if any(counts.values()):
            kinds = ", ".join(f"{n} {kind}" for kind, n in counts.items() if n)
            self._report.drop(COMMENT_CONTENT, counts, author=element.get(_AUTHOR, ""), kinds=kinds)

    def report_unused(self, reading: Reading) -> None:
        """Every comment that nothing refers to becomes a finding."""
        for id, element in self._elements.items():
            if id not in self._taken:
                is_gone = (_REFERENCE, id) in reading.references_gone
                reading.lose(COMMENT_GONE if is_gone else COMMENT_NOWHERE, element, author=element.get(_AUTHOR, ""))


def _text(paragraph: Element) -> str:
    pieces = []
    for element in paragraph.iter(T, *_CHARACTERS):
        if element.tag == T:
            pieces.append(element.text or "")
        elif _parent_is_run(element):
            pieces.append(_CHARACTERS[str(element.tag)])
    return "".join(pieces)


def _parent_is_run(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == w("r")


def _replies(elements: list[Element], extended: Element | None) -> dict[str, list[str]]:
    """The ids of the replies to each comment: a reply names the last paragraph of what it answers."""
    if extended is None:
        return {}
    comment_of = {p.get(PARA_ID): e.get(_ID, "") for e in elements for p in e.iter(P) if p.get(PARA_ID)}
    result: dict[str, list[str]] = {}
    for entry in extended.iter(f"{{{W15}}}commentEx"):
        reply = comment_of.get(entry.get(f"{{{W15}}}paraId"))
        parent = comment_of.get(entry.get(f"{{{W15}}}paraIdParent"))
        if reply is not None and parent is not None and reply != parent:
            result.setdefault(parent, []).append(reply)
    return result
