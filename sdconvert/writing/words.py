"""The words that a conversion adds to a document, by language."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.frozen import dataclass
from sdconvert.model.blocks import DirectoryKind


@dataclass(frozen=True, slots=True)
class Words:
    """What captions, directories and the notes at the end are called."""

    figure: str
    table: str
    footnotes: str
    endnotes: str
    comments: str
    index: str
    see: str
    sidenote: str
    back: str
    untitled: str
    directories: Mapping[DirectoryKind, str]


_ENGLISH = Words(
    figure="Figure",
    table="Table",
    footnotes="Footnotes",
    endnotes="Endnotes",
    comments="Comments",
    index="Index",
    see="see",
    sidenote="Sidenote",
    back="Back to the text",
    untitled="Untitled",
    directories={
        DirectoryKind.CONTENT: "Contents",
        DirectoryKind.IMAGES: "Figures",
        DirectoryKind.TABLES: "Tables",
        DirectoryKind.FOOTNOTES: "Footnotes",
        DirectoryKind.WEBLINKS: "Web links",
        DirectoryKind.INDEXES: "Index",
        DirectoryKind.SIDENOTES: "Sidenotes",
    },
)
_GERMAN = Words(
    figure="Abbildung",
    table="Tabelle",
    footnotes="Fußnoten",
    endnotes="Endnoten",
    comments="Kommentare",
    index="Register",
    see="siehe",
    sidenote="Randnotiz",
    back="Zurück zum Text",
    untitled="Ohne Titel",
    directories={
        DirectoryKind.CONTENT: "Inhalt",
        DirectoryKind.IMAGES: "Abbildungen",
        DirectoryKind.TABLES: "Tabellen",
        DirectoryKind.FOOTNOTES: "Fußnoten",
        DirectoryKind.WEBLINKS: "Weblinks",
        DirectoryKind.INDEXES: "Register",
        DirectoryKind.SIDENOTES: "Randnotizen",
    },
)
_BY_LANGUAGE = {"de": _GERMAN, "deu": _GERMAN, "ger": _GERMAN}


def words_of(language: str) -> Words:
    """The words for a language such as `de-AT` or `de_DE`; English for those that have none here."""
    return _BY_LANGUAGE.get(language.replace("_", "-").split("-", 1)[0].strip().lower(), _ENGLISH)
