"""What a call is refused with."""

from __future__ import annotations

from sdconvert.errors import SdconvertError


class Refusal(SdconvertError):
    """A call that is answered with another status than 200. `fields` maps each wrong parameter to what is wrong."""

    def __init__(self, status: int, message: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.fields = fields or {}

    def as_dict(self) -> dict[str, object]:
        """The body of the answer."""
        return {"status": self.status, "error": str(self), "fields": self.fields}


def invalid(fields: dict[str, str]) -> Refusal:
    """412, naming every wrong parameter."""
    words = "; ".join(f"{name}: {problem.rstrip('.')}" for name, problem in fields.items())
    return Refusal(412, f"Missing or wrong request parameters: {words}.", fields)


def unauthorized(why: str) -> Refusal:
    """401."""
    return Refusal(401, f"Authentication required: {why}.")


def forbidden(why: str) -> Refusal:
    """403."""
    return Refusal(403, f"Forbidden: {why}.")


def not_found(what: str) -> Refusal:
    """404."""
    return Refusal(404, f"Not found: {what}.")


def wrong_state(why: str) -> Refusal:
    """400, for what the state of a document does not allow."""
    return Refusal(400, f"{why}.")


def too_large(limit: int) -> Refusal:
    """413."""
    return Refusal(413, f"Request entity too large: more than {limit:,} bytes.")


def payment_required() -> Refusal:
    """402."""
    return Refusal(402, "Payment required: the limit of the pricing model is reached.")
