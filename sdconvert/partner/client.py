"""The client: a method for each call of the Partner API. All of them pass through one `_send`."""

from __future__ import annotations

import json
import logging
import random as chance
import time
import uuid
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote, urlencode, urlsplit

from sdconvert.errors import BadConfiguration, PartnerError, UnreadableInput
from sdconvert.partner import limits
from sdconvert.partner.answers import (
    Unexpected,
    parse_access,
    parse_copy,
    parse_counts,
    parse_info,
    parse_json,
    parse_list,
    parse_template,
)
from sdconvert.partner.auth import Algorithm, Auth, JwtAuth
from sdconvert.partner.errors import (
    AlreadyExists,
    AuthenticationFailed,
    CallError,
    CallTimedOut,
    CertificateRefused,
    ConnectionFailed,
    Failure,
    InvalidFile,
    InvalidRequest,
    InvalidState,
    MalformedAnswer,
    NotFound,
    OutcomeUnknown,
    PaymentRequired,
    PermissionDenied,
    RateLimited,
    ServerError,
    TooLarge,
    UnexpectedStatus,
    VersionTooOld,
)
from sdconvert.partner.exports import save_export
from sdconvert.partner.fingerprint import (
    TAG_LENGTH,
    Trace,
    content_fingerprint,
    file_digest,
    split_supplemental,
    tagged,
)
from sdconvert.partner.retry import Clock, RetryPolicy, parse_retry_after, repeated
from sdconvert.partner.secret import Secret, redact
from sdconvert.partner.transport import (
    Answer,
    Broken,
    Request,
    RequestsTransport,
    TimedOut,
    Timeouts,
    Transport,
    Untrusted,
    parse_version,
)
from sdconvert.partner.types import (
    Access,
    DocumentInfo,
    HtmlMode,
    Imported,
    Metadata,
    NewDocument,
    Ping,
    Role,
    Status,
    StyleMapping,
    Template,
    UnseenCounts,
    User,
    WordSettings,
    mapping_as_json,
)
from sdconvert.partner.uploads import MultipartBody, Progress, pack_upload

T = TypeVar("T")
Check = Callable[[Path], Sequence[str]]
"""What keeps a file from being imported, one sentence each; nothing where it can be sent."""

log = logging.getLogger("sdconvert.partner")

_LEAST_VERSION = (2, 6, 0, 0)
_LARGEST_UPLOAD = 1_000_000_000
_LARGEST_ANSWER = 64_000_000
_BODY_SHOWN = 500
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_SETTLE_WAIT = 1.0
_EMPTY_DOCUMENT = "none"


class IfExists(StrEnum):
    """What an import does when the same file was imported before, with the same settings and for the same user."""

    ADOPT = "adopt"
    NEW = "new"
    FAIL = "fail"


