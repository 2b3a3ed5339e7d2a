"""What stands on the server where a document is to come home: the Partner API replaces nothing."""

from __future__ import annotations

from sdconvert.partner import NewDocument, PartnerClient
from sdconvert.partner.errors import AlreadyExists, Failure

_EXPLANATION = (
    "“{title}” is on the server already as {id}. The Partner API cannot replace the content of a document: an import "
    "makes a new one, without the comments and the history of the one that is there. Export that as it is now "
    "(sdconvert download {id} --format sdxml -o now.zip), merge it with what was edited "
    "(sdconvert reconcile BASE now.zip EDITED -o merged.zip), and upload merged.zip with another --title; then archive "
    "the old one (sdconvert api archive {id})"
)


def refuse_to_replace(client: PartnerClient, document: NewDocument) -> None:
    """Raises: AlreadyExists, which explains what the API can do, where the group has a document of this title that is
    not archived: one in review, or a draft of the user."""
    for one in client.list_documents(group_id=document.group_id, user_id=document.user.user_id):
        if one.title == document.title and not one.is_archived:
            reason = _EXPLANATION.format(title=document.title, id=one.id)
            raise AlreadyExists(reason, Failure("upload"), one.id)
