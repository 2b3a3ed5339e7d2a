"""Documents with three footnotes and three endnotes, and the marks that these are read with."""

from __future__ import annotations

from docx_documents import p, read_document

from sdconvert.model.blocks import Paragraph
from sdconvert.model.inlines import Note
from sdconvert.model.walk import walk_blocks

FOOTNOTE, ENDNOTE = "footnote", "endnote"
SECTION = "<w:sectPr>{}</w:sectPr>"
NOTES = {
    f"{kind}s": "".join(f'<w:{kind} w:id="{id}">{p(f"{kind} {id}")}</w:{kind}>' for id in (1, 2, 3))
    for kind in (FOOTNOTE, ENDNOTE)
}


def reference(id: int, kind: str = FOOTNOTE) -> str:
    """A run with a reference to a note."""
    return f'<w:r><w:{kind}Reference w:id="{id}"/></w:r>'


def note_marks(body: str, **build: str) -> list[str]:
    """The marks of the notes in a body, in order."""
    blocks = walk_blocks(read_document(body, **build, **NOTES).value)
    inlines = [node for block in blocks if isinstance(block, Paragraph) for node in block.content]
    return [node.mark for node in inlines if isinstance(node, Note)]
