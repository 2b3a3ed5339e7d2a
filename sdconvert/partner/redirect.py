"""The way into a document as the answer of a web application: a redirect that nobody keeps.

Source: guide, Opening Documents: the link works once, within a minute.
"""

from __future__ import annotations

from http import HTTPStatus

from sdconvert.faults import reporting_faults
from sdconvert.frozen import dataclass
from sdconvert.partner.documents import DocumentCalls
from sdconvert.partner.types import Access, Role, User


@dataclass(frozen=True, slots=True, repr=False)
class Redirect:
    """An answer of a web application, for any framework. The link in it is a secret as long as it works: no cache keeps
    the answer, and no other site is told of it."""

    access: Access

    @property
    def status(self) -> int:
        """303: the browser follows by GET, whatever asked."""
        return HTTPStatus.SEE_OTHER.value

    @property
    def status_line(self) -> str:
        """The status as WSGI takes it."""
        return f"{self.status} {HTTPStatus.SEE_OTHER.phrase}"

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The headers as WSGI takes them."""
        return [
            ("location", self.access.link),
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("content-length", "0"),
        ]

    @property
    def raw_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers as ASGI takes them."""
        return [(name.encode("ascii"), value.encode("ascii")) for name, value in self.headers]

    def __repr__(self) -> str:
        return f"Redirect({self.access.document_id!r})"


@reporting_faults
def open_redirect(
    client: DocumentCalls, document_id: str, user: User, role: Role | str = Role.EDITOR, *, section_history: bool = True
) -> Redirect:
    """A new link into a document, as a redirect. Ask for it when the user asks, never before: the link works for one
    minute.

    Source: guide, Opening Documents.

    Raises: PartnerError; InvalidState for an archived document.
    """
    return Redirect(client.open(document_id, user, role, section_history=section_history))
