"""What every group of calls stands on: the sender, who acts, and the refusal of what the server would refuse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sdconvert.partner.errors import Failure, InvalidRequest
from sdconvert.partner.sender import PartnerCall, Sender


class PartnerCalls:
    """The base of the groups of calls, which `PartnerClient` joins."""

    def __init__(self, sender: Sender, user_id: str, commenter: str) -> None:
        """`commenter` is the word that is sent for the role which the guide calls commenter and the service
        commentator."""
        self._sender = sender
        self._user_id = user_id
        self._commenter = commenter

    def _get_call(self, operation: str, path: str, query: Mapping[str, str], user_id: str | None) -> PartnerCall:
        return PartnerCall(operation, "GET", path, user_id or self._user_id, query=query)

    def _refuse(self, operation: str, *checks: Iterable[str]) -> None:
        """Raises: InvalidRequest that names every fault."""
        faults = [fault for faults in checks for fault in faults]
        if faults:
            raise InvalidRequest("; ".join(faults), Failure(operation), faults)
