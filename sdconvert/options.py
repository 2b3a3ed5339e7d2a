"""The options of a conversion as one value, and what there is to know about each: the values that it takes, what counts
where nothing is said, the formats that it is for, its JSON, and the help for it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, field, fields
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from sdconvert.archive import Limits
from sdconvert.choices import DIALECT, Comments, Headings, Labels, Renderer, Revisions, check_dialect, check_metadata
from sdconvert.errors import BadConfiguration, BadOption
from sdconvert.files import SOURCE_KINDS, Source, is_source
from sdconvert.frozen import dataclass
from sdconvert.recognition import FormatName
from sdconvert.suggestions import did_you_mean

if TYPE_CHECKING:
    from sdconvert.stylemap import StyleMap

C = TypeVar("C", bound=StrEnum)

_DOCX, _SDXML, _HTML = FormatName.DOCX, FormatName.SDXML, FormatName.HTML
_KEY = "option"


@dataclass(frozen=True, slots=True)
class Option:
    """What there is to know about one option.

    `parse` makes its value of what a caller or JSON says, `dump` makes JSON of that; `words` are the values where those
    are words, and `default` is the one that counts where nothing is said. `reading` and `writing` are the formats whose
    reading or writing it is for, empty for all. An option that `is_always_said` is never None. JSON has no option that
    `is_younger` than the first journals of batches where nothing is said: they stay equal. `help` is for the command
    line.
    """

    parse: Callable[[Any], object]
    help: str = ""
    is_always_said: bool = False
    dump: Callable[[Any], object] = lambda value: value
    words: type[StrEnum] | None = None
    default: StrEnum | None = None
    reading: tuple[FormatName, ...] = ()
    writing: tuple[FormatName, ...] = ()
    is_younger: bool = False


# --------------------------------------------------------------------------------------------------- values of options


def _parse_word(words: type[C], value: Any) -> C:
    try:
        return words(value)
    except ValueError as error:
        hint = did_you_mean(value, words) if isinstance(value, str) else ""
        raise BadConfiguration(f"{value!r} is not one of {', '.join(words)}.{hint}") from error


def _parse_mapping(value: object) -> StyleMap:
    from sdconvert.stylemap.parse import parse_stylemap
    from sdconvert.stylemap.rows import StyleMap

    return value if isinstance(value, StyleMap) else parse_stylemap(json.dumps(_parse_object("A mapping", value)))


def _dump_mapping(mapping: StyleMap) -> object:
    from sdconvert.stylemap.render import to_api

    return to_api(mapping)


def _parse_template(value: object) -> object:
    if is_source(value):
        return value
    raise BadConfiguration(f"A template is {SOURCE_KINDS}, not {value!r}.")


def _dump_template(template: Source) -> str:
    if isinstance(template, (str, os.PathLike)):
        return str(template)
    raise BadConfiguration("A template has JSON where it is a place, not its bytes.")


def _parse_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise BadConfiguration(f"{value!r} is neither true nor false.")
    return value


def _parse_object(what: str, value: object) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise BadConfiguration(f"{what} is an object, not {value!r}.")
    return dict(value)


def _parse_metadata(value: object) -> dict[str, str]:
    meta = _parse_object("Metadata", value)
    check_metadata(meta)
    for name, text in meta.items():
        if not isinstance(text, str):
            raise BadConfiguration(f"The metadata {name} is a text, not {text!r}.")
    return meta


def _parse_dialect(value: object) -> str:
    check_dialect(value)
    return DIALECT


def _parse_limits(value: object) -> Limits:
    if isinstance(value, Limits):
        return value
    limits = _parse_object("A set of limits", value)
    for name, limit in limits.items():
        if name not in Limits.__slots__:
            raise BadConfiguration(f"There is no limit {name!r}; there are {', '.join(Limits.__slots__)}.")
        if type(limit) is not int:
            raise BadConfiguration(f"The limit {name} is a whole number, not {limit!r}.")
    return Limits(**limits)


# ----------------------------------------------------------------------------------------------------------- the value


def _option(
    parse: Callable[[Any], object], help: str = "", *, unsaid: Callable[[], object] | None = None, **known: Any
) -> Any:
    """A field for an option, which is None where nothing is said, or what `unsaid` gives."""
    option = Option(parse, help, unsaid is not None, **known)
    return field(default_factory=unsaid or (lambda: None), metadata={_KEY: option})


def _words(words: type[StrEnum], help: str, **known: Any) -> Any:
    return _option(partial(_parse_word, words), help, dump=str, words=words, **known)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionOptions:
    """How a document is converted. None is where nothing is said; an option that is said has to be one of the formats.

    Values may be given in the form that JSON has for them, such as the word for an enumeration, the object of the
    Partner API's word import for `mapping` and an object for `limits`. `template` is a .docx or .dotx, `settings` is
    the object of the API's word export.

    Raises: BadOption for a value that the option does not take.
    """

    source_format: FormatName | None = _words(FormatName, "The format of IN. Default: told by the content.")
    to: FormatName = _words(
        FormatName,
        "The format to write. Default: by the name of the output: .docx is Word, .html one HTML page, others SDXML.",
        unsaid=lambda: FormatName.SDXML,
    )
    mapping: StyleMap | None = _option(
        _parse_mapping, "A style mapping, as `sdconvert mapping` writes it.", dump=_dump_mapping
    )
    revisions: Revisions | None = _words(
        Revisions,
        "Tracked changes: take them, take them back, or convert no document that has any.",
        default=Revisions.ACCEPT,
        reading=(_DOCX,),
    )
    headings: Headings | None = _words(
        Headings, "Numbered headings: as in Word, all, or none.", default=Headings.AUTO, writing=(_SDXML,)
    )
    labels: Labels | None = _words(
        Labels,
        "Lists that SMASHDOCs would number otherwise than Word: auto writes the labels as text where the count is "
        "another, literal also where words or signs around it are left out, structure leaves all to SMASHDOCs.",
        default=Labels.AUTO,
        writing=(_SDXML, _HTML, _DOCX),
    )
    comments: Comments | None = _words(
        Comments,
        "Comments: report them, or keep them as notes in the margin.",
        default=Comments.FINDINGS,
        writing=(_SDXML,),
    )
    meta: Mapping[str, str] = _option(
        _parse_metadata, "Set metadata, such as title=Contract. May be repeated.", dump=dict, unsaid=dict
    )
    single_file: bool | None = _option(
        _parse_flag, "HTML: one page with its pictures in it, instead of a zip.", writing=(_HTML,)
    )
    template: Source | None = _option(
        _parse_template,
        "Word: a .docx or .dotx whose styles, page, headers and footers are taken.",
        dump=_dump_template,
        writing=(_DOCX,),
    )
    settings: Mapping[str, object] | None = _option(
        partial(_parse_object, "A set of settings"),
        "Word: the settings of the API's word export, such as language and textToc, as JSON or a file with it.",
        dump=dict,
        writing=(_DOCX,),
    )
    update_fields: bool | None = _option(
        _parse_flag,
        "Word: have Word count the pages of directories when it opens the document, which it asks its reader about. "
        "Default: where there is a directory.",
        writing=(_DOCX,),
        is_younger=True,
    )
    dialect: str | None = _option(
        _parse_dialect,
        "SDXML: the release to write for; there is but 2.6, whose grammar is published.",
        writing=(_SDXML,),
    )
    renderer: Renderer | None = _words(
        Renderer,
        "WMF and EMF pictures: drawn here, by LibreOffice where that is not trusted, or by one of them alone.",
        default=Renderer.AUTO,
        writing=(_SDXML, _HTML),
        is_younger=True,
    )
    limits: Limits = _option(_parse_limits, dump=asdict, unsaid=Limits)

    def __post_init__(self) -> None:
        for name, option in OPTIONS.items():
            value = getattr(self, name)
            if value is None and not option.is_always_said:
                continue
            try:
                object.__setattr__(self, name, option.parse(value))
            except BadConfiguration as error:
                raise BadOption(str(error), name) from error

    @classmethod
    def parse(cls, **values: Any) -> ConversionOptions:
        """The options in any form that they may be given in. Raises: BadOption."""
        return cls(**values)

    def choice(self, words: type[C]) -> C:
        """What was chosen of these words, or else their default."""
        name = _CHOICES[words]
        said = getattr(self, name)
        return words(str(OPTIONS[name].default if said is None else said))

    def check_formats(self) -> None:
        """Raises: BadOption for an option that is said and not for these formats."""
        if self.source_format is not None:
            self.check_source(self.source_format, "this reads")
        for name, option in OPTIONS.items():
            if option.writing and self.to not in option.writing and getattr(self, name) is not None:
                known = " and ".join(option.writing)
                raise BadOption(f"The option {name} is for writing {known}; this writes {self.to}.", name)

    def check_source(self, source: FormatName, what: str) -> None:
        """`what` is the subject of the sentence that ends with the format.

        Raises: BadOption for an option that is said and not for reading this format.
        """
        if self.revisions is not None and source not in OPTIONS["revisions"].reading:
            raise BadOption(f"Tracked changes are a matter of Word files; {what} {source}.", "revisions")

    # ------------------------------------------------------------------------------------------------------------ JSON

    @property
    def template_place(self) -> str | None:
        """Where the template is. Raises: BadOption for a template that is no place."""
        place = self._dump("template", OPTIONS["template"])
        return None if place is None else str(place)

    def as_dict(self) -> dict[str, object]:
        """The options as JSON has them. Raises: BadOption for a template that is no place."""
        values = {name: self._dump(name, option) for name, option in OPTIONS.items()}
        return {name: value for name, value in values.items() if value is not None or not OPTIONS[name].is_younger}

    def _dump(self, name: str, option: Option) -> object:
        value = getattr(self, name)
        try:
            return None if value is None else option.dump(value)
        except BadConfiguration as error:
            raise BadOption(str(error), name) from error

    def to_json(self) -> str:
        """The options as text; equal options give equal text. Raises: as `as_dict`."""
        return json.dumps(self.as_dict(), sort_keys=True)

    @classmethod
    def from_dict(cls, values: object) -> ConversionOptions:
        """The options that `as_dict` gave; what is not there has its default.

        Raises: BadOption, whose text names the option.
        """
        given = _parse_object("A set of options", values)
        unknown = next((name for name in given if name not in OPTIONS), None)
        if unknown is not None:
            hint = did_you_mean(str(unknown), OPTIONS)
            raise BadOption(f"There is no option {unknown!r}; there are {', '.join(OPTIONS)}.{hint}", str(unknown))
        try:
            return cls(**given)
        except BadOption as error:
            raise BadOption(f"The option {error.option}: {error}", error.option) from error

    @classmethod
    def from_json(cls, text: str) -> ConversionOptions:
        """The options that `to_json` gave. Raises: BadOption, BadConfiguration for what is no JSON object."""
        try:
            values = json.loads(text)
        except ValueError as error:
            raise BadConfiguration(f"The options are no JSON: {error}.") from error
        return cls.from_dict(values)


OPTIONS: Mapping[str, Option] = {one.name: one.metadata[_KEY] for one in fields(ConversionOptions)}
"""The options by their names, in the order in which the command line shows them."""
_CHOICES = {option.words: name for name, option in OPTIONS.items() if option.default is not None}
