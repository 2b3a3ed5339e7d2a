"""Footnotes and endnotes (ECMA-376 Part 1, 17.11)."""

from __future__ import annotations

from functools import cached_property

from sdconvert.formats.docx.write.markup import paragraph_properties, write_text
from sdconvert.formats.docx.write.relations import DECLARATION, Relations
from sdconvert.formats.docx.write.styles import StyleBook
from sdconvert.writing.note_marks import NoteCounting, find_counting

_SEPARATORS = (("separator", -1, "separator"), ("continuationSeparator", 0, "continuationSeparator"))


class NotesPart:
    """Gathers one of the two notes parts. `kind` is `footnote` or `endnote`, `usual` how such notes count."""

    def __init__(self, kind: str, usual: NoteCounting, styles: StyleBook) -> None:
        self.kind = kind
        self.relations = Relations()
        self._usual = usual
        self._styles = styles
        self._xml: list[str] = []
        self._marks: list[str] = []

    def _properties(self, is_rtl: bool) -> str:
        return paragraph_properties(self._styles.built_in("paragraph", f"{self.kind} text"), is_rtl=is_rtl)

    @cached_property
    def _look(self) -> str:
        style_id = self._styles.built_in("character", f"{self.kind} reference")
        return f'<w:rPr><w:rStyle w:val="{style_id}"/></w:rPr>'

    def write(self, paragraphs: list[tuple[str, bool]], mark: str = "") -> str:
        """The reference to a note of these paragraphs, each as the text of its runs, and whether that is read from the
        right. `mark` is what the source showed as its mark."""
        self._marks.append(mark)
        # the space after the mark has the mark's look, so that it can be told from the note's own text
        begin = f'<w:r>{self._look}<w:{self.kind}Ref/></w:r><w:r>{self._look}<w:t xml:space="preserve"> </w:t></w:r>'
        number = self._add(paragraphs, begin)
        return f'<w:r>{self._look}<w:{self.kind}Reference w:id="{number}"/></w:r>'

    def write_marked(self, paragraphs: list[tuple[str, bool]], mark: str) -> str:
        """The reference to a note that is not counted, with the mark that stands for it in the text, if it is known.

        Source: ECMA-376 Part 1, 17.11.14 (customMarkFollows).
        """
        number = self._add(paragraphs, "")
        reference = f'<w:{self.kind}Reference w:customMarkFollows="1" w:id="{number}"/>'
        return f"<w:r>{self._look}{reference}{write_text(mark) if mark else ''}</w:r>"

    def _add(self, paragraphs: list[tuple[str, bool]], begin: str) -> int:
        number = len(self._xml) + 1
        content = "".join(
            f"<w:p>{self._properties(is_rtl)}{'' if index else begin}{runs}</w:p>"
            for index, (runs, is_rtl) in enumerate(paragraphs or [("", False)])
        )
        self._xml.append(f'<w:{self.kind} w:id="{number}">{content}</w:{self.kind}>')
        return number

    def counting(self) -> str:
        """How the notes count, for `w:sectPr`: empty where they count as is usual.

        Source: ECMA-376 Part 1, 17.11.11 (footnotePr), 17.11.4 (endnotePr).
        """
        way = find_counting(self._marks, self._usual)
        if way is None or way == self._usual:
            return ""
        start = f'<w:numStart w:val="{way.start}"/>' if way.start != 1 else ""
        return f'<w:{self.kind}Pr><w:numFmt w:val="{way.num_fmt}"/>{start}</w:{self.kind}Pr>'

    def part(self, namespaces: str) -> str | None:
        """The notes part with Word's separators, None without notes."""
        if not self._xml:
            return None
        separators = "".join(
            f'<w:{self.kind} w:type="{type}" w:id="{id}"><w:p><w:pPr><w:spacing w:after="0" w:line="240"'
            f' w:lineRule="auto"/></w:pPr><w:r><w:{name}/></w:r></w:p></w:{self.kind}>'
            for type, id, name in _SEPARATORS
        )
        return f"{DECLARATION}<w:{self.kind}s {namespaces}>{separators}{''.join(self._xml)}</w:{self.kind}s>"
