"""Comments and their ranges (ECMA-376 Part 1, 17.13.4; replies: [MS-DOCX], commentsExtended)."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise

from sdconvert.formats.docx.names import W15
from sdconvert.formats.docx.write.captions import is_caption_below
from sdconvert.formats.docx.write.markup import paragraph_properties, write_run
from sdconvert.formats.docx.write.relations import DECLARATION, Relations
from sdconvert.formats.docx.write.styles import StyleBook
from sdconvert.model.blocks import Directory, PageBreak, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Comment, CrossReference, Equation, Inline, InlinePicture, Link, Note, Run, Sidenote
from sdconvert.model.tables import Table
from sdconvert.patterns import compile_late
from sdconvert.writing.formulas import simple_formula
from sdconvert.xmlio import escape_attribute

DATE = compile_late(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_FIRST_PARAGRAPH_ID = 0x10000000


class CommentsPart:
    """Gathers the comments part. While text is written it is told how far, so that ranges begin at the right word.
    `waiting` are the places where the words of comments are still to begin."""

    def __init__(self, document: Document | None, styles: StyleBook) -> None:
        self.relations = Relations()
        self._styles = styles
        positions = _CommentPositions()
        if document is not None:
            positions.walk(document.blocks)
        self._ids = positions.by_comment()
        self._next_id = positions.next_id
        self.waiting = deque(positions.starts())
        self._started: set[int] = set()
        self._position = 0
        self._xml: list[str] = []
        self._extended: list[str] = []

    @cached_property
    def _style(self) -> str:
        return paragraph_properties(self._styles.built_in("paragraph", "annotation text"))

    @cached_property
    def _mark(self) -> str:
        style_id = self._styles.built_in("character", "annotation reference")
        return f'<w:rPr><w:rStyle w:val="{style_id}"/></w:rPr>'

    # ------------------------------------------------------------------------------------------------- the text

    def hear(self, text: str) -> Iterator[tuple[str, str]]:
        """The text in pieces, each with the range starts that go before it."""
        begin = 0
        opened = ""
        end = self._position + len(text)
        while self.waiting and self.waiting[0][0] < end:
            start, ids = self.waiting.popleft()
            at = max(start - self._position, begin)
            if at > begin:
                yield opened, text[begin:at]
                opened = ""
            begin = at
            opened += self._start([id for id in ids if id not in self._started])
        self._position = end
        yield opened, text[begin:]

    def _start(self, ids: Iterable[int]) -> str:
        self._started.update(ids)
        return "".join(f'<w:commentRangeStart w:id="{id}"/>' for id in ids)

    # -------------------------------------------------------------------------------------------- the comments

    def write(self, comment: Comment) -> str:
        """What stands in the text at the end of a comment's words; the comment itself and all replies to it, as Word
        has them, go to their part."""
        ids = self._ids[id(comment)].popleft()
        parent = self._add(ids[0], comment, "")
        for number, reply in zip(ids[1:], _replies(comment), strict=True):
            self._add(number, reply, parent)
        return self._references(ids)

    def write_sidenote(self, author: str, content: str) -> str:
        """What stands in the text where a sidenote becomes a comment; `content` are its runs."""
        id = self._next_id
        self._next_id += 1
        self._add_paragraphs(id, author, "", [content], "")
        return self._references([id])

    def _references(self, ids: list[int]) -> str:
        start = "" if ids[0] in self._started else self._start(ids)
        return start + "".join(
            f'<w:commentRangeEnd w:id="{id}"/><w:r>{self._mark}<w:commentReference w:id="{id}"/></w:r>' for id in ids
        )

    def _add(self, id: int, comment: Comment, parent: str) -> str:
        contents = [write_run(text) for text in comment.paragraphs] or [""]
        date = comment.date if DATE.fullmatch(comment.date) else ""
        return self._add_paragraphs(id, comment.author, date, contents, parent)

    def _add_paragraphs(self, id: int, author: str, date: str, contents: list[str], parent: str) -> str:
        """The id of the comment's last paragraph, by which replies name it."""
        paragraph_id = ""
        paragraphs = []
        for index, content in enumerate(contents):
            paragraph_id = f"{_FIRST_PARAGRAPH_ID + (id << 12) + index:08X}"
            mark = "" if index else f"<w:r>{self._mark}<w:annotationRef/></w:r>"
            paragraphs.append(f'<w:p w14:paraId="{paragraph_id}">{self._style}{mark}{content}</w:p>')
        dated = f' w:date="{date}"' if date else ""
        initials = "".join(word[0] for word in author.split()[:3])
        self._xml.append(
            f'<w:comment w:id="{id}" w:author="{escape_attribute(author)}"'
            f'{dated} w:initials="{escape_attribute(initials)}">{"".join(paragraphs)}</w:comment>'
        )
        answered = f' w15:paraIdParent="{parent}"' if parent else ""
        self._extended.append(f'<w15:commentEx w15:paraId="{paragraph_id}"{answered} w15:done="0"/>')
        return paragraph_id

    # ------------------------------------------------------------------------------------------------ the parts

    def parts(self, namespaces: str) -> tuple[str, str] | None:
        """The comments part and the one that says what answers what, None without comments."""
        if not self._xml:
            return None
        return (
            f"{DECLARATION}<w:comments {namespaces}>{''.join(self._xml)}</w:comments>",
            f'{DECLARATION}<w15:commentsEx xmlns:w15="{W15}">{"".join(self._extended)}</w15:commentsEx>',
        )


