"""What goes to the Partner API and what comes back, as values. The names of JSON stay in here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum
from typing import Any

from sdconvert.frozen import dataclass

COMMENTER = "commenter"


class Role(StrEnum):
    """What a user may do in a document. `commentator` is what the service understands; the guide says `commenter`, and
    all that take a role take both. Which of the two is sent is a setting of the client.

    Source: guide, Overview over SMASHDOCs.
    """

    READER = "reader"
    COMMENTATOR = "commentator"
    EDITOR = "editor"
    APPROVER = "approver"

    @classmethod
    def _missing_(cls, value: object) -> Role | None:
        return cls.COMMENTATOR if value == COMMENTER else None


ROLE_WORDS = (*map(str, Role), COMMENTER)
COMMENTER_WORDS = (str(Role.COMMENTATOR), COMMENTER)
"""The two words for one role, that of the service first."""


def word_of_role(role: Role | str, commenter: str = COMMENTER_WORDS[0]) -> str:
    """A role as it is sent; `commenter` is the word for who may comment."""
    return commenter if role in COMMENTER_WORDS else str(role)


class Status(StrEnum):
    """A draft is seen by its creator, a document in review by everybody whom the partner lets in."""

    DRAFT = "draft"
    REVIEW = "review"


class TextType(StrEnum):
    """What a Word paragraph style becomes. Source: guide, Pass style mapping."""

    PARAGRAPH = "paragraph"
    PARAGRAPH_NUMBERED = "paragraph-ol"
    HEADING = "heading"
    HEADING_NUMBERED = "heading-ol"
    CAPTION = "caption"
    LIST_NUMBERED = "list-ol"
    LIST_BULLETED = "list-ul"


class HtmlMode(StrEnum):
    """What of the history an HTML export shows. Source: guide, Exporting Documents to zipped html."""

    FINAL = "final"
    NEWS = "news"
    ALL_IN_ONE = "allInOne"
    REDLINE_AND_PENDING = "redlineAndPending"


class Language(StrEnum):
    """The language of the captions of a Word export."""

    GERMAN = "de_DE"
    ENGLISH = "en_EN"


@dataclass(frozen=True, slots=True)
class User:
    """A user of the partner system; `user_id` is the key and never changes, the rest is overwritten by every call."""

    user_id: str
    email: str
    firstname: str
    lastname: str
    company: str

    def as_json(self) -> dict[str, Any]:
        """The object `user` of the API."""
        return {
            "email": self.email,
            "firstname": self.firstname,
            "lastname": self.lastname,
            "userId": self.user_id,
            "company": self.company,
        }


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What a new document is made with, empty or from a file. Source: guide, Creating empty Documents."""

    user: User
    title: str
    group_id: str
    role: Role | str = Role.EDITOR
    description: str = ""
    section_history: bool = True
    supplemental: str | None = None
    status: Status | str = Status.DRAFT

    def as_json(self, commenter: str = COMMENTER_WORDS[0]) -> dict[str, Any]:
        """The JSON object of the create call, and of the part `data` of an upload; `commenter` is the word that is sent
        for who may comment."""
        data: dict[str, Any] = {
            "user": self.user.as_json(),
            "title": self.title,
            "description": self.description,
            "groupId": self.group_id,
            "userRole": word_of_role(self.role, commenter),
            "sectionHistory": self.section_history,
            "status": str(self.status),
        }
        return data if self.supplemental is None else {**data, "supplemental": self.supplemental}


@dataclass(frozen=True, slots=True)
class MappingTarget:
    """What the paragraphs of one Word style become; `level` is for paragraphs and headings, from 0."""

    text_type: TextType | str
    level: int | None = None

    def as_json(self) -> dict[str, Any]:
        """The value of a row of `mapping`."""
        target: dict[str, Any] = {"textType": str(self.text_type)}
        return target if self.level is None else {**target, "level": self.level}


StyleMapping = Mapping[str, MappingTarget | Mapping[str, object]]


def mapping_as_json(mapping: StyleMapping) -> dict[str, Any]:
    """The object `mapping` of the API."""
    return {
        style: target.as_json() if isinstance(target, MappingTarget) else target for style, target in mapping.items()
    }


