"""How a Word document is written."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.errors import BadConfiguration
from sdconvert.frozen import dataclass

LANGUAGES = ("de_DE", "en_EN")

_FLAGS = {
    "textToc": "text_toc",
    "imageToc": "image_toc",
    "tableToc": "table_toc",
    "imageCaption": "image_caption",
    "tableCaption": "table_caption",
}
_NEEDS = {"imageToc": "imageCaption", "tableToc": "tableCaption"}


@dataclass(frozen=True, slots=True)
class WordSettings:
    """What the Partner API's word export lets a caller choose.

    `language` is that of generated words such as “Figure”, None for the document's own. A directory that is asked for
    and not in the document goes to its front; captions that are not asked for are left out.
    """

    language: str | None = None
    text_toc: bool = False
    image_toc: bool = False
    table_toc: bool = False
    image_caption: bool = True
    table_caption: bool = True


DEFAULT_SETTINGS = WordSettings()


@dataclass(frozen=True, slots=True)
class DocxWriteOptions:
    """How a Word document is written. `template` are the bytes of a .docx or .dotx whose styles, page, headers and
    footers are taken; without one, those of our own are. `updates_fields`: where there are directories, Word is asked
    to count their pages when it opens the document, which it asks its reader about."""

    template: bytes | None = None
    settings: WordSettings = DEFAULT_SETTINGS
    updates_fields: bool = True


DEFAULT_OPTIONS = DocxWriteOptions()


def parse_settings(settings: Mapping[str, object]) -> WordSettings:
    """The settings in the object of the API's word export: `language`, and the flags `textToc`, `imageToc`,
    `tableToc`, `imageCaption` and `tableCaption`.

    Source: Partner API, POST /partner/documents/{id}/export/word.
    Raises: BadConfiguration for what the API does not have.
    """
    values: dict[str, bool] = {}
    for key, value in settings.items():
        if key == "language":
            continue
        if key not in _FLAGS:
            raise BadConfiguration(f"{key!r} is not a setting; there are language, {', '.join(_FLAGS)}.")
        if not isinstance(value, bool):
            raise BadConfiguration(f"The setting {key} is true or false, not {value!r}.")
        values[_FLAGS[key]] = value
    for directory, caption in _NEEDS.items():
        if settings.get(directory) is True and settings.get(caption) is False:
            raise BadConfiguration(f"The setting {directory} needs {caption}.")
    return WordSettings(language=_language(settings.get("language")), **values)


def _language(value: object) -> str | None:
    if value is not None and value not in LANGUAGES:
        raise BadConfiguration(f"The setting language is one of {', '.join(LANGUAGES)}, not {value!r}.")
    return None if value is None else str(value)
