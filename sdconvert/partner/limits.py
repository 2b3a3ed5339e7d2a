"""What the Partner API takes, checked before a call. Lengths count code points. Every fault is named, not the first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sdconvert.files import DESTINATION_KINDS, is_destination
from sdconvert.partner.types import ROLE_WORDS, HtmlMode, IfExists, Language, NewDocument, Status, TextType, User
from sdconvert.patterns import compile_late

_USER_TEXT = 150
TITLE_LIMIT = 200
_LONG_TEXT = 400
_LEVELS = range(6)
_ID = compile_late(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")

_METADATA_LIMITS = {
    "title": TITLE_LIMIT,
    "description": _LONG_TEXT,
    "subtitle": None,
    "filename": None,
    "footer": None,
    "supplemental": _LONG_TEXT,
}
_NEEDS = {"imageToc": "imageCaption", "tableToc": "tableCaption"}


def check_id(document_id: object) -> Iterator[str]:
    """A document id is a lower-case UUID of version 4."""
    if not isinstance(document_id, str) or not _ID.fullmatch(document_id):
        yield f"the document id {document_id!r} is no lower-case UUID of version 4"


def check_text(name: str, value: object, limit: int | None = None, *, may_be_empty: bool = False) -> Iterator[str]:
    """A text of at most `limit` code points."""
    if not isinstance(value, str):
        yield f"{name} has to be a text"
    elif not value.strip() and not may_be_empty:
        yield f"{name} is empty"
    elif limit is not None and len(value) > limit:
        yield f"{name} has {len(value)} characters, {limit} are allowed"
    elif any("\ud800" <= sign <= "\udfff" for sign in value):
        yield f"{name} holds half a character, which cannot be sent"


def check_flag(name: str, value: object) -> Iterator[str]:
    """True or false, and no word for them."""
    if not isinstance(value, bool):
        yield f"{name} has to be true or false"


def check_target(target: object) -> Iterator[str]:
    """Where an export can go."""
    if not is_destination(target):
        yield f"target has to be {DESTINATION_KINDS}, not {target!r:.60}"


def check_import_options(if_exists: object, validate: object, progress: object) -> Iterator[str]:
    """How a file is imported."""
    yield from check_choice("if_exists", if_exists, IfExists)
    yield from check_flag("validate", validate)
    if progress is not None and not callable(progress):
        yield f"progress has to be a function of what is sent and of all, not {progress!r:.60}"


def check_known(key: object, known: object) -> Iterator[str]:
    """What an upload in a row knows."""
    yield from check_text("key", key, may_be_empty=True)
    if known is not None and not (isinstance(known, Mapping) and all(isinstance(id, str) for id in known.values())):
        yield f"known has to be what `imports` gave, not {known!r:.60}"


def check_kind(name: str, value: object, kind: type, *, may_be_none: bool = False) -> Iterator[str]:
    """A value of one class of this room, or a mapping where that is asked for."""
    if not isinstance(value, kind) and not (may_be_none and value is None):
        needed = "an object of rows by style" if kind is Mapping else f"a {kind.__name__}"
        yield f"{name} has to be {needed}, not {value!r:.60}"


def check_document_kind(document: object) -> Iterator[str]:
    """A new document with a user in it."""
    if isinstance(document, NewDocument):
        yield from check_kind("user", document.user, User)
    else:
        yield from check_kind("document", document, NewDocument)


def check_choice(name: str, value: object, choices: Iterable[str]) -> Iterator[str]:
    """One of some words."""
    known = [str(choice) for choice in choices]
    if not isinstance(value, str) or value not in known:
        yield f"{name} is {value!r}, one of {', '.join(known)} is needed"


def check_user(user: User) -> Iterator[str]:
    """A user as create, import and open take it."""
    yield from check_text("user.userId", user.user_id)
    for name in ("email", "firstname", "lastname", "company"):
        yield from check_text(f"user.{name}", getattr(user, name), _USER_TEXT)


def check_role(role: object) -> Iterator[str]:
    """A role, in either word for who may comment."""
    yield from check_choice("userRole", role, ROLE_WORDS)


def check_new_document(user: User, data: Mapping[str, Any]) -> Iterator[str]:
    """What create and both imports take."""
    yield from check_user(user)
    yield from check_text("title", data["title"], TITLE_LIMIT)
    yield from check_text("description", data["description"], _LONG_TEXT, may_be_empty=True)
    yield from check_text("groupId", data["groupId"])
    yield from check_role(data["userRole"])
    yield from check_choice("status", data["status"], Status)
    yield from check_flag("sectionHistory", data["sectionHistory"])


def check_supplemental(text: str | None, tag_length: int = 0) -> Iterator[str]:
    """The partner's own text, which has to leave room for the fingerprint."""
    if text is not None:
        room = _LONG_TEXT - tag_length
        for fault in check_text("supplemental", text, room, may_be_empty=True):
            yield fault + (f" beside the fingerprint's {tag_length}" if tag_length and len(text) > room else "")


def check_mapping(mapping: Mapping[str, Any]) -> Iterator[str]:
    """A style mapping. Source: guide, Pass style mapping."""
    for style, target in mapping.items():
        yield from check_text("the name of a mapped style", style)
        if not isinstance(target, Mapping):
            yield f"the row of the style {style!r} has to be an object, not {target!r:.60}"
            continue
        yield from check_choice(f"textType of the style {style!r}", target.get("textType"), TextType)
        level = target.get("level")
        if level is None:
            continue
        if isinstance(level, bool) or not isinstance(level, int) or level not in _LEVELS:
            yield f"level of the style {style!r} is {level!r}, 0 to 5 is needed"


def check_metadata(changes: Mapping[str, Any]) -> Iterator[str]:
    """What the metadata call takes."""
    if not changes:
        yield "nothing is to be changed"
    for name, limit in _METADATA_LIMITS.items():
        if name in changes:
            yield from check_text(name, changes[name], limit, may_be_empty=name != "title")
    tags = changes.get("tags", ())
    if not isinstance(tags, (list, tuple)):
        yield f"tags has to be a list of texts, not {tags!r:.60}"
        return
    for tag in tags:
        yield from check_text("a tag", tag)


def check_duplicate(title: str, description: str, creator_user_id: str) -> Iterator[str]:
    """What the duplicate call takes."""
    yield from check_text("title", title, TITLE_LIMIT)
    yield from check_text("description", description, _LONG_TEXT, may_be_empty=True)
    yield from check_text("creatorUserId", creator_user_id)


def check_word_settings(settings: Mapping[str, Any]) -> Iterator[str]:
    """What the settings of a Word export take. Source: guide, Exporting Documents to word."""
    if "language" in settings:
        yield from check_choice("language", settings["language"], Language)
    for name, value in settings.items():
        if name != "language":
            yield from check_flag(name, value)
    for name, needed in _NEEDS.items():
        if settings.get(name) is True and settings.get(needed) is not True:
            yield f"{name} needs {needed}"


def check_mode(mode: object) -> Iterator[str]:
    """What an HTML export shows of the history."""
    yield from check_choice("mode", mode, HtmlMode)
