"""The rules of the API over the state: what each call does, and what it refuses.

Source: Partner API guide, API Functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO

from sdconvert.archive import load
from sdconvert.options import ConversionOptions
from sdconvert.recognition import FormatName
from sdconvert.sandbox import contents
from sdconvert.sandbox.auth import Gate
from sdconvert.sandbox.faults import Faults
from sdconvert.sandbox.journal import RequestJournal
from sdconvert.sandbox.options import Credentials, Ids, MovableClock, SandboxOptions
from sdconvert.sandbox.parameters import Creation, Duplication, Mode, Person, WordExport
from sdconvert.sandbox.records import UNSEEN, AccessLink, StoredDocument, StoredUser, View
from sdconvert.sandbox.refusal import forbidden, invalid, not_found, payment_required, wrong_state
from sdconvert.sandbox.store import Store

JsonObject = dict[str, object]

_EMAIL = "partner@sandbox.invalid"


class SandboxService:
    """A sandbox without its HTTP. `url` is where it is reached, known once it listens."""

    def __init__(self, options: SandboxOptions) -> None:
        """Raises: BadConfiguration."""
        self.options = options
        self.url = ""
        self.payment_required = options.payment_required
        self.upload_limit = options.upload_limit
        self.clock = MovableClock(options.clock)
        self.faults = Faults(options.seed)
        self.journal = RequestJournal()
        self.store = Store(options.data)
        self._ids = Ids(options.seed, self._count_start())
        self.credentials = self._credentials()
        self.gate = Gate(self.credentials, options, self.store.is_token)

    def _count_start(self) -> int:
        """How often this state was started before, so that a seed does not repeat its ids."""
        starts = int(self.store.setting("starts") or 0)
        with self.store.transaction():
            self.store.set_setting("starts", str(starts + 1))
        return starts

    def _credentials(self) -> Credentials:
        return Credentials(
            self._keep_setting("client_id", self.options.client_id),
            self._keep_setting("client_secret", self.options.client_secret),
            self._keep_setting("api_key", None),
            _EMAIL,
            self._keep_setting("password", None),
        )

    def _keep_setting(self, name: str, chosen: str | None) -> str:
        value = chosen or self.store.setting(name) or self._ids.token()
        with self.store.transaction():
            self.store.set_setting(name, value)
        return value

    def reset(self) -> None:
        """Forget documents, users, faults and the journal, and set the clock right."""
        self.store.reset()
        self.faults.clear(self.options.seed)
        self.journal.clear()
        self.clock.offset = 0.0
        self.payment_required = self.options.payment_required
        self.upload_limit = self.options.upload_limit

    def close(self) -> None:
        """Close the state."""
        self.store.close()

    # ------------------------------------------------------------------------------------------------------- signing in

    def sign_in(self, email: str, password: str) -> tuple[str, str]:
        """The user id of the partner and a new access token of the legacy scheme."""
        self.gate.check_sign_in(email, password)
        with self.store.transaction():
            user_id = self.store.setting("partner_id") or self._ids.uuid()
            self.store.set_setting("partner_id", user_id)
            token = self._ids.token()
            self.store.add_token(token)
        return user_id, token

    def refresh_token(self) -> str:
        """The refresh token of the deprecated call; no call takes it."""
        return self._ids.token()

    # ---------------------------------------------------------------------------------------------------- new documents

    def create(self, wanted: Creation) -> JsonObject:
        self._check_payment()
        return self._add(wanted, contents.blank(wanted.title, wanted.description), is_empty=True)

    def import_word(self, wanted: Creation, file: BinaryIO) -> JsonObject:
        self._check_payment()
        return self._add(wanted, contents.import_word(file, wanted.mapping, _meta(wanted), self.upload_limit), file)

    def import_sdxml(self, wanted: Creation, file: BinaryIO) -> JsonObject:
        self._check_payment()
        return self._add(wanted, contents.import_sdxml(file, _meta(wanted), self.upload_limit), file)

    def _check_payment(self) -> None:
        if self.payment_required:
            raise payment_required()

    def _add(
        self, wanted: Creation, imported: contents.ImportedContent, file: BinaryIO | None = None, is_empty: bool = False
    ) -> JsonObject:
        document = StoredDocument(
            self._ids.uuid(),
            wanted.title,
            wanted.description,
            wanted.user.user_id,
            wanted.group_id,
            wanted.status,
            int(self.clock()),
            wanted.supplemental,
            conversation_changes=int(imported.has_conversations),
            is_empty=is_empty,
            findings=imported.findings,
            mapping=wanted.mapping,
        )
        self.store.files.stage(document.id, imported.package, file if imported.needs_upload else None)
        with self.store.transaction():
            self.store.files.place(document.id)
            user = self.store.put_user(wanted.user, self._ids.uuid())
            self.store.add_document(document)
            self.store.join(user.id, document.group_id)
            self.store.put_view(document, user.id, has_opened=False)
            return self._access(document, user)

    def duplicate(self, id: str, wanted: Duplication) -> JsonObject:
        self._check_payment()
        with self.store.transaction():
            source = self._document(id)
            user = self.store.user(wanted.creator_id)
            if user is None:
                raise invalid({"creatorUserId": "is no user that is known here"})
            self._check_not_archived(source)
            self._check_sees(source, user.id)
            self._check_not_empty(source)
            copy = replace(
                source,
                id=self._ids.uuid(),
                title=wanted.title,
                description=wanted.description,
                creator_id=user.id,
                status="draft",
                created=int(self.clock()),
                is_edited=True,
            )
            self.store.files.stage_copy(source.id, copy.id)
            self.store.files.place(copy.id)
            self.store.add_document(copy)
            self.store.join(user.id, copy.group_id)
            self.store.put_view(copy, user.id, has_opened=False)
        return {"documentId": copy.id}

    # ---------------------------------------------------------------------------------------------------------- opening

    def open(self, id: str, person: Person) -> JsonObject:
        with self.store.transaction():
            document = self._document(id)
            self._check_not_archived(document)
            self._check_sees(document, person.user_id)
            user = self.store.put_user(person, self._ids.uuid())
            self.store.join(user.id, document.group_id)
            if not self.options.strict:
                self.store.put_view(document, user.id, has_opened=True)
            return self._access(document, user)

    def _access(self, document: StoredDocument, user: StoredUser) -> JsonObject:
        token = self._ids.token()
        expires = self.clock() + self.options.link_seconds
        self.store.add_link(token, AccessLink(document.id, user.id, user.role, expires))
        base = (self.options.link_base or self.url).rstrip("/")
        return {
            "documentAccessLink": f"{base}/#/document/{document.id}&otpt={token}",
            "userIdSD": user.sd_id,
            "documentId": document.id,
        }

    def use_link(self, document_id: str, token: str) -> tuple[StoredDocument, AccessLink] | None:
        """The document that an access link opens, and the access; None for a link that was used or is too
        old, and for a document that was archived meanwhile."""
        with self.store.transaction():
            link = self.store.take_link(token, document_id)
            document = self.store.document(document_id)
            if link is None or document is None or document.archived or link.expires < self.clock():
                return None
            self.store.put_view(document, link.user_id, has_opened=True)
            return document, link

    # ---------------------------------------------------------------------------------------------------- what there is

    def info(self, id: str, user_id: str | None) -> JsonObject:
        return self._info(self._document(id), user_id)

    def list_documents(self, group_id: str | None, user_id: str | None, user_id_sd: str | None) -> list[JsonObject]:
        """The variants of the list: drafts of a user, in a group or in all, and the review documents of a group."""
        if user_id is None and user_id_sd is not None:
            user = self.store.user_by_sd_id(user_id_sd)
            user_id = "" if user is None else user.id
        if group_id is None and user_id is None:
            if self.options.strict:
                raise invalid({"groupId": "is required where no userId is given"})
            return []
        drafts = [] if user_id is None else self.store.drafts_of(user_id)
        if group_id is None:
            return [self._info(document, user_id) for document in drafts]
        of_group = [draft for draft in drafts if draft.group_id == group_id]
        return [self._info(document, user_id) for document in (*of_group, *self.store.reviews_in(group_id))]

    def unseen(self, user_id: str) -> list[JsonObject]:
        """The documents with changes that a user has not seen."""
        infos = [self._info(document, user_id) for document in self._visible_to(user_id)]
        return [info for info in infos if info["hasUnreadSectionChanges"] or info["hasUnreadConversationChanges"]]

    def unseen_counts(self, user_id: str) -> JsonObject:
        infos = self.unseen(user_id)
        groups = sorted({str(info["groupId"]) for info in infos})
        by_group = [{**_counts([i for i in infos if i["groupId"] == group]), "groupId": group} for group in groups]
        return {**_counts(infos), "groups": by_group}

    def _visible_to(self, user_id: str) -> list[StoredDocument]:
        """A user's own drafts, and the review documents of the groups in which the user made or opened one."""
        groups = sorted(self.store.groups_of(user_id))
        reviews = [document for group in groups for document in self.store.reviews_in(group)]
        return [*self.store.drafts_of(user_id), *reviews]

    def _info(self, document: StoredDocument, user_id: str | None) -> JsonObject:
        creator = self.store.user(document.creator_id)
        view = self._view(document, user_id)
        return {
            "id": document.id,
            "title": document.title,
            "subtitle": document.subtitle,
            "description": document.description,
            "tags": list(document.tags),
            "supplemental": document.supplemental,
            "creatorIdSD": "" if creator is None else creator.sd_id,
            "creatorId": document.creator_id,
            "status": document.status,
            "createdDate": document.created,
            "hasUnreadSectionChanges": view.section_changes < document.section_changes,
            "hasUnreadConversationChanges": view.conversation_changes < document.conversation_changes,
            "hasOpenedDocument": view.has_opened,
            "archived": document.archived,
            "groupId": document.group_id,
        }

    def _view(self, document: StoredDocument, user_id: str | None) -> View:
        """What a user has seen; nothing is unread for nobody, and for those who cannot see the document."""
        everything = View(False, document.section_changes, document.conversation_changes)
        if user_id is None or self.store.user(user_id) is None or not _sees(document, user_id):
            return everything
        return self.store.view(document.id, user_id) or UNSEEN

    # --------------------------------------------------------------------------------------------------- changing state

    def set_metadata(self, id: str, values: Mapping[str, object]) -> None:
        changes = dict(values)
        if "tags" in changes:
            changes["tags"] = tuple(str(tag) for tag in _list(changes["tags"]))
        with self.store.transaction():
            document = self._document(id)
            self.store.put_document(replace(document, **changes, is_edited=True))  # type: ignore[arg-type]

    def review(self, id: str) -> None:
        with self.store.transaction():
            document = self._document(id)
            if document.status == "review" and self.options.strict:
                raise wrong_state("The document is in review already")
            self._check_not_empty(document)
            self.store.put_document(replace(document, status="review"))

    def archive(self, id: str) -> None:
        with self.store.transaction():
            document = self._document(id)
            self._check_not_archived(document)
            self.store.put_document(replace(document, archived=True))

    def unarchive(self, id: str) -> None:
        with self.store.transaction():
            document = self._document(id)
            if not document.archived:
                raise wrong_state("The document is not archived")
            self.store.put_document(replace(document, archived=False))

    def delete(self, id: str) -> None:
        with self.store.transaction():
            document = self._document(id)
            if document.status == "review":
                raise wrong_state("A document in review cannot be deleted; archive it")
            self.store.remove_document(id)
        self.store.files.remove(id)

    def simulate_change(self, id: str, in_sections: bool, in_conversations: bool) -> None:
        """Do as if somebody had changed the text of a document, or its conversations."""
        with self.store.transaction():
            document = self._document(id)
            changed = replace(
                document,
                section_changes=document.section_changes + in_sections,
                conversation_changes=document.conversation_changes + in_conversations,
            )
            self.store.put_document(changed)

    # ---------------------------------------------------------------------------------------------------------- exports

    def export(self, id: str, user_id: str, to: FormatName, issuer: str | None) -> bytes | BinaryIO:
        """The document in a format; the package itself where it has not been edited."""
        document = self._find_for_export(id, user_id, issuer)
        if to is FormatName.SDXML and not document.is_edited:
            return self._open(id)
        with self._open(id) as package:
            return contents.export(package, document, ConversionOptions(to=to))

    def export_html(self, id: str, user_id: str, mode: Mode, issuer: str | None) -> bytes:
        return self._html(self._find_for_export(id, user_id, issuer), mode)

    def export_word(self, id: str, wanted: WordExport, issuer: str | None) -> bytes:
        document = self._find_for_export(id, wanted.user_id, issuer)
        template = next(template for template in self.options.templates if template.id == wanted.template_id)
        data = None if template.path is None else load(template.path)
        options = ConversionOptions(to=FormatName.DOCX, template=data, settings=wanted.settings)
        with self._open(id) as package:
            return contents.export(package, document, options)

    def page(self, document: StoredDocument) -> bytes:
        """The document as one HTML page, with everything that was said about it."""
        return self._html(document, "allInOne", single_file=True)

    def _html(self, document: StoredDocument, mode: Mode, single_file: bool | None = None) -> bytes:
        upload = None if mode == "final" else self.store.files.open_upload(document.id)
        if upload is not None:
            with upload:
                return contents.export_history(upload, document, mode, single_file)
        options = ConversionOptions(to=FormatName.HTML, single_file=single_file)
        with self._open(document.id) as package:
            return contents.export(package, document, options)

    def templates(self) -> list[JsonObject]:
        return [{"id": one.id, "name": one.name, "description": one.description} for one in self.options.templates]

    @property
    def template_ids(self) -> tuple[str, ...]:
        return tuple(template.id for template in self.options.templates)

    def _find_for_export(self, id: str, user_id: str, issuer: str | None) -> StoredDocument:
        document = self._document(id)
        if self.options.check_issuer and issuer is not None and issuer != user_id:
            raise forbidden("the issuer of the token is not the exporting user")
        if self.store.user(user_id) is None:
            raise invalid({"userId": "is no user that is known here"})
        self._check_sees(document, user_id)
        return document

    def _open(self, id: str) -> BinaryIO:
        try:
            return self.store.files.open(id)
        except KeyError as error:
            raise not_found("the document was deleted meanwhile") from error

    # ----------------------------------------------------------------------------------------------------------- checks

    def _document(self, id: str) -> StoredDocument:
        document = self.store.document(id)
        if document is None:
            raise not_found(f"there is no document {id}")
        return document

    def _check_not_archived(self, document: StoredDocument) -> None:
        if document.archived:
            raise wrong_state("The document is archived")

    def _check_not_empty(self, document: StoredDocument) -> None:
        if document.is_empty and self.options.strict:
            raise wrong_state("The document is empty")

    def _check_sees(self, document: StoredDocument, user_id: str) -> None:
        if not _sees(document, user_id):
            raise forbidden("the document is the draft of another user")


def _sees(document: StoredDocument, user_id: str) -> bool:
    return document.status == "review" or document.creator_id == user_id


def _meta(wanted: Creation) -> dict[str, str]:
    return {"title": wanted.title, "description": wanted.description}


def _counts(infos: list[JsonObject]) -> JsonObject:
    return {
        "numWithAnyChange": len(infos),
        "numWithConversationChange": sum(bool(info["hasUnreadConversationChanges"]) for info in infos),
        "numWithSectionChange": sum(bool(info["hasUnreadSectionChanges"]) for info in infos),
    }


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else []
