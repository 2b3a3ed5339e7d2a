"""A client for the Partner API of SMASHDOCs. It moves bytes and never learns what a document is.

Its libraries are loaded when the first call is made.
"""

from __future__ import annotations

from sdconvert.http.retry import RetryPolicy
from sdconvert.http.transport import Timeouts
from sdconvert.partner.auth import Algorithm, JwtAuth, LegacyAuth
from sdconvert.partner.client import PartnerClient
from sdconvert.partner.config import Profile, load_profile
from sdconvert.partner.imports import Check
from sdconvert.partner.redirect import Redirect, open_redirect
from sdconvert.partner.types import (
    Access,
    DocumentInfo,
    GroupCounts,
    HtmlMode,
    IfExists,
    ImportResult,
    Language,
    MappingTarget,
    MetadataChanges,
    NewDocument,
    Ping,
    Role,
    Status,
    TextType,
    UnseenCounts,
    User,
    WordExportSettings,
    WordTemplate,
)
from sdconvert.partner.uploads import MultipartBody, PackedUpload, pack_upload

__all__ = [
    "Access",
    "Algorithm",
    "Check",
    "DocumentInfo",
    "GroupCounts",
    "HtmlMode",
    "IfExists",
    "ImportResult",
    "JwtAuth",
    "Language",
    "LegacyAuth",
    "MappingTarget",
    "MetadataChanges",
    "MultipartBody",
    "NewDocument",
    "PackedUpload",
    "PartnerClient",
    "Ping",
    "Profile",
    "Redirect",
    "RetryPolicy",
    "Role",
    "Status",
    "TextType",
    "Timeouts",
    "UnseenCounts",
    "User",
    "WordExportSettings",
    "WordTemplate",
    "load_profile",
    "open_redirect",
    "pack_upload",
]


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
