"""The calls about documents that are there: open, look up, list, change, archive, delete."""

from __future__ import annotations

from collections.abc import Callable

from sdconvert.errors import PartnerError
from sdconvert.http.json_fields import parse_list
from sdconvert.http.response import discard, json_reader
from sdconvert.partner import limits
from sdconvert.partner.calls import PartnerCalls
from sdconvert.partner.errors import NotFound, OutcomeUnknown
from sdconvert.partner.responses import parse_access, parse_copy, parse_counts, parse_info
from sdconvert.partner.sender import PartnerCall, Repeat
from sdconvert.partner.types import (
    Access,
    DocumentInfo,
    MetadataChanges,
    Role,
    Status,
    UnseenCounts,
    User,
    word_of_role,
)


class DocumentCalls(PartnerCalls):
    """The calls about documents that are there."""

    def open(
        self, document_id: str, user: User, role: Role | str = Role.EDITOR, *, section_history: bool = True
    ) -> Access:
        """A new link into a document for a user, whose name, e-mail, company and role are overwritten.

        Source: guide, Opening Documents.

        Raises: PartnerError; InvalidState for an archived document.
        """
        operation = "Opening a document"
        self._refuse(operation, limits.check_kind("user", user, User))
        self._refuse(
            operation,
            limits.check_id(document_id),
            limits.check_user(user),
            limits.check_role(role),
            limits.check_flag("sectionHistory", section_history),
        )
        payload = {
            "user": user.as_json(),
            "userRole": word_of_role(role, self._commenter),
            "sectionHistory": section_history,
        }
        call = PartnerCall(operation, "POST", f"/partner/documents/{document_id}", user.user_id, payload=payload)
        return self._sender.send(call, json_reader(parse_access))

    def info(self, document_id: str, user_id: str | None = None) -> DocumentInfo:
        """What the service tells of a document; the `has_…` for the user that is named.

        Source: guide, Getting Information for a single Document.

        Raises: PartnerError.
        """
        operation = "Reading a document's information"
        query = {} if user_id is None else {"userId": user_id}
        faults = (limits.check_text(name, value) for name, value in query.items())
        self._refuse(operation, limits.check_id(document_id), *faults)
        path = f"/partner/documents/{document_id}"
        return self._sender.send(self._get_call(operation, path, query, user_id), json_reader(parse_info))

    def list_documents(
        self, *, group_id: str | None = None, user_id: str | None = None, user_id_sd: str | None = None
    ) -> tuple[DocumentInfo, ...]:
        """The documents of a group (in review), of a user (the own drafts), or both together; archived ones too.

        Source: guide, Listing Documents.

        Raises: PartnerError; InvalidRequest when neither is named.
        """
        operation = "Listing documents"
        given = {"groupId": group_id, "userId": user_id, "userIdSD": user_id_sd}
        query = {name: value for name, value in given.items() if value is not None}
        faults = [] if query else ["a group or a user has to be named"]
        if user_id is not None and user_id_sd is not None:
            faults.append("a user is named by one id only")
        self._refuse(operation, faults, *(limits.check_text(name, value) for name, value in query.items()))
        call = self._get_call(operation, "/partner/documents/list", query, user_id)
        return self._sender.send(call, json_reader(parse_list(parse_info)))

    def unseen_count(self, user_id: str) -> UnseenCounts:
        """How many documents have changes that a user has not seen.

        Source: guide, Get Unseen Changes Count.

        Raises: PartnerError.
        """
        operation = "Counting unseen changes"
        self._refuse(operation, limits.check_text("userId", user_id))
        call = self._get_call(operation, "/partner/documents/unseen/count", {"userId": user_id}, user_id)
        return self._sender.send(call, json_reader(parse_counts))

    def unseen_list(self, user_id: str) -> tuple[DocumentInfo, ...]:
        """The documents with changes that a user has not seen.

        Source: guide, Listing Documents with unseen changes.

        Raises: PartnerError.
        """
        operation = "Listing unseen changes"
        self._refuse(operation, limits.check_text("userId", user_id))
        call = self._get_call(operation, "/partner/documents/unseen/list", {"userId": user_id}, user_id)
        return self._sender.send(call, json_reader(parse_list(parse_info)))

    def update_metadata(self, document_id: str, changes: MetadataChanges) -> None:
        """Change some of a document's metadata. A new `supplemental` replaces the fingerprint of the import as well.

        Source: guide, Updating document metadata.

        Raises: PartnerError.
        """
        operation = "Changing metadata"
        self._refuse(operation, limits.check_kind("changes", changes, MetadataChanges))
        payload = changes.as_json()
        self._refuse(operation, limits.check_id(document_id), limits.check_metadata(payload))
        path = f"/partner/documents/{document_id}/metadata"
        self._sender.send(PartnerCall(operation, "POST", path, self._user_id, payload=payload), discard)

    def duplicate(self, document_id: str, title: str, creator_user_id: str, description: str = "") -> str:
        """The id of a copy, which is a draft of `creator_user_id`. It is not made again after an unknown outcome.

        Source: guide, Duplicating documents.

        Raises: PartnerError; InvalidState for an archived document.
        """
        operation = "Duplicating a document"
        self._refuse(
            operation, limits.check_id(document_id), limits.check_duplicate(title, description, creator_user_id)
        )
        payload = {"title": title, "description": description, "creatorUserId": creator_user_id}
        path = f"/partner/documents/{document_id}/duplicate"
        call = PartnerCall(operation, "POST", path, creator_user_id, Repeat.IF_NOT_DONE, payload=payload)
        return self._sender.send(call, json_reader(parse_copy))

    def review(self, document_id: str) -> None:
        """Put a document into review; there is no way back to a draft.

        Source: guide, Setting a document to review mode.

        Raises: PartnerError.
        """
        self._change_state("Setting to review", document_id, "review", lambda info: info.status == Status.REVIEW)

    def archive(self, document_id: str) -> None:
        """Archive a document: it stays in lists and cannot be opened.

        Source: guide, Archiving documents.

        Raises: PartnerError; InvalidState when it is archived already.
        """
        self._change_state("Archiving a document", document_id, "archive", lambda info: info.is_archived)

    def unarchive(self, document_id: str) -> None:
        """Bring back an archived document.

        Source: guide, Archiving documents.

        Raises: PartnerError; InvalidState when it is not archived.
        """
        self._change_state("Unarchiving a document", document_id, "unarchive", lambda info: not info.is_archived)

    def _change_state(
        self, operation: str, document_id: str, action: str, is_reached: Callable[[DocumentInfo], bool]
    ) -> None:
        """Make the change; after an unknown outcome look whether the state is reached."""
        self._refuse(operation, limits.check_id(document_id))
        path = f"/partner/documents/{document_id}/{action}"
        try:
            self._sender.send(PartnerCall(operation, "POST", path, self._user_id, Repeat.IF_NOT_DONE), discard)
        except OutcomeUnknown as unknown:
            try:
                is_done = is_reached(self.info(document_id))
            except PartnerError as error:
                raise unknown from error
            if not is_done:
                raise

    def delete(self, document_id: str) -> None:
        """Delete a draft.

        Source: guide, Deleting draft documents.

        Raises: PartnerError; InvalidState for a document in review, NotFound for one that is not there.
        """
        operation = "Deleting a document"
        self._refuse(operation, limits.check_id(document_id))
        call = PartnerCall(operation, "DELETE", f"/partner/documents/{document_id}", self._user_id)
        try:
            self._sender.send(call, discard)
        except NotFound as error:  # an earlier attempt may have deleted it
            if not error.failure.may_have_acted:
                raise
