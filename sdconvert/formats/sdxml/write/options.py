"""What a caller can choose about the writing of SDXML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from sdconvert.choices import Comments, Renderer, check_metadata
from sdconvert.errors import BadConfiguration
from sdconvert.formats.sdxml.names import LANGUAGES
from sdconvert.frozen import dataclass


@dataclass(frozen=True, slots=True)
class SdxmlOptions:
    """The choices. `meta` overrides what the document says about itself, by the names of the elements of `meta`;
    `tags` are separated by commas, `language` is a tag such as `de-DE`.

    Raises: BadConfiguration for a key that is not an element of `meta`, or a language that SDXML does not know.
    """

    comments: Comments = Comments.FINDINGS
    meta: Mapping[str, str] = field(default_factory=dict)
    renderer: Renderer = Renderer.AUTO

    def __post_init__(self) -> None:
        check_metadata(self.meta)
        language = self.meta.get("language", "")
        if language and sdxml_language(language) is None:
            known = ", ".join(LANGUAGES.values())
            raise BadConfiguration(f"SDXML does not know the language {language!r}; it knows {known}.")


def sdxml_language(tag: str) -> str | None:
    """The value of `language` for a language tag such as `de-AT` or `de_DE`, None where SDXML has none."""
    return LANGUAGES.get(tag.replace("_", "-").split("-", 1)[0].strip().lower())