class Repeat(StrEnum):
    """When a call may be made again: always, or only where the server certainly did nothing."""

    ALWAYS = "always"
    IF_NOT_DONE = "if not done"


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `issuer` is the acting user; `body` is made anew for each attempt; `trace` finds what it made."""

    operation: str
    method: str
    path: str
    issuer: str
    repeat: Repeat = Repeat.ALWAYS
    query: Mapping[str, str] = field(default_factory=dict)
    payload: Mapping[str, Any] | None = None
    upload: Callable[[], MultipartBody] | None = None
    takes_work: bool = False
    trace: Trace | None = None


class PartnerClient:
    """A connection to the Partner API. It may be used by several threads at once; close it, or use it with `with`."""

    def __init__(
        self,
        base_url: str,
        client_id: str = "",
        client_secret: str | Secret = "",
        *,
        user_id: str = "",
        algorithm: Algorithm | str = Algorithm.HS256,
        auth: Auth | None = None,
        timeouts: Timeouts | None = None,
        retries: RetryPolicy | None = None,
        certificates: str | None = None,
        proxies: Mapping[str, str] | None = None,
        insecure: bool = False,
        check: Check | None = None,
        largest_upload: int = _LARGEST_UPLOAD,
        least_version: tuple[int, ...] = _LEAST_VERSION,
        transport: Transport | None = None,
        now: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float] = chance.random,
    ) -> None:
        """`user_id` acts where a call names nobody. `auth` replaces the client id and secret, for the legacy scheme.

        `certificates` is a file with CA certificates, or `system` for those of the operating system (extra
        `truststore`). `insecure` trusts everybody and allows http to other machines; it warns. `check` is asked
        before a file is sent.

        Raises: BadConfiguration.
        """
        self._base_url = _checked_url(base_url, insecure)
        self._user_id = user_id
        self._auth: Auth = auth if auth is not None else JwtAuth(client_id, client_secret, algorithm)
        self._timeouts = timeouts or Timeouts()
        self._retries = retries or RetryPolicy()
        self._check = check
        self._largest_upload = largest_upload
        self._least_version = least_version
        self._clock = Clock(now, monotonic, sleep, random)
        if insecure:
            warnings.warn("The server's certificate is not verified: anybody can read along.", stacklevel=2)
        self._transport: Transport = transport or RequestsTransport(
            self._timeouts, certificates=certificates, proxies=proxies, verifies=not insecure
        )

    def __repr__(self) -> str:
        return f"PartnerClient({self._base_url!r}, {self._auth!r}, user_id={self._user_id!r})"

    def __enter__(self) -> PartnerClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def user_id(self) -> str:
        """Who acts where a call names nobody."""
        return self._user_id

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    # ------------------------------------------------------------------------------------------------- new documents

    def create(self, document: NewDocument) -> Access:
        """An empty document, with a link into it. After an unknown outcome it is looked for and opened.

        Source: guide, Creating empty Documents.

        Raises: PartnerError.
        """
        operation = "Creating a document"
        data = document.as_json()
        self._refuse(operation, limits.check_new_document(document.user, data), _supplemental_faults(document))
        trace = self._trace(document, _EMPTY_DOCUMENT, "create", None)
        payload = {**data, "supplemental": tagged(document.supplemental, trace)}
        call = Call(
            operation,
            "POST",
            "/partner/documents/create",
            document.user.user_id,
            Repeat.IF_NOT_DONE,
            payload=payload,
            trace=trace,
        )
        try:
            return self._send(call, _json(parse_access))
        except OutcomeUnknown as unknown:
            found = self._looked_for(unknown)
            return self.open(found.id, document.user, document.role, section_history=document.section_history)

    def import_word(
        self,
        file: str | Path,
        document: NewDocument,
        mapping: StyleMapping | None = None,
        *,
        if_exists: IfExists | str = IfExists.ADOPT,
        validate: bool = True,
        progress: Progress | None = None,
    ) -> Imported:
        """A document made of a .docx, once: the same file with the same settings is not imported again but adopted,
        unless `if_exists` says otherwise. After an unknown outcome the document list is asked.

        Source: guide, Importing Word Documents, Pass style mapping.

        Raises: PartnerError, OutcomeUnknown among them, UnreadableInput for a file that cannot be read.
        """
        return self._import("word", Path(file), document, mapping, IfExists(if_exists), validate, progress)

    def import_sdxml(
        self,
        file: str | Path,
        document: NewDocument,
        *,
        if_exists: IfExists | str = IfExists.ADOPT,
        validate: bool = True,
        progress: Progress | None = None,
    ) -> Imported:
        """A document made of an SDXML package, once; as `import_word`.

        Source: guide, Importing XML Documents.

        Raises: as `import_word`.
        """
        return self._import("sdxml", Path(file), document, None, IfExists(if_exists), validate, progress)

    def upload(
        self,
        file: str | Path,
        document: NewDocument,
        mapping: StyleMapping | None = None,
        *,
        if_exists: IfExists | str = IfExists.ADOPT,
        validate: bool = True,
        progress: Progress | None = None,
    ) -> Imported:
        """A document made of a file: Word where its name ends in .docx, SDXML for any other.

        Raises: as `import_word`; InvalidRequest for a mapping with an SDXML package.
        """
        kind = kind_of(file)
        if mapping and kind != "word":
            self._refuse(f"Importing {Path(file).name}", ["a mapping is for Word files only"])
        return self._import(kind, Path(file), document, mapping, IfExists(if_exists), validate, progress)

    def _import(
        self,
        kind: str,
        path: Path,
        document: NewDocument,
        mapping: StyleMapping | None,
        if_exists: IfExists,
        validate: bool,
        progress: Progress | None,
    ) -> Imported:
        operation = f"Importing {path.name}"
        rows = mapping_as_json(mapping) if mapping is not None else None
        data = document.as_json()
        self._refuse(
            operation,
            limits.check_new_document(document.user, data),
            _supplemental_faults(document),
            limits.check_mapping(rows or {}),
        )
        self._check_file(operation, path, validate)
        trace = self._trace(document, file_digest(path), kind, rows)
        if if_exists is not IfExists.NEW:
            found = self._find(trace, lambda content, _call: content == trace.content)
            if found is not None and if_exists is IfExists.FAIL:
                failure = Failure(operation)
                raise AlreadyExists(f"it is there already as {found.id}", failure, found.id)
            if found is not None:
                return Imported(found.id, trace.content, was_adopted=True)
        described = replace(document, supplemental=tagged(document.supplemental, trace))
        call = Call(
            operation,
            "POST",
            f"/partner/imports/{kind}/upload",
            document.user.user_id,
            Repeat.IF_NOT_DONE,
            upload=lambda: pack_upload(path, described, mapping, progress=progress).body,
            takes_work=True,
            trace=trace,
        )
        return self._sent_once(call, trace)

    def _sent_once(self, call: Call, trace: Trace) -> Imported:
        try:
            access = self._send(call, _json(parse_access))
        except OutcomeUnknown as unknown:
            found = self._looked_for(unknown)
            return Imported(found.id, trace.content, was_adopted=True)
        return Imported(access.document_id, trace.content, access)

    def _check_file(self, operation: str, path: Path, validate: bool) -> None:
        """Raises: TooLarge, InvalidFile, UnreadableInput."""
        try:
            size = path.stat().st_size
        except OSError as error:
            raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}.") from error
        if size > self._largest_upload:
            reason = f"the file has {size:,} bytes, {self._largest_upload:,} are allowed"
            raise TooLarge(reason, Failure(operation))
        reasons = self._check(path) if validate and self._check is not None else ()
        if reasons:
            shown = "; ".join(reason.rstrip(".") for reason in reasons)
            raise InvalidFile(f"the import would refuse it: {shown}", Failure(operation))

    def _trace(self, document: NewDocument, file_hash: str, kind: str, mapping: Mapping[str, Any] | None) -> Trace:
        content = content_fingerprint(file_hash, kind, document.as_json(), mapping)
        return Trace(document.group_id, document.user.user_id, content, uuid.uuid4().hex[:12])

    def reconcile(self, unknown: OutcomeUnknown) -> DocumentInfo | None:
        """The document that the call has made after all, or None when the list does not show it within the time that
        the policy allows the server to settle. None is no proof: a server may act later.

        Raises: PartnerError; the error itself where nothing can tell.
        """
        trace = unknown.trace
        if trace is None:
            raise unknown
        began = self._clock.monotonic()
        while True:
            found = self._find(trace, lambda _content, call: call == trace.call)
            if found is not None or self._clock.monotonic() - began >= self._retries.settle:
                return found
            self._clock.sleep(_SETTLE_WAIT)

    def _looked_for(self, unknown: OutcomeUnknown) -> DocumentInfo:
        """The document that was made after all. Raises: the error itself where none is found."""
        try:
            found = self.reconcile(unknown)
        except PartnerError as error:
            raise unknown from error
        if found is None:
            raise unknown
        return found

    def _find(self, trace: Trace, is_it: Callable[[str, str], bool]) -> DocumentInfo | None:
        """The oldest document of the group that carries the tag. Archived ones cannot be used and do not count."""
        documents = self.list_documents(group_id=trace.group_id, user_id=trace.user_id)
        found = [
            info for info in documents if not info.is_archived and is_it(*split_supplemental(info.supplemental)[1:])
        ]
        return min(found, key=lambda info: (info.created, info.id), default=None)

    # ------------------------------------------------------------------------------------------------------ documents

    def open(
        self, document_id: str, user: User, role: Role | str = Role.EDITOR, *, section_history: bool = True
    ) -> Access:
        """A new link into a document for a user, whose name, e-mail, company and role are overwritten.

        Source: guide, Opening Documents.

        Raises: PartnerError; InvalidState for an archived document.
        """
        operation = "Opening a document"
        self._refuse(operation, limits.check_id(document_id), limits.check_user(user), limits.check_role(role))
        payload = {
            "user": user.as_json(),
            "userRole": "commentator" if role == "commenter" else str(role),
            "sectionHistory": section_history,
        }
        call = Call(operation, "POST", f"/partner/documents/{document_id}", user.user_id, payload=payload)
        return self._send(call, _json(parse_access))

    def info(self, document_id: str, user_id: str | None = None) -> DocumentInfo:
        """What the service tells of a document; the `has_…` for the user that is named.

        Source: guide, Getting Information for a single Document.

        Raises: PartnerError.
        """
        operation = "Reading a document's information"
        self._refuse(operation, limits.check_id(document_id))
        query = {} if user_id is None else {"userId": user_id}
        path = f"/partner/documents/{document_id}"
        return self._send(self._reading(operation, path, query, user_id), _json(parse_info))

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
        call = self._reading(operation, "/partner/documents/list", query, user_id)
        return self._send(call, _json(parse_list(parse_info)))

    def unseen_count(self, user_id: str) -> UnseenCounts:
        """How many documents have changes that a user has not seen.

        Source: guide, Get Unseen Changes Count.

        Raises: PartnerError.
        """
        operation = "Counting unseen changes"
        self._refuse(operation, limits.check_text("userId", user_id))
        call = self._reading(operation, "/partner/documents/unseen/count", {"userId": user_id}, user_id)
        return self._send(call, _json(parse_counts))

    def unseen_list(self, user_id: str) -> tuple[DocumentInfo, ...]:
        """The documents with changes that a user has not seen.

        Source: guide, Listing Documents with unseen changes.

        Raises: PartnerError.
        """
        operation = "Listing unseen changes"
        self._refuse(operation, limits.check_text("userId", user_id))
        call = self._reading(operation, "/partner/documents/unseen/list", {"userId": user_id}, user_id)
        return self._send(call, _json(parse_list(parse_info)))

    def update_metadata(self, document_id: str, changes: Metadata) -> None:
        """Change some of a document's metadata. A new `supplemental` replaces the fingerprint of the import as well.

        Source: guide, Updating document metadata.

        Raises: PartnerError.
        """
        operation = "Changing metadata"
        payload = changes.as_json()
        self._refuse(operation, limits.check_id(document_id), limits.check_metadata(payload))
        path = f"/partner/documents/{document_id}/metadata"
        self._send(Call(operation, "POST", path, self._user_id, payload=payload), _ignored)

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
        call = Call(operation, "POST", path, creator_user_id, Repeat.IF_NOT_DONE, payload=payload)
        return self._send(call, _json(parse_copy))

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
            self._send(Call(operation, "POST", path, self._user_id, Repeat.IF_NOT_DONE), _ignored)
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
        call = Call(operation, "DELETE", f"/partner/documents/{document_id}", self._user_id)
        may_be_gone = False

        def attempt() -> None:
            nonlocal may_be_gone
            try:
                self._attempt(call, _ignored)
            except NotFound:
                if not may_be_gone:
                    raise
            except CallError as error:
                may_be_gone = may_be_gone or error.failure.may_have_acted
                raise

        self._repeated(call, attempt)

    # -------------------------------------------------------------------------------------------------------- exports

    def word_templates(self) -> tuple[Template, ...]:
        """The templates for Word exports. Source: guide, Getting available word templates. Raises: PartnerError."""
        call = self._reading("Listing the Word templates", "/partner/templates/word", {}, None)
        return self._send(call, _json(parse_list(parse_template)))

    def export_sdxml(self, document_id: str, target: str | Path, user_id: str | None = None) -> Path:
        """The file `target`, an SDXML package: `sd.xml` and `images/`.

        Source: guide, Exporting Documents to SDXML.

        Raises: PartnerError, OutputRefused.
        """
        return self._export("sdxml", document_id, target, user_id, {}, "sd.xml")

    def export_parsx(self, document_id: str, target: str | Path, user_id: str | None = None) -> Path:
        """The file `target`, a parsX package: `parsx.xml` and `images/`.

        Source: guide, Exporting Documents to Parsx XML.

        Raises: PartnerError, OutputRefused.
        """
        return self._export("parsx", document_id, target, user_id, {}, "parsx.xml")

    def export_html(
        self,
        document_id: str,
        target: str | Path,
        user_id: str | None = None,
        *,
        mode: HtmlMode | str = HtmlMode.FINAL,
        only_public: bool = False,
    ) -> Path:
        """The file `target`, an HTML package: `index.html` and `images/`.

        Source: guide, Exporting Documents to zipped html.

        Raises: PartnerError, OutputRefused.
        """
        options = {"mode": str(mode), "onlyPublic": only_public}
        return self._export("html", document_id, target, user_id, options, "index.html", limits.check_mode(mode))

    def export_word(
        self,
        document_id: str,
        target: str | Path,
        template_id: str,
        user_id: str | None = None,
        *,
        settings: WordSettings | None = None,
    ) -> Path:
        """The file `target`, a .docx made with a template of the server.

        Source: guide, Exporting Documents to word.

        Raises: PartnerError, OutputRefused.
        """
        chosen = (settings or WordSettings()).as_json()
        options = {"templateId": template_id, "settings": chosen}
        faults = [*limits.check_text("templateId", template_id), *limits.check_word_settings(chosen)]
        return self._export("word", document_id, target, user_id, options, "[Content_Types].xml", faults)

    def _export(
        self,
        kind: str,
        document_id: str,
        target: str | Path,
        user_id: str | None,
        options: Mapping[str, Any],
        needed: str,
        faults: Iterable[str] = (),
    ) -> Path:
        operation = f"Exporting to {kind}"
        user = user_id or self._user_id
        self._refuse(operation, limits.check_id(document_id), limits.check_text("userId", user), faults)
        call = Call(
            operation,
            "POST",
            f"/partner/documents/{document_id}/export/{kind}",
            user,
            payload={"userId": user, **options},
            takes_work=True,
        )
        path = Path(target)
        return self._send(call, lambda received: save_export(received.chunks(), path, needed))

    def ping(self) -> Ping:
        """What a call that changes nothing tells of the server; that it returns shows that the credentials are right.

        Raises: PartnerError.
        """
        began = self._clock.monotonic()
        call = self._reading("Asking the server", "/partner/templates/word", {}, None)
        version, templates = self._send(call, _with_version)
        return Ping(version, self._clock.monotonic() - began, len(templates))

    # -------------------------------------------------------------------------------------------------------- sending

    def _reading(self, operation: str, path: str, query: Mapping[str, str], user_id: str | None) -> Call:
        return Call(operation, "GET", path, user_id or self._user_id, query=query)

    def _refuse(self, operation: str, *checks: Iterable[str]) -> None:
        """Raises: InvalidRequest that names every fault."""
        faults = [fault for faults in checks for fault in faults]
        if faults:
            raise InvalidRequest("; ".join(faults), Failure(operation), faults)

    def _send(self, call: Call, receive: Callable[[_Received], T]) -> T:
        """What `receive` makes of the answer. Raises: CallError, OutcomeUnknown where the server may have acted."""
        return self._repeated(call, partial(self._attempt, call, receive))

    def _repeated(self, call: Call, attempt: Callable[[], T]) -> T:
        def may_repeat(error: CallError) -> bool:
            if isinstance(error, AuthenticationFailed):
                return self._auth.forget()
            is_safe = call.repeat is Repeat.ALWAYS or not error.failure.may_have_acted
            if error.is_transient and is_safe:
                log.info("%s: %s; it is tried again", call.operation, error.reason)
                return True
            return False

        try:
            return repeated(attempt, may_repeat, self._retries, self._clock)
        except CallError as error:
            if call.repeat is Repeat.IF_NOT_DONE and error.failure.may_have_acted:
                raise OutcomeUnknown(
                    f"nobody knows whether it was done ({error.reason})", error.failure, call.trace
                ) from error
            raise

    def _attempt(self, call: Call, receive: Callable[[_Received], T]) -> T:
        """One request with its own token, id and body, and what comes of it."""
        attempt_id = str(uuid.uuid4())
        body = None if call.upload is None else call.upload()
        try:
            request = self._request(call, attempt_id, body)
            answer = self._transport.send(request)
            try:
                return self._received(call, answer, receive, attempt_id)
            finally:
                answer.close()
        except Broken as broken:
            raise self._broken(call, broken, attempt_id) from None
        finally:
            if body is not None:
                body.close()

    def _request(self, call: Call, attempt_id: str, body: MultipartBody | None) -> Request:
        if not call.issuer:
            raise BadConfiguration("Name the acting user: user_id of the client, or of the call.")
        credentials = self._auth.headers(call.issuer, int(self._clock.time()), attempt_id, self._sign_in)
        kind = "application/json" if body is None else body.content_type
        payload = None if call.payload is None else json.dumps(call.payload).encode("ascii")
        return Request(
            call.method,
            self._address(call.path, call.query),
            {**credentials, "content-type": kind, "accept": "*/*", "user-agent": "sdconvert"},
            payload if body is None else body,
            self._timeouts.work if call.takes_work else self._timeouts.read,
        )

    def _address(self, path: str, query: Mapping[str, str]) -> str:
        return f"{self._base_url}{path}" + (f"?{urlencode(query, quote_via=quote)}" if query else "")

    def _sign_in(self, path: str, headers: Mapping[str, str], credentials: Mapping[str, str], token: str) -> str:
        """The access token of the legacy scheme."""
        request = Request(
            "POST",
            self._address(path, {}),
            {**headers, "content-type": "application/json"},
            json.dumps(credentials).encode("ascii"),
            self._timeouts.read,
        )
        call = Call("Signing in", "POST", path, "")
        try:
            answer = self._transport.send(request)
            try:
                value = self._received(call, answer, _json(dict), "")
            finally:
                answer.close()
        except Broken as broken:
            raise self._broken(call, Broken(str(broken), was_sent=False), "") from None
        found = value.get(token)
        if not isinstance(found, str):
            raise MalformedAnswer("the answer holds no access token", Failure(call.operation))
        return found

    def _received(self, call: Call, answer: Answer, receive: Callable[[_Received], T], attempt_id: str) -> T:
        """What `receive` makes of a 200; every other answer is an error."""
        request_id = answer.headers.get("x-request-id", attempt_id)
        log.debug("%s %s: %s (request %s)", call.method, call.path, answer.status, request_id)
        if answer.status != 200:
            raise self._refused(call, answer, request_id)
        self._check_version(call, answer, request_id)
        try:
            return receive(_Received(answer, self._clock.monotonic() + self._timeouts.total, self._clock.monotonic))
        except Unexpected as error:
            reason = f"the answer cannot be understood: {error}"
            raise MalformedAnswer(reason, Failure(call.operation, 200, request_id, may_have_acted=True)) from None

    def _check_version(self, call: Call, answer: Answer, request_id: str) -> None:
        """Raises: VersionTooOld, unless the call has made something: then its result counts more."""
        stated = answer.headers.get("x-api-version", "")
        version = parse_version(stated)
        if version is None or version >= self._least_version:
            return
        least = ".".join(map(str, self._least_version))
        if call.repeat is Repeat.IF_NOT_DONE:
            log.warning("The server's API is of version %s, at least %s is expected.", stated, least)
            return
        reason = f"the server's API is of version {stated[:40]}, at least {least} is needed"
        raise VersionTooOld(reason, Failure(call.operation, answer.status, request_id))

    def _broken(self, call: Call, broken: Broken, request_id: str) -> CallError:
        failure = Failure(call.operation, request_id=request_id, may_have_acted=broken.was_sent)
        if isinstance(broken, Untrusted):
            return CertificateRefused(str(broken), failure)
        if isinstance(broken, TimedOut):
            return CallTimedOut(str(broken), failure)
        return ConnectionFailed(str(broken), failure)

    def _refused(self, call: Call, answer: Answer, request_id: str) -> CallError:
        """The error that an answer other than 200 stands for."""
        status = answer.status
        failure = Failure(
            call.operation,
            status,
            request_id,
            self._words(answer),
            parse_retry_after(answer.headers.get("retry-after"), self._clock.time()),
            may_have_acted=not 400 <= status < 500,
        )
        if status >= 500:
            return ServerError(f"the server failed with {status}", failure)
        kind = _kind_of_refusal(call, status, failure.body)
        if kind is None:
            return UnexpectedStatus(f"the server answered {status}, which the guide does not know", failure)
        return kind(f"the server answered {status}", failure)

    def _words(self, answer: Answer) -> str:
        """The beginning of the body, on one line and without secrets."""
        data = b""
        try:
            for chunk in answer.chunks():
                data += chunk
                if len(data) > 4 * _BODY_SHOWN:
                    break
        except Broken:
            log.debug("The body of the answer is cut short.")
        text = " ".join(redact(data.decode("utf-8", "replace"), self._auth.secrets).split())
        return text if len(text) <= _BODY_SHOWN else text[:_BODY_SHOWN] + "…"


@dataclass(frozen=True, slots=True)
class _Received:
    """A 200 whose body is read within the total time."""

    answer: Answer
    deadline: float
    monotonic: Callable[[], float]

    def chunks(self) -> Iterator[bytes]:
        """The body in pieces. Raises: Broken."""
        for chunk in self.answer.chunks():
            if self.monotonic() > self.deadline:
                raise TimedOut("the answer did not come to its end in time")
            yield chunk

    def body(self) -> bytes:
        """The whole body. Raises: Broken, Unexpected when it is too large."""
        pieces = []
        size = 0
        for chunk in self.chunks():
            size += len(chunk)
            if size > _LARGEST_ANSWER:
                raise Unexpected("it is too large")
            pieces.append(chunk)
        return b"".join(pieces)


def _json(parse: Callable[[Any], T]) -> Callable[[_Received], T]:
    return lambda received: parse(parse_json(received.body()))


def _ignored(received: _Received) -> None:
    received.body()


def _with_version(received: _Received) -> tuple[str, tuple[Template, ...]]:
    return received.answer.headers.get("x-api-version", ""), _json(parse_list(parse_template))(received)


_REFUSALS: Mapping[int, type[CallError]] = {
    400: InvalidState,
    401: AuthenticationFailed,
    402: PaymentRequired,
    403: PermissionDenied,
    404: NotFound,
    412: InvalidRequest,
    413: TooLarge,
    429: RateLimited,
}


_WORDS_ABOUT_RIGHTS = ("client", "key", "right", "permission", "forbidden", "not allowed", "draft")


def _kind_of_refusal(call: Call, status: int, words: str) -> type[CallError] | None:
    """The guide prints 403 for what is not found and for what is too large: the call and the words tell them apart."""
    if status == 403:
        said = words.casefold()
        if call.upload is not None and not any(word in said for word in _WORDS_ABOUT_RIGHTS):
            return TooLarge
        if "not found" in said:
            return NotFound
    return _REFUSALS.get(status)


def _supplemental_faults(document: NewDocument) -> Iterable[str]:
    return limits.check_supplemental(document.supplemental, TAG_LENGTH)


def kind_of(file: str | Path) -> str:
    """`word` for a .docx, `sdxml` for any other file."""
    return "word" if Path(file).suffix.lower() == ".docx" else "sdxml"


def _checked_url(base_url: str, insecure: bool) -> str:
    """Raises: BadConfiguration for an address that no call can be made to, or that would carry secrets in the open."""
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadConfiguration(f"{redact(base_url)!r} is no address of a server: https://… is needed.")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise BadConfiguration("The address of the server holds more than a host and a path.")
    if parts.scheme == "http" and parts.hostname not in _LOOPBACK and not insecure:
        raise BadConfiguration(f"http://{parts.hostname} would carry secrets in the open; use https.")
    return base_url.rstrip("/")
