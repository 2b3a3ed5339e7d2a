"""Which document a call means, and who may see it."""

from __future__ import annotations

from sdconvert.sandbox.records import StoredDocument
from sdconvert.sandbox.refusal import forbidden, not_found
from sdconvert.sandbox.store import Store


def find_document(store: Store, id: str) -> StoredDocument:
    """The document of an id. Raises: Refusal, 404."""
    document = store.document(id)
    if document is None:
        raise not_found(f"there is no document {id}")
    return document


def is_visible_to(document: StoredDocument, user_id: str) -> bool:
    """Whether a user sees a document: a draft is seen by its creator only."""
    return document.status == "review" or document.creator_id == user_id


def check_visible(document: StoredDocument, user_id: str) -> None:
    """Raises: Refusal, 403 for a draft of another user."""
    if not is_visible_to(document, user_id):
        raise forbidden("the document is the draft of another user")
