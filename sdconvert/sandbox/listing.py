"""What a sandbox tells of its documents: one, lists of them, and what a user has not seen."""

from __future__ import annotations

from sdconvert.sandbox.records import UNSEEN, StoredDocument, View
from sdconvert.sandbox.refusal import invalid
from sdconvert.sandbox.rules import find_document, is_visible_to
from sdconvert.sandbox.store import Store

JsonObject = dict[str, object]


class Listing:
    """The calls that ask. `is_strict` refuses a list without any filter."""

    def __init__(self, store: Store, is_strict: bool) -> None:
        self._store = store
        self._is_strict = is_strict

    def info(self, id: str, user_id: str | None) -> JsonObject:
        return self._info(find_document(self._store, id), user_id)

    def list_documents(self, group_id: str | None, user_id: str | None, user_id_sd: str | None) -> list[JsonObject]:
        """The variants of the list: drafts of a user, in a group or in all, and the review documents of a group."""
        if user_id is None and user_id_sd is not None:
            user = self._store.user_by_sd_id(user_id_sd)
            user_id = "" if user is None else user.id
        if group_id is None and user_id is None:
            if self._is_strict:
                raise invalid({"groupId": "is required where no userId is given"})
            return []
        drafts = [] if user_id is None else self._store.drafts_of(user_id)
        if group_id is None:
            return [self._info(document, user_id) for document in drafts]
        of_group = [draft for draft in drafts if draft.group_id == group_id]
        return [self._info(document, user_id) for document in (*of_group, *self._store.reviews_in(group_id))]

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
        groups = sorted(self._store.groups_of(user_id))
        reviews = [document for group in groups for document in self._store.reviews_in(group)]
        return [*self._store.drafts_of(user_id), *reviews]

    def _info(self, document: StoredDocument, user_id: str | None) -> JsonObject:
        creator = self._store.user(document.creator_id)
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
        if user_id is None or self._store.user(user_id) is None or not is_visible_to(document, user_id):
            return everything
        return self._store.view(document.id, user_id) or UNSEEN


def _counts(infos: list[JsonObject]) -> JsonObject:
    return {
        "numWithAnyChange": len(infos),
        "numWithConversationChange": sum(bool(info["hasUnreadConversationChanges"]) for info in infos),
        "numWithSectionChange": sum(bool(info["hasUnreadSectionChanges"]) for info in infos),
    }
