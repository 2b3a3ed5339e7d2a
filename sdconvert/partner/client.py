"""The client: a method for each call of the Partner API. All of them pass through `Sender.send`."""

from __future__ import annotations

import random as chance
import time
import uuid
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from sdconvert.errors import PartnerError, UnreadableInput
from sdconvert.http.address import checked_url
from sdconvert.http.answers import parse_list
from sdconvert.http.pace import Pace
from sdconvert.http.received import Received, as_json, ignored
from sdconvert.http.retry import Clock, RetryPolicy
from sdconvert.http.secret import Secret
from sdconvert.http.transport import (
    RequestsTransport,
    Timeouts,
    Transport,
)
from sdconvert.partner import limits
from sdconvert.partner.answers import (
    parse_access,
    parse_copy,
    parse_counts,
    parse_info,
    parse_template,
)
from sdconvert.partner.auth import Algorithm, Auth, JwtAuth
from sdconvert.partner.errors import (
    AlreadyExists,
    CallError,
    Failure,
    InvalidFile,
    InvalidRequest,
    NotFound,
    OutcomeUnknown,
    TooLarge,
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
from sdconvert.partner.sending import Call, Repeat, Sender
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
from sdconvert.partner.uploads import Progress, onward, pack_upload

T = TypeVar("T")
Check = Callable[[Path], Sequence[str]]
"""What keeps a file from being imported, one sentence each; nothing where it can be sent."""

LEAST_VERSION = (2, 6, 0, 0)
LARGEST_UPLOAD = 1_000_000_000
_SETTLE_WAIT = 1.0
_EMPTY_DOCUMENT = "none"


class IfExists(StrEnum):
    """What an import does when the same file was imported before, with the same settings and for the same user."""

    ADOPT = "adopt"
    NEW = "new"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class _Way:
    """How a file is imported."""

    if_exists: IfExists
    validate: bool
    progress: Progress | None
    key: str = ""
    known: Mapping[str, str] | None = None


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
        largest_upload: int = LARGEST_UPLOAD,
        least_version: tuple[int, ...] = LEAST_VERSION,
        transport: Transport | None = None,
        pace: Pace | None = None,
        now: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float] = chance.random,
    ) -> None:
        """`user_id` acts where a call names nobody. `auth` replaces the client id and secret, for the legacy scheme.

        `certificates` is a file with CA certificates, or `system` for those of the operating system (extra
        `truststore`). `insecure` trusts everybody and allows http to other machines; it warns. `check` is asked
        before a file is sent. `pace` bounds how often the server is called.

        Raises: BadConfiguration.
        """
        address = checked_url(base_url, insecure)
        if insecure:
            warnings.warn("The server's certificate is not verified: anybody can read along.", stacklevel=2)
        patience = timeouts or Timeouts()
        self._sender = Sender(
            address,
            auth if auth is not None else JwtAuth(client_id, client_secret, algorithm),
            transport or RequestsTransport(patience, certificates=certificates, proxies=proxies, verifies=not insecure),
            patience,
            retries or RetryPolicy(),
            Clock(now, monotonic, sleep, random),
            least_version,
            pace or Pace(monotonic=monotonic, sleep=sleep),
        )
        self._user_id = user_id
        self._check = check
        self._largest_upload = largest_upload

    def __repr__(self) -> str:
        return f"PartnerClient({self._sender.base_url!r}, {self._sender.auth!r}, user_id={self._user_id!r})"

    def __enter__(self) -> PartnerClient:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def base_url(self) -> str:
        """The address of the server."""
        return self._sender.base_url

    @property
    def user_id(self) -> str:
        """Who acts where a call names nobody."""
        return self._user_id

    def close(self) -> None:
        """Close the connections."""
        self._sender.transport.close()

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
            was_made=lambda: self._made_by(trace) is not None,
        )
        try:
            return self._sender.send(call, as_json(parse_access))
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
        return self._import(
            "word", Path(file), document, mapping, _Way(IfExists(if_exists), validate, onward(progress))
        )

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
        way = _Way(IfExists(if_exists), validate, onward(progress))
        return self._import("sdxml", Path(file), document, None, way)

    def upload(
        self,
        file: str | Path,
        document: NewDocument,
        mapping: StyleMapping | None = None,
        *,
        if_exists: IfExists | str = IfExists.ADOPT,
        validate: bool = True,
        progress: Progress | None = None,
        key: str = "",
        known: Mapping[str, str] | None = None,
    ) -> Imported:
        """A document made of a file: Word where its name ends in .docx, SDXML for any other.

        `key` tells equal files with equal settings apart, which are else one document: those of different places in a
        batch. `known` is what `imports` gave, for many uploads in a row: then the list is asked neither before the
        import nor after an unknown outcome, which the caller has to clear up, and nothing is sent twice meanwhile.

        Raises: as `import_word`; InvalidRequest for a mapping with an SDXML package.
        """
        kind = kind_of(file)
        if mapping and kind != "word":
            self._refuse(f"Importing {Path(file).name}", ["a mapping is for Word files only"])
        way = _Way(IfExists(if_exists), validate, onward(progress), key, known)
        return self._import(kind, Path(file), document, mapping, way)

    def imports(self, group_id: str, user_id: str) -> dict[str, str]:
        """What the list shows of a user's imports into a group: the id of the document by the fingerprint of its
        content, the oldest where there are several. Archived ones cannot be used and do not count.

        Raises: PartnerError.
        """
        found: dict[str, str] = {}
        documents = self.list_documents(group_id=group_id, user_id=user_id)
        for info in sorted(documents, key=lambda info: (info.created, info.id)):
            content = split_supplemental(info.supplemental)[1]
            if content and not info.is_archived:
                found.setdefault(content, info.id)
        return found

    def _import(
        self, kind: str, path: Path, document: NewDocument, mapping: StyleMapping | None, way: _Way
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
        self._check_file(operation, path, way.validate)
        trace = self._trace(document, file_digest(path), kind, rows, way.key)
        if way.if_exists is not IfExists.NEW:
            found = self._id_of(trace, way.known)
            if found and way.if_exists is IfExists.FAIL:
                raise AlreadyExists(f"it is there already as {found}", Failure(operation), found)
            if found:
                return Imported(found, trace.content, was_adopted=True)
        described = replace(document, supplemental=tagged(document.supplemental, trace))
        call = Call(
            operation,
            "POST",
            f"/partner/imports/{kind}/upload",
            document.user.user_id,
            Repeat.IF_NOT_DONE if way.known is None else Repeat.IF_NOT_RECEIVED,
            upload=lambda: pack_upload(path, described, mapping, progress=way.progress).body,
            takes_work=True,
            trace=trace,
            was_made=lambda: self._made_by(trace) is not None,
        )
        return self._sent_once(call, trace) if way.known is None else self._sent(call, trace)

    def _id_of(self, trace: Trace, known: Mapping[str, str] | None) -> str:
        """The id of the document with this content, empty where there is none."""
        if known is not None:
            return known.get(trace.content, "")
        found = self._find(trace, lambda content, _call: content == trace.content)
        return "" if found is None else found.id

    def _made_by(self, trace: Trace) -> DocumentInfo | None:
        """The document that one call has made."""
        return self._find(trace, lambda _content, call: call == trace.call)

    def _sent_once(self, call: Call, trace: Trace) -> Imported:
        try:
            return self._sent(call, trace)
        except OutcomeUnknown as unknown:
            found = self._looked_for(unknown)
            return Imported(found.id, trace.content, was_adopted=True)

    def _sent(self, call: Call, trace: Trace) -> Imported:
        access = self._sender.send(call, as_json(parse_access))
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

    def _trace(
        self, document: NewDocument, file_hash: str, kind: str, mapping: Mapping[str, Any] | None, key: str = ""
    ) -> Trace:
        content = content_fingerprint(file_hash, kind, document.as_json(), mapping, key)
        return Trace(document.group_id, document.user.user_id, content, uuid.uuid4().hex[:12])

    def reconcile(self, unknown: OutcomeUnknown) -> DocumentInfo | None:
        """The document that the call has made after all, or None when the list does not show it within the time that
        the policy allows the server to settle. None is no proof: a server may act later.

        Raises: PartnerError; the error itself where nothing can tell.
        """
        trace = unknown.trace
        if trace is None:
            raise unknown
        began = self._sender.clock.monotonic()
        while True:
            found = self._made_by(trace)
            if found is not None or self._sender.clock.monotonic() - began >= self._sender.retries.settle:
                return found
            self._sender.clock.sleep(_SETTLE_WAIT)

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
        return self._sender.send(call, as_json(parse_access))

    def info(self, document_id: str, user_id: str | None = None) -> DocumentInfo:
        """What the service tells of a document; the `has_…` for the user that is named.

        Source: guide, Getting Information for a single Document.

        Raises: PartnerError.
        """
        operation = "Reading a document's information"
        self._refuse(operation, limits.check_id(document_id))
        query = {} if user_id is None else {"userId": user_id}
        path = f"/partner/documents/{document_id}"
        return self._sender.send(self._reading(operation, path, query, user_id), as_json(parse_info))

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
        return self._sender.send(call, as_json(parse_list(parse_info)))

    def unseen_count(self, user_id: str) -> UnseenCounts:
        """How many documents have changes that a user has not seen.

        Source: guide, Get Unseen Changes Count.

        Raises: PartnerError.
        """
        operation = "Counting unseen changes"
        self._refuse(operation, limits.check_text("userId", user_id))
        call = self._reading(operation, "/partner/documents/unseen/count", {"userId": user_id}, user_id)
        return self._sender.send(call, as_json(parse_counts))

    def unseen_list(self, user_id: str) -> tuple[DocumentInfo, ...]:
        """The documents with changes that a user has not seen.

        Source: guide, Listing Documents with unseen changes.

        Raises: PartnerError.
        """
        operation = "Listing unseen changes"
        self._refuse(operation, limits.check_text("userId", user_id))
        call = self._reading(operation, "/partner/documents/unseen/list", {"userId": user_id}, user_id)
        return self._sender.send(call, as_json(parse_list(parse_info)))

    def update_metadata(self, document_id: str, changes: Metadata) -> None:
        """Change some of a document's metadata. A new `supplemental` replaces the fingerprint of the import as well.

        Source: guide, Updating document metadata.

        Raises: PartnerError.
        """
        operation = "Changing metadata"
        payload = changes.as_json()
        self._refuse(operation, limits.check_id(document_id), limits.check_metadata(payload))
        path = f"/partner/documents/{document_id}/metadata"
        self._sender.send(Call(operation, "POST", path, self._user_id, payload=payload), ignored)

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
        return self._sender.send(call, as_json(parse_copy))

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
            self._sender.send(Call(operation, "POST", path, self._user_id, Repeat.IF_NOT_DONE), ignored)
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
                self._sender.attempt(call, ignored)
            except NotFound:
                if not may_be_gone:
                    raise
            except CallError as error:
                may_be_gone = may_be_gone or error.failure.may_have_acted
                raise

        self._sender.repeated(call, attempt)

    # -------------------------------------------------------------------------------------------------------- exports

    def word_templates(self) -> tuple[Template, ...]:
        """The templates for Word exports. Source: guide, Getting available word templates. Raises: PartnerError."""
        call = self._reading("Listing the Word templates", "/partner/templates/word", {}, None)
        return self._sender.send(call, as_json(parse_list(parse_template)))

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
        return self._sender.send(call, lambda received: save_export(received.chunks(), path, needed))

    def ping(self) -> Ping:
        """What a call that changes nothing tells of the server; that it returns shows that the credentials are right.

        Raises: PartnerError.
        """
        began = self._sender.clock.monotonic()
        call = self._reading("Asking the server", "/partner/templates/word", {}, None)
        version, templates = self._sender.send(call, _with_version)
        return Ping(version, self._sender.clock.monotonic() - began, len(templates))

    def _reading(self, operation: str, path: str, query: Mapping[str, str], user_id: str | None) -> Call:
        return Call(operation, "GET", path, user_id or self._user_id, query=query)

    def _refuse(self, operation: str, *checks: Iterable[str]) -> None:
        """Raises: InvalidRequest that names every fault."""
        faults = [fault for faults in checks for fault in faults]
        if faults:
            raise InvalidRequest("; ".join(faults), Failure(operation), faults)


def _with_version(received: Received) -> tuple[str, tuple[Template, ...]]:
    return received.answer.headers.get("x-api-version", ""), as_json(parse_list(parse_template))(received)


def _supplemental_faults(document: NewDocument) -> Iterable[str]:
    return limits.check_supplemental(document.supplemental, TAG_LENGTH)


def kind_of(file: str | Path) -> str:
    """`word` for a .docx, `sdxml` for any other file."""
    return "word" if Path(file).suffix.lower() == ".docx" else "sdxml"