def _replies(comment: Comment) -> Iterator[Comment]:
    """The replies to a comment and theirs, in reading order: Word has one level of them."""
    for reply in comment.replies:
        yield reply
        yield from _replies(reply)


class _CommentPositions:
    """Where in the text each comment stands, found in the order in which the text is written."""

    def __init__(self) -> None:
        self.ids: list[list[int]] = []
        self.next_id = 0
        self._texts: list[str] = []
        self._length = 0
        self._comments: list[tuple[int, Comment]] = []

    def starts(self) -> list[tuple[int, list[int]]]:
        """Where the words of comments begin, with the ids of those that do, in order."""
        text = "".join(self._texts)
        solid = [at for at, character in enumerate(text) if not character.isspace()]
        found = [
            (start, ids)
            for (end, comment), ids in zip(self._comments, self.ids, strict=True)
            if (start := _start(text, solid, end, comment.words)) is not None
        ]
        return sorted(found)

    def by_comment(self) -> dict[int, deque[list[int]]]:
        """The ids for each comment, found by its identity: one that stands in several places has several."""
        found: dict[int, deque[list[int]]] = {}
        for (_, comment), ids in zip(self._comments, self.ids, strict=True):
            found.setdefault(id(comment), deque()).append(ids)
        return found

    def walk(self, blocks: Iterable[Block]) -> None:
        before: Block | None = None
        for block, following in pairwise((*blocks, None)):
            match block:
                case Table():
                    self._walk_table(block, is_caption_below(before, block, following))
                case Picture():
                    self._walk_content(block.caption)
                case PageBreak() | Directory() | None:
                    pass
                case _:
                    self._walk_content(block.content)
            before = block

    def _walk_table(self, table: Table, is_below: bool) -> None:
        """In the order in which it is written."""
        if not is_below:
            self._walk_content(table.caption)
        for row in table.rows:
            for cell in row.cells:
                self.walk(cell.content)
        if is_below:
            self._walk_content(table.caption)

    def _walk_content(self, content: Iterable[Inline], is_heard: bool = True) -> None:
        for node in content:
            match node:
                case Run() | CrossReference():
                    if is_heard:
                        self._texts.append(node.text)
                        self._length += len(node.text)
                case Link():
                    self._walk_content(node.content, is_heard)
                case Note():
                    for paragraph in node.paragraphs:
                        self._walk_content(paragraph, is_heard)
                case InlinePicture():
                    self._walk_content(node.caption, is_heard)
                case Sidenote():
                    self._walk_content(node.content, False)
                case Equation():
                    self._walk_content(simple_formula(node) or (), is_heard)
                case Comment():
                    self._place_comment(node, is_heard)
                case _:
                    pass

    def _place_comment(self, comment: Comment, is_heard: bool) -> None:
        count = 1 + sum(1 for _ in _replies(comment))
        self.ids.append(list(range(self.next_id, self.next_id + count)))
        self.next_id += count
        self._comments.append((self._length if is_heard else -1, comment))


def _start(text: str, solid: list[int], end: int, words: str) -> int | None:
    """Where words begin that end at this place of a text, None where others stand there. White space is compared only
    where the whole is the same: words of several paragraphs have some between them. `solid` are the places of the rest.
    """
    exact = end - len(words)
    if words and exact >= 0 and text[exact:end] == words:
        return exact
    bare = "".join(words.split())
    last = bisect_left(solid, end)
    places = solid[max(last - len(bare), 0) : last]
    return places[0] if places and "".join([text[at] for at in places]) == bare else None
