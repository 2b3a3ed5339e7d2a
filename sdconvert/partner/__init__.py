"""A client for the Partner API of SMASHDOCs. It moves bytes and never learns what a document is.

Its libraries come with the extra `sdconvert[partner]` and are loaded when the first call is made.
"""

from __future__ import annotations

from sdconvert.http.retry import RetryPolicy
from sdconvert.http.transport import Timeouts
from sdconvert.partner.auth import Algorithm, JwtAuth, LegacyAuth
from sdconvert.partner.client import PartnerClient
from sdconvert.partner.config import Profile, load_profile
from sdconvert.partner.imports import Check, IfExists
from sdconvert.partner.types import (
    Access,
    DocumentInfo,
    GroupCounts,
    HtmlMode,
    Imported,
    Language,
    MappingTarget,
    Metadata,
    NewDocument,
    Ping,
    Role,
    Status,
    Template,
    TextType,
    UnseenCounts,
    User,
    WordSettings,
)
from sdconvert.partner.uploads import MultipartBody, Packed, pack_upload

__all__ = [
    "Access",
    "Algorithm",
    "Check",
    "DocumentInfo",
    "GroupCounts",
    "HtmlMode",
    "IfExists",
    "Imported",
    "JwtAuth",
    "Language",
    "LegacyAuth",
    "MappingTarget",
    "Metadata",
    "MultipartBody",
    "NewDocument",
    "Packed",
    "PartnerClient",
    "Ping",
    "Profile",
    "RetryPolicy",
    "Role",
    "Status",
    "Template",
    "TextType",
    "Timeouts",
    "UnseenCounts",
    "User",
    "WordSettings",
    "load_profile",
    "pack_upload",
]
