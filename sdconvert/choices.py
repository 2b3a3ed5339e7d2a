"""The words of the options of a conversion: what a caller can choose, with one meaning for all formats."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sdconvert.errors import BadConfiguration
from sdconvert.suggestions import did_you_mean


class Revisions(StrEnum):
    """What becomes of tracked changes. `refuse`: a document that has any is not converted."""

    ACCEPT = "accept"
    REJECT = "reject"
    REFUSE = "refuse"


class Headings(StrEnum):
    """Which headings carry a number: those that had one, all, or none."""

    AUTO = "auto"
    NUMBERED = "numbered"
    PLAIN = "plain"


class Labels(StrEnum):
    """What becomes of the labels of a list that SMASHDOCs would show otherwise than the source. `auto`: they are kept
    as text where the count is another one. `structure`: SMASHDOCs counts its own way, and what differs is reported.
    `literal`: they are kept as text where more than punctuation differs."""

    AUTO = "auto"
    STRUCTURE = "structure"
    LITERAL = "literal"


class Comments(StrEnum):
    """What becomes of comments: a finding that holds them, or a note in the margin."""

    FINDINGS = "findings"
    SIDENOTE = "sidenote"


DIALECT = "2.6"
"""The release of SDXML that is written."""


def check_dialect(dialect: object) -> None:
    """Raises: BadConfiguration for any other release of SDXML than the one that is written."""
    if dialect != DIALECT:
        raise BadConfiguration(
            f"SDXML {dialect} is not written: of all releases only the grammar of 2.6 is published, and a package of "
            "2.6 is what the import takes in every release of SMASHDOCs that reads 2.6. Say 2.6, or no dialect."
        )


class Renderer(StrEnum):
    """Who draws pictures that are metafiles, WMF and EMF: this program, and LibreOffice, where it is installed, what
    this program does not trust; this program alone; or LibreOffice alone."""

    AUTO = "auto"
    BUILTIN = "builtin"
    LIBREOFFICE = "libreoffice"


METADATA = ("language", "title", "filename", "subtitle", "description", "footer", "creator", "tags")
"""The names of what a document says about itself: in SDXML, those of the elements of `meta`."""


def check_metadata(meta: Iterable[str]) -> None:
    """Raises: BadConfiguration for a name of metadata that there is not."""
    unknown = [name for name in meta if name not in METADATA]
    if unknown:
        hint = did_you_mean(unknown[0], METADATA)
        raise BadConfiguration(f"There is no metadata named {unknown[0]!r}; known are {', '.join(METADATA)}.{hint}")
