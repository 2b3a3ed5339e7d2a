"""The parameters of calls: every fault of a body is named at once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Literal, cast, get_args

from sdconvert.errors import BadConfiguration
from sdconvert.frozen import dataclass
from sdconvert.sandbox.refusal import invalid

Status = Literal["draft", "review"]
Mode = Literal["final", "news", "allInOne", "redlineAndPending"]
ROLES = ("reader", "commenter", "commentator", "editor", "approver")
STATUSES = ("draft", "review")
MODES = get_args(Mode)
LANGUAGES = ("de_DE", "en_EN")
NAME_LIMIT, TITLE_LIMIT, TEXT_LIMIT = 150, 200, 400
_FLAGS = ("textToc", "imageToc", "tableToc", "imageCaption", "tableCaption")
_NEEDS = {"imageToc": "imageCaption", "tableToc": "tableCaption"}
_META_LIMITS = {
    "title": TITLE_LIMIT,
    "description": TEXT_LIMIT,
    "supplemental": TEXT_LIMIT,
    "subtitle": None,
    "filename": None,
    "footer": None,
}
_UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Object = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Person:
    """A user as the partner describes one."""

    user_id: str
    email: str
    firstname: str
    lastname: str
    company: str
    role: str
    section_history: bool = False


@dataclass(frozen=True, slots=True)
class Creation:
    """The parameters of creating and importing."""

    user: Person
    title: str
    description: str
    group_id: str
    supplemental: str
    status: Status
    mapping: Object | None


@dataclass(frozen=True, slots=True)
class Duplication:
    """The parameters of duplicating."""

    title: str
    description: str
    creator_id: str


@dataclass(frozen=True, slots=True)
class HtmlExport:
    """The parameters of an export to HTML."""

    user_id: str
    mode: Mode
    only_public: bool


@dataclass(frozen=True, slots=True)
class WordExport:
    """The parameters of an export to Word."""

    user_id: str
    template_id: str
    settings: Object


class BodyReader:
    """The members of an object, asked for one by one; `finish` refuses the call with every fault that was met."""

    def __init__(self, body: Object, prefix: str = "", faults: dict[str, str] | None = None) -> None:
        self._body = body
        self._prefix = prefix
        self.faults: dict[str, str] = {} if faults is None else faults

    def fault(self, name: str, problem: str) -> None:
        """Note what is wrong with a member."""
        self.faults[self._prefix + name] = problem

    def finish(self) -> None:
        """Raises: Refusal."""
        if self.faults:
            raise invalid(self.faults)

    def string(self, name: str, limit: int | None = None, is_required: bool = True, may_be_empty: bool = True) -> str:
        """The text of a member of at most `limit` code points; empty where there is none."""
        value = self._body.get(name)
        if value is None:
            if is_required:
                self.fault(name, "is required" if name not in self._body else "is null")
            return ""
        if not isinstance(value, str):
            self.fault(name, "is not a string")
            return ""
        problem = _text_problem(value, limit)
        if problem is None and not value and not may_be_empty:
            problem = "is empty"
        if problem is not None:
            self.fault(name, problem)
        return value

    def choice(self, name: str, known: tuple[str, ...], default: str | None = None) -> str:
        """The member, one of `known`; required where there is no default."""
        value = self._body.get(name)
        if value is None and default is not None:
            return default
        if value is None:
            self.fault(name, "is required" if name not in self._body else "is null")
        elif not isinstance(value, str) or value not in known:
            self.fault(name, f"is not one of {', '.join(known)}")
        else:
            return value
        return known[0]

    def flag(self, name: str, takes_words: bool = False) -> bool:
        """The member as a boolean, False where there is none."""
        value = self._body.get(name)
        if takes_words and value in ("true", "false"):
            return value == "true"
        if value is not None and not isinstance(value, bool):
            self.fault(name, "is neither true nor false")
        return value is True

    def object(self, name: str, is_required: bool = True) -> Object | None:
        """The member as an object, None where there is none or something else."""
        value = self._body.get(name)
        if isinstance(value, dict):
            return cast(Object, value)
        if value is not None:
            self.fault(name, "is not an object")
        elif is_required:
            self.fault(name, "is required" if name not in self._body else "is null")
        return None


def _text_problem(value: str, limit: int | None) -> str | None:
    if limit is not None and len(value) > limit:
        return f"has {len(value)} characters, more than the {limit} allowed"
    unusable = _UNUSABLE.search(value)
    return None if unusable is None else f"holds the character U+{ord(unusable.group()):04X}, which no text may hold"


# ----------------------------------------------------------------------------------------------------------- the bodies


def parse_object(data: bytes | None, name: str = "body") -> Object:
    """The JSON object in these bytes.

    Raises: Refusal.
    """
    if data is None:
        raise invalid({name: "is required"})
    try:
        value = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise invalid({name: f"is not JSON ({type(error).__name__})"}) from error
    if not isinstance(value, dict):
        raise invalid({name: "is not a JSON object"})
    return value


def parse_new_document(body: Object, *, has_mapping: bool = False, is_lenient: bool = False) -> Creation:
    """The parameters of creating a document, or of importing one. A mapping counts in a word import only.

    Raises: Refusal.
    """
    fields = BodyReader(body)
    user = _person(fields, body, is_lenient)
    title = fields.string("title", TITLE_LIMIT, may_be_empty=False)
    description = fields.string("description", TEXT_LIMIT)
    group_id = fields.string("groupId", may_be_empty=False)
    supplemental = fields.string("supplemental", TEXT_LIMIT, is_required=False)
    status = cast(Status, fields.choice("status", STATUSES, "draft"))
    mapping = fields.object("mapping", is_required=False) if has_mapping else None
    if mapping is not None:
        _check_mapping(fields, mapping)
    fields.finish()
    return Creation(user, title, description, group_id, supplemental, status, mapping)


def parse_opening(body: Object, is_lenient: bool = False) -> Person:
    """Who opens a document.

    Raises: Refusal.
    """
    fields = BodyReader(body)
    user = _person(fields, body, is_lenient)
    fields.finish()
    return user


def _person(fields: BodyReader, body: Object, is_lenient: bool) -> Person:
    role, section_history = fields.choice("userRole", ROLES), fields.flag("sectionHistory")
    user = fields.object("user")
    if user is None:
        return Person("", "", "", "", "", role)
    members = BodyReader(user, "user.", fields.faults)
    return Person(
        members.string("userId", may_be_empty=False),
        members.string("email", NAME_LIMIT),
        members.string("firstname", NAME_LIMIT),
        members.string("lastname", NAME_LIMIT),
        members.string("company", NAME_LIMIT, is_required=not is_lenient),
        role,
        section_history,
    )


def _check_mapping(fields: BodyReader, mapping: Object) -> None:
    from sdconvert.stylemap.parse import parse_stylemap

    if any(_UNUSABLE.search(style) for style in mapping):
        fields.fault("mapping", "names a style with a character that no text may hold")
        return
    try:
        parse_stylemap(json.dumps(dict(mapping)))
    except BadConfiguration as error:
        fields.fault("mapping", " ".join(str(error).split()))


def parse_metadata(body: Object) -> dict[str, object]:
    """The metadata to set, by their names.

    Raises: Refusal.
    """
    fields = BodyReader(body)
    values: dict[str, object] = {
        name: fields.string(name, limit, may_be_empty=name != "title")
        for name, limit in _META_LIMITS.items()
        if name in body
    }
    if "tags" in body:
        values["tags"] = _tags(fields, body["tags"])
    fields.finish()
    return values


def _tags(fields: BodyReader, tags: object) -> list[str]:
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        fields.fault("tags", "is not an array of strings")
        return []
    problems = [problem for tag in tags if (problem := _text_problem(tag, None)) is not None]
    if problems:
        fields.fault("tags", problems[0])
    return tags


def parse_duplication(body: Object) -> Duplication:
    """What a copy is called and whose it is.

    Raises: Refusal.
    """
    fields = BodyReader(body)
    wanted = Duplication(
        fields.string("title", TITLE_LIMIT, may_be_empty=False),
        fields.string("description", TEXT_LIMIT),
        fields.string("creatorUserId", may_be_empty=False),
    )
    fields.finish()
    return wanted


def parse_export(body: Object) -> str:
    """The user for whom an export is made.

    Raises: Refusal.
    """
    fields = BodyReader(body)
    user_id = fields.string("userId", may_be_empty=False)
    fields.finish()
    return user_id


def parse_html_export(body: Object) -> HtmlExport:
    """The user for whom an export is made, and what it shows.

    Raises: Refusal.
    """
    fields = BodyReader(body)
    user_id = fields.string("userId", may_be_empty=False)
    mode = cast(Mode, fields.choice("mode", MODES, "final"))
    only_public = fields.flag("onlyPublic")
    fields.finish()
    return HtmlExport(user_id, mode, only_public)


def parse_word_export(body: Object, template_ids: tuple[str, ...], is_lenient: bool = False) -> WordExport:
    """The parameters of an export to Word.

    Raises: Refusal.
    """
    fields = BodyReader(body)
    user_id = fields.string("userId", may_be_empty=False)
    template_id = fields.string("templateId", may_be_empty=False)
    if template_id and template_id not in template_ids and "templateId" not in fields.faults:
        fields.fault("templateId", "is not one of the word templates")
    settings = fields.object("settings")
    chosen = (
        {}
        if settings is None
        else _word_settings(BodyReader(settings, "settings.", fields.faults), settings, is_lenient)
    )
    fields.finish()
    return WordExport(user_id, template_id, chosen)


def _word_settings(fields: BodyReader, settings: Object, is_lenient: bool) -> Object:
    chosen: dict[str, object] = {
        name: fields.flag(name, is_lenient) for name in _FLAGS if settings.get(name) is not None
    }
    if settings.get("language") is not None:
        chosen["language"] = fields.choice("language", LANGUAGES)
    for directory, caption in _NEEDS.items():
        if chosen.get(directory) is True and chosen.get(caption) is not True:
            fields.fault(directory, f"is only possible with {caption}")
    return chosen


def parse_sign_in(body: Object) -> tuple[str, str]:
    """E-mail and password.

    Raises: Refusal.
    """
    fields = BodyReader(body)
    pair = fields.string("email"), fields.string("password")
    fields.finish()
    return pair
