"""Office Math (OMML, ECMA-376 Part 1, 22.1) as LaTeX.

One function for each construct, found by its element in `READERS`. What has no function gives its text and is named in
`Math.unknown`.
"""

from __future__ import annotations

from sdconvert.formats.docx.read.math import accents, delimiters, scripts
from sdconvert.formats.docx.read.math.latex import trimmed
from sdconvert.formats.docx.read.math.reader import MathReader, ReadConstruct, text_of
from sdconvert.frozen import dataclass
from sdconvert.xmlio import Element

READERS: dict[str, ReadConstruct] = {**accents.READERS, **delimiters.READERS, **scripts.READERS}


@dataclass(frozen=True, slots=True)
class Math:
    """An equation as LaTeX, its bare characters, and the local names of the constructs that were not understood."""

    latex: str
    text: str
    unknown: tuple[str, ...] = ()


def read_math(element: Element) -> Math:
    """The equation of an `m:oMath`; of an unknown construct, its text.

    Source: ECMA-376 Part 1, 22.1.
    """
    reader = MathReader(READERS)
    latex = trimmed(reader.read_content(element))
    return Math(latex, text_of(element), tuple(reader.unknown))
