"""Hidden text of the parts that become plain text: comments, headers and footers."""

from __future__ import annotations

from sdconvert.formats.docx.names import PPR, RPR, RUN, P
from sdconvert.formats.docx.read.census import count
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.hidden_marks import run_properties, style_of
from sdconvert.formats.docx.read.inline.reader import HIDDEN_TEXT
from sdconvert.xmlio import Element


def drop_hidden_runs(root: Element, reading: Reading) -> None:
    """Take every run out of the tree that Word does not show (ECMA-376 Part 1, 17.3.2.41)."""
    for run in list(root.iter(RUN)) if reading.hides_text else ():
        paragraph = next(run.iterancestors(P), None)
        style = style_of(None if paragraph is None else paragraph.find(PPR), reading)
        parent = run.getparent()
        if parent is not None and run_properties(style, run.find(RPR), reading).is_hidden:
            if count(run):
                reading.tally_loss(HIDDEN_TEXT, run)
            parent.remove(run)