@dataclass(frozen=True, slots=True)
class MetadataChanges:
    """What to change of a document's metadata; None leaves a field as it is. Tags are replaced as a whole.

    Source: guide, Updating document metadata.
    """

    title: str | None = None
    description: str | None = None
    subtitle: str | None = None
    filename: str | None = None
    footer: str | None = None
    tags: tuple[str, ...] | None = None
    supplemental: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The JSON object of the metadata call."""
        fields = {
            "title": self.title,
            "description": self.description,
            "subtitle": self.subtitle,
            "filename": self.filename,
            "footer": self.footer,
            "tags": list(self.tags) if isinstance(self.tags, (tuple, set, frozenset)) else self.tags,
            "supplemental": self.supplemental,
        }
        return {name: value for name, value in fields.items() if value is not None}


@dataclass(frozen=True, slots=True)
class WordExportSettings:
    """Settings of a Word export; None is the template's own choice. Source: guide, Exporting Documents to word."""

    language: Language | str | None = None
    image_caption: bool | None = None
    table_caption: bool | None = None
    text_toc: bool | None = None
    image_toc: bool | None = None
    table_toc: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """The object `settings`, `{}` where nothing is set."""
        fields = {
            "language": None if self.language is None else str(self.language),
            "imageCaption": self.image_caption,
            "tableCaption": self.table_caption,
            "textToc": self.text_toc,
            "imageToc": self.image_toc,
            "tableToc": self.table_toc,
        }
        return {name: value for name, value in fields.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Access:
    """The way into a document: the link works once, for one minute, and is a secret as long."""

    document_id: str
    user_id_sd: str
    link: str = field(repr=False)

    def as_json(self) -> dict[str, Any]:
        """The object as the API gives it, the link in it."""
        return {"documentId": self.document_id, "userIdSD": self.user_id_sd, "documentAccessLink": self.link}


class IfExists(StrEnum):
    """What an import does when the same file was imported before, with the same settings and for the same user."""

    ADOPT = "adopt"
    NEW = "new"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came of an import. `access` is None for a document that was there already: open it for a link."""

    document_id: str
    fingerprint: str
    access: Access | None = None
    was_adopted: bool = False


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the service tells of a document. The three `has_…` are those of the user that was named, else False.

    Source: guide, Getting Information for a single Document.
    """

    id: str
    title: str = ""
    subtitle: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    supplemental: str = ""
    creator_id_sd: str = ""
    creator_id: str = ""
    status: str = ""
    created: int = 0
    has_unread_section_changes: bool = False
    has_unread_conversation_changes: bool = False
    has_opened: bool = False
    is_archived: bool = False
    group_id: str = ""

    def as_json(self) -> dict[str, Any]:
        """The object as the API gives it."""
        return {
            "id": self.id,
            "title": self.title,
            "subtitle": self.subtitle,
            "description": self.description,
            "tags": list(self.tags),
            "supplemental": self.supplemental,
            "creatorIdSD": self.creator_id_sd,
            "creatorId": self.creator_id,
            "status": self.status,
            "createdDate": self.created,
            "hasUnreadSectionChanges": self.has_unread_section_changes,
            "hasUnreadConversationChanges": self.has_unread_conversation_changes,
            "hasOpenedDocument": self.has_opened,
            "archived": self.is_archived,
            "groupId": self.group_id,
        }


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """How many documents of a group have changes that a user has not seen."""

    group_id: str
    any_change: int
    conversation_change: int
    section_change: int

    def as_json(self) -> dict[str, Any]:
        """The object as the API gives it."""
        return {**_counts_as_json(self), "groupId": self.group_id}


@dataclass(frozen=True, slots=True)
class UnseenCounts:
    """How many documents have changes that a user has not seen. Source: guide, Get Unseen Changes Count."""

    any_change: int
    conversation_change: int
    section_change: int
    groups: tuple[GroupCounts, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The object as the API gives it."""
        return {**_counts_as_json(self), "groups": [group.as_json() for group in self.groups]}


def _counts_as_json(counts: GroupCounts | UnseenCounts) -> dict[str, Any]:
    return {
        "numWithAnyChange": counts.any_change,
        "numWithConversationChange": counts.conversation_change,
        "numWithSectionChange": counts.section_change,
    }


@dataclass(frozen=True, slots=True)
class WordTemplate:
    """A template for Word exports. Source: guide, Getting available word templates."""

    id: str
    name: str
    description: str = ""

    def as_json(self) -> dict[str, Any]:
        """The object as the API gives it."""
        return {"id": self.id, "name": self.name, "description": self.description}


@dataclass(frozen=True, slots=True)
class Ping:
    """What a call that changes nothing tells: the server's version where it states one, and the seconds it took."""

    api_version: str
    seconds: float
    templates: int
