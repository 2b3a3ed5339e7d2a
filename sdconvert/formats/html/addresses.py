"""Which addresses a link may have. Everything else is text, never a link."""

from __future__ import annotations

from html import unescape

from sdconvert.patterns import compile_late

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "ftp", "tel"})

_CONTROLS = compile_late("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff]")
_SCHEME = compile_late(r"([A-Za-z][A-Za-z0-9+.-]*):")
_COLON_BEFORE_PATH = compile_late(r"[^/?#]*:")


def is_safe(address: str) -> bool:
    """Whether the address is relative, a fragment, or of a scheme that runs nothing.

    Control and invisible characters make an address unsafe, since browsers leave some of them out before they look
    for the scheme; entities are resolved first, in case the address was escaped twice.
    """
    resolved = unescape(address)
    return _is_harmless(address) and (resolved == address or _is_harmless(resolved))


def _is_harmless(address: str) -> bool:
    return not _CONTROLS.search(address) and _has_safe_scheme(address)


def _has_safe_scheme(address: str) -> bool:
    trimmed = address.strip()
    scheme = _SCHEME.match(trimmed)
    if scheme is not None:
        return scheme[1].lower() in SAFE_SCHEMES
    return _COLON_BEFORE_PATH.match(trimmed) is None
