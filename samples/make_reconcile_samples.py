"""Make a package, what became of it, and the Word file that was edited meanwhile:
`python samples/make_reconcile_samples.py samples/reconcile`, or into any other folder.
"""

from __future__ import annotations

import argparse
import io
from dataclasses import replace
from pathlib import Path

import docx
from docx.document import Document as WordDocument

import sdconvert
from sdconvert.formats.sdxml.write import write
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Block
from sdconvert.model.inlines import Run

SOURCE = Path(__file__).parent / "docx" / "minutes.docx"


def main(folder: Path) -> None:
    """Write the three files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    exported = sdconvert.convert(SOURCE).value
    (folder / "exported.zip").write_bytes(exported)
    (folder / "now.zip").write_bytes(change_package(exported))
    (folder / "edited.docx").write_bytes(edit_word(sdconvert.convert(exported, to="docx").value))


def change_package(package: bytes) -> bytes:
    """What was written in SMASHDOCs since: other words, and a new paragraph at the end."""
    document = sdconvert.read_document(package).value
    blocks = [_say(block, "the new lock costs $86", "the new lock costs $92") for block in document.blocks]
    return write(replace(document, blocks=(*blocks, Paragraph((Run("Signed by Darius Cole."),))))).value


def _say(block: Block, old: str, new: str) -> Block:
    content = getattr(block, "content", ())
    if not any(isinstance(node, Run) and old in node.text for node in content):
        return block
    said = [replace(node, text=node.text.replace(old, new)) if isinstance(node, Run) else node for node in content]
    return replace(block, content=tuple(said))


def edit_word(word: bytes) -> bytes:
    """What people with Word did: other words at the same place and at another, a new paragraph, and a comment."""
    document = docx.Document(io.BytesIO(word))
    _replace(document, "the new lock costs $86, not $68", "the new lock costs $89, not $68 as printed")
    at = _replace(document, "Yuki reported on the state of the plots", "Yuki reported on the state of all plots")
    document.paragraphs[at].insert_paragraph_before("The gate was repaired in August.")
    document.add_comment(document.paragraphs[at + 1].runs[0], "Also the paths?", author="Yuki", initials="Y")
    document.core_properties.revision = 2
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _replace(document: WordDocument, old: str, new: str) -> int:
    at, run = next(
        (at, run) for at, paragraph in enumerate(document.paragraphs) for run in paragraph.runs if old in run.text
    )
    run.text = run.text.replace(old, new)
    return at


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Make the files of docs/reconcile.md.")
    parser.add_argument("folder", type=Path, help="where they are written, such as samples/reconcile")
    main(parser.parse_args().folder)
