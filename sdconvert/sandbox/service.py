"""The rules of the API over the state: what each call does, and what it refuses.

Source: Partner API guide, API Functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import BinaryIO

from sdconvert.sandbox import contents
from sdconvert.sandbox.auth import Gate
from sdconvert.sandbox.exports import Exports
from sdconvert.sandbox.faults import Faults
from sdconvert.sandbox.journal import RequestJournal
from sdconvert.sandbox.listing import JsonObject, Listing
from sdconvert.sandbox.options import Credentials, Ids, MovableClock, SandboxOptions
from sdconvert.sandbox.parameters import Creation, Duplication, Person
from sdconvert.sandbox.quota import CallQuota
from sdconvert.sandbox.records import AccessLink, StoredDocument, StoredUser
from sdconvert.sandbox.refusal import invalid, payment_required, wrong_state
from sdconvert.sandbox.rules import check_visible, find_document
from sdconvert.sandbox.store import Store

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
        self.quota = CallQuota(options.rate_limit, options.clock)
        self.journal = RequestJournal()
        self.store = Store(options.data)
        self.listing = Listing(self.store, options.strict)
        self.exports = Exports(self.store, options)
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
        self.exports.language = self.options.language
        self.quota.limit = self.options.rate_limit

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
            self.store.put_view(document, user.id, False, wanted.user.section_history)
            return self._access(document, user, wanted.user.section_history)

    def duplicate(self, id: str, wanted: Duplication) -> JsonObject:
        self._check_payment()
        with self.store.transaction():
            source = find_document(self.store, id)
            user = self.store.user(wanted.creator_id)
            if user is None:
                raise invalid({"creatorUserId": "is no user that is known here"})
            self._check_not_archived(source)
            check_visible(source, user.id)
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
            document = find_document(self.store, id)
            self._check_not_archived(document)
            check_visible(document, person.user_id)
            user = self.store.put_user(person, self._ids.uuid())
            self.store.join(user.id, document.group_id)
            if not self.options.strict:
                self.store.put_view(document, user.id, True, person.section_history)
            return self._access(document, user, person.section_history)

    def _access(self, document: StoredDocument, user: StoredUser, section_history: bool) -> JsonObject:
        token = self._ids.token()
        expires = self.clock() + self.options.link_seconds
        self.store.add_link(token, AccessLink(document.id, user.id, user.role, expires, section_history))
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
            self.store.put_view(document, link.user_id, True, link.section_history)
            return document, link

    # --------------------------------------------------------------------------------------------------- changing state

    def set_metadata(self, id: str, values: Mapping[str, object]) -> None:
        changes = dict(values)
        if "tags" in changes:
            changes["tags"] = tuple(str(tag) for tag in _list(changes["tags"]))
        with self.store.transaction():
            document = find_document(self.store, id)
            self.store.put_document(replace(document, **changes, is_edited=True))  # type: ignore[arg-type]

    def review(self, id: str) -> None:
        with self.store.transaction():
            document = find_document(self.store, id)
            if document.status == "review" and self.options.strict:
                raise wrong_state("The document is in review already")
            self._check_not_empty(document)
            self.store.put_document(replace(document, status="review"))

    def archive(self, id: str) -> None:
        with self.store.transaction():
            document = find_document(self.store, id)
            self._check_not_archived(document)
            self.store.put_document(replace(document, archived=True))

    def unarchive(self, id: str) -> None:
        with self.store.transaction():
            document = find_document(self.store, id)
            if not document.archived:
                raise wrong_state("The document is not archived")
            self.store.put_document(replace(document, archived=False))

    def delete(self, id: str) -> None:
        with self.store.transaction():
            document = find_document(self.store, id)
            if document.status == "review":
                raise wrong_state("A document in review cannot be deleted; archive it")
            self.store.remove_document(id)
        self.store.files.remove(id)

    def simulate_change(self, id: str, in_sections: bool, in_conversations: bool) -> None:
        """Do as if somebody had changed the text of a document, or its conversations."""
        with self.store.transaction():
            document = find_document(self.store, id)
            changed = replace(
                document,
                section_changes=document.section_changes + in_sections,
                conversation_changes=document.conversation_changes + in_conversations,
            )
            self.store.put_document(changed)

    def make_private(self, id: str, authors: tuple[str, ...]) -> None:
        """Do as if the conversations that these authors began were not visible for all users."""
        with self.store.transaction():
            document = find_document(self.store, id)
            self.store.put_document(replace(document, private_authors=authors))

    # ----------------------------------------------------------------------------------------------------------- checks

    def _check_not_archived(self, document: StoredDocument) -> None:
        if document.archived:
            raise wrong_state("The document is archived")

    def _check_not_empty(self, document: StoredDocument) -> None:
        if document.is_empty and self.options.strict:
            raise wrong_state("The document is empty")


def _meta(wanted: Creation) -> dict[str, str]:
    return {"title": wanted.title, "description": wanted.description}


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else []
