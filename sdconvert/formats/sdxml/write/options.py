"""What a caller can choose about the writing of SDXML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sdconvert.errors import BadConfiguration
from sdconvert.formats.sdxml.names import LANGUAGES, META_TEXTS

META_KEYS = ("language", *META_TEXTS, "tags")


class Headings(StrEnum):
    """Which headings carry a number: those that had one, all, or none."""

    AUTO = "auto"
    NUMBERED = "numbered"
    PLAIN = "plain"


class Labels(StrEnum):
    """What becomes of a label that SMASHDOCs would show differently: it is reported, or written as text."""

    AUTO = "auto"
    LITERAL = "literal"


class Comments(StrEnum):
    """What becomes of comments: a finding that holds them, or a note in the margin. In dialects that have comments the
    first keeps them as such."""

    FINDINGS = "findings"
    SIDENOTE = "sidenote"


class Dialect(StrEnum):
    """Which SDXML is written. All but 2.6 are experimental: little of them is published."""

    V2_6 = "2.6"
    V2_13 = "2.13"
    V2_25 = "2.25"


@dataclass(frozen=True, slots=True)
class SdxmlOptions:
    """The choices. `meta` overrides what the document says about itself, by the names of the elements of `meta`;
    `tags` are separated by commas, `language` is a tag such as `de-DE`.

    Raises: BadConfiguration for a key that is not an element of `meta`, or a language that SDXML does not know.
    """

    headings: Headings = Headings.AUTO
    labels: Labels = Labels.AUTO
    comments: Comments = Comments.FINDINGS
    meta: Mapping[str, str] = field(default_factory=dict)
    dialect: Dialect = Dialect.V2_6

    def __post_init__(self) -> None:
        unknown = [key for key in self.meta if key not in META_KEYS]
        if unknown:
            raise BadConfiguration(f"There is no metadata named {unknown[0]!r}; known are {', '.join(META_KEYS)}.")
        language = self.meta.get("language", "")
        if language and sdxml_language(language) is None:
            known = ", ".join(LANGUAGES.values())
            raise BadConfiguration(f"SDXML does not know the language {language!r}; it knows {known}.")


def sdxml_language(tag: str) -> str | None:
    """The value of `language` for a language tag such as `de-AT` or `de_DE`, None where SDXML has none."""
    return LANGUAGES.get(tag.replace("_", "-").split("-", 1)[0].strip().lower())
