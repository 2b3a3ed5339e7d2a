"""Footnotes and endnotes (ECMA-376 Part 1, 17.11)."""

from __future__ import annotations

from functools import cached_property

from sdconvert.formats.docx.write.markup import paragraph_properties
from sdconvert.formats.docx.write.relations import DECLARATION, Relations
from sdconvert.formats.docx.write.styles import StyleBook

_SEPARATORS = (("separator", -1, "separator"), ("continuationSeparator", 0, "continuationSeparator"))


class NotesPart:
    """Gathers one of the two notes parts. `kind` is `footnote` or `endnote`."""

    def __init__(self, kind: str, styles: StyleBook) -> None:
        self.kind = kind
        self.relations = Relations()
        self._styles = styles
        self._xml: list[str] = []

    def _properties(self, is_rtl: bool) -> str:
        return paragraph_properties(self._styles.built_in("paragraph", f"{self.kind} text"), is_rtl=is_rtl)

    @cached_property
    def _look(self) -> str:
        style_id = self._styles.built_in("character", f"{self.kind} reference")
        return f'<w:rPr><w:rStyle w:val="{style_id}"/></w:rPr>'

    def write(self, paragraphs: list[tuple[str, bool]]) -> str:
        """The reference to a note of these paragraphs, each as the text of its runs, and whether that is read from the
        right."""
        number = len(self._xml) + 1
        # the space after the mark has the mark's look, so that it can be told from the note's own text
        mark = f'<w:r>{self._look}<w:{self.kind}Ref/></w:r><w:r>{self._look}<w:t xml:space="preserve"> </w:t></w:r>'
        content = "".join(
            f"<w:p>{self._properties(is_rtl)}{'' if index else mark}{runs}</w:p>"
            for index, (runs, is_rtl) in enumerate(paragraphs or [("", False)])
        )
        self._xml.append(f'<w:{self.kind} w:id="{number}">{content}</w:{self.kind}>')
        return f'<w:r>{self._look}<w:{self.kind}Reference w:id="{number}"/></w:r>'

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
