"""The calls that make a document, once: an unknown outcome is cleared up by the list of documents."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from sdconvert.errors import PartnerError, UnreadableInput
from sdconvert.files import Source, as_path
from sdconvert.frozen import dataclass
from sdconvert.http.response import json_reader
from sdconvert.partner import limits
from sdconvert.partner.documents import DocumentCalls
from sdconvert.partner.errors import AlreadyExists, Failure, InvalidFile, OutcomeUnknown, TooLarge
from sdconvert.partner.fingerprint import (
    TAG_LENGTH,
    Trace,
    content_fingerprint,
    file_digest,
    split_supplemental,
    with_tag,
)
from sdconvert.partner.responses import parse_access
from sdconvert.partner.sender import PartnerCall, Repeat, Sender
from sdconvert.partner.types import (
    Access,
    DocumentInfo,
    IfExists,
    ImportResult,
    NewDocument,
    StyleMapping,
    mapping_as_json,
)
from sdconvert.partner.uploads import MultipartBody, Progress, forward_only, name_by_content, pack_upload

Check = Callable[[Path], Sequence[str]]
"""What keeps a file from being imported, one sentence each; nothing where it can be sent."""

_SETTLE_WAIT = 1.0


@dataclass(frozen=True, slots=True)
class _ImportOptions:
    """How a file is imported."""

    if_exists: IfExists
    validate: bool
    progress: Progress | None
    key: str = ""
    known: Mapping[str, str] | None = None


class ImportCalls(DocumentCalls):
    """The calls that make a document, once."""

    def __init__(
        self,
        sender: Sender,
        user_id: str,
        check: Check | None,
        largest_upload: int,
        commenter: str,
        has_fingerprint: bool,
    ) -> None:
        super().__init__(sender, user_id, commenter)
        self._check = check
        self._largest_upload = largest_upload
        self._has_fingerprint = has_fingerprint

    @property
    def has_fingerprint(self) -> bool:
        """Whether imports carry what tells that a file was imported already."""
        return self._has_fingerprint

    def create(self, document: NewDocument) -> Access:
        """An empty document, with a link into it. It carries no fingerprint, so nothing is done after an unknown
        outcome.

        Source: guide, Creating empty Documents.

        Raises: PartnerError; OutcomeUnknown where the document may be there.
        """
        operation = "Creating a document"
        self._refuse(operation, limits.check_document_kind(document))
        data = document.as_json(self._commenter)
        faults = limits.check_supplemental(document.supplemental)
        self._refuse(operation, limits.check_new_document(document.user, data), faults)
        user_id = document.user.user_id
        call = PartnerCall(operation, "POST", "/partner/documents/create", user_id, Repeat.IF_NOT_DONE, payload=data)
        return self._sender.send(call, json_reader(parse_access))

    def import_word(
        self,
        file: Source,
        document: NewDocument,
        mapping: StyleMapping | None = None,
        *,
        if_exists: IfExists | str = IfExists.ADOPT,
        validate: bool = True,
        progress: Progress | None = None,
    ) -> ImportResult:
        """A document made of a .docx, once: the same file with the same settings is not imported again but adopted,
        unless `if_exists` says otherwise. After an unknown outcome the document list is asked.

        Source: guide, Importing Word Documents, Pass style mapping.

        Raises: PartnerError, OutcomeUnknown among them, UnreadableInput for a file that cannot be read.
        """
        options = self._options(if_exists, validate, progress)
        with as_path(file, "document.docx") as path:
            return self._import("word", path, document, mapping, options)

    def import_sdxml(
        self,
        file: Source,
        document: NewDocument,
        *,
        if_exists: IfExists | str = IfExists.ADOPT,
        validate: bool = True,
        progress: Progress | None = None,
    ) -> ImportResult:
        """A document made of an SDXML package, once; as `import_word`.

        Source: guide, Importing XML Documents.

        Raises: as `import_word`.
        """
        options = self._options(if_exists, validate, progress)
        with as_path(file, "document.zip") as path:
            return self._import("sdxml", path, document, None, options)

    def upload(
        self,
        file: Source,
        document: NewDocument,
        mapping: StyleMapping | None = None,
        *,
        if_exists: IfExists | str = IfExists.ADOPT,
        validate: bool = True,
        progress: Progress | None = None,
        key: str = "",
        known: Mapping[str, str] | None = None,
    ) -> ImportResult:
        """A document made of a file: Word where its name ends in .docx, SDXML for any other.

        `key` tells equal files with equal settings apart, which are else one document: those of different places in a
        batch. `known` is what `imports` gave, for many uploads in a row: then the list is asked neither before the
        import nor after an unknown outcome, which the caller has to clear up, and nothing is sent twice meanwhile.

        Raises: as `import_word`; InvalidRequest for a mapping with an SDXML package.
        """
        options = self._options(if_exists, validate, progress, key, known)
        with as_path(file, name_by_content) as path:
            kind = kind_of(path)
            if mapping and kind != "word":
                self._refuse(f"Importing {path.name}", ["a mapping is for Word files only"])
            return self._import(kind, path, document, mapping, options)

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

    def _options(
        self,
        if_exists: IfExists | str,
        validate: bool,
        progress: Progress | None,
        key: str = "",
        known: Mapping[str, str] | None = None,
    ) -> _ImportOptions:
        checked = limits.check_import_options(if_exists, validate, progress), limits.check_known(key, known)
        self._refuse("Importing a file", *checked)
        return _ImportOptions(IfExists(if_exists), validate, forward_only(progress), key, known)

    def _import(
        self, kind: str, path: Path, document: NewDocument, mapping: StyleMapping | None, options: _ImportOptions
    ) -> ImportResult:
        operation = f"Importing {path.name}"
        mapping_faults = limits.check_kind("mapping", mapping, Mapping, may_be_none=True)
        self._refuse(operation, limits.check_document_kind(document), mapping_faults)
        rows = mapping_as_json(mapping) if mapping is not None else None
        self._refuse(
            operation,
            limits.check_new_document(document.user, document.as_json()),
            limits.check_supplemental(document.supplemental, TAG_LENGTH if self._has_fingerprint else 0),
            limits.check_mapping(rows or {}),
            self._faults_without_fingerprint(options),
        )
        stamp = check_file(operation, path, self._largest_upload, self._check if options.validate else None)

        def call_with(described: NewDocument) -> PartnerCall:
            data = described.as_json(self._commenter)
            return PartnerCall(
                operation,
                "POST",
                f"/partner/imports/{kind}/upload",
                document.user.user_id,
                Repeat.IF_NOT_DONE if options.known is None else Repeat.IF_NOT_RECEIVED,
                upload=lambda: _body(path, stamp, data, mapping, options.progress),
                uploaded=stamp.size,
                takes_work=True,
            )

        if not self._has_fingerprint:
            return self._send(call_with(document), "")
        trace = self._trace(document, file_digest(path), kind, rows, options.key)
        if options.if_exists is not IfExists.NEW:
            found = self._id_of(trace, options.known)
            if found and options.if_exists is IfExists.FAIL:
                raise AlreadyExists(f"it is there already as {found}", Failure(operation), found)
            if found:
                return ImportResult(found, trace.content, was_adopted=True)
        marked = replace(
            call_with(replace(document, supplemental=with_tag(document.supplemental, trace))),
            trace=trace,
            was_made=lambda: self._find_made_by(trace) is not None,
        )
        return self._send_once(marked, trace) if options.known is None else self._send(marked, trace.content)

    def _faults_without_fingerprint(self, options: _ImportOptions) -> Iterable[str]:
        if not self._has_fingerprint and (options.if_exists is IfExists.FAIL or options.known is not None):
            yield "what was imported before is told by the fingerprint, which is off"

    def _id_of(self, trace: Trace, known: Mapping[str, str] | None) -> str:
        """The id of the document with this content, empty where there is none."""
        if known is not None:
            return known.get(trace.content, "")
        found = self._find(trace, lambda content, _call: content == trace.content)
        return "" if found is None else found.id

    def _find_made_by(self, trace: Trace) -> DocumentInfo | None:
        """The document that one call has made, though it may be archived by now."""
        return self._find(trace, lambda _content, call: call == trace.call, counts_archived=True)

    def _send_once(self, call: PartnerCall, trace: Trace) -> ImportResult:
        try:
            return self._send(call, trace.content)
        except OutcomeUnknown as unknown:
            found = self._find_after_all(unknown)
            return ImportResult(found.id, trace.content, was_adopted=True)

    def _send(self, call: PartnerCall, fingerprint: str) -> ImportResult:
        access = self._sender.send(call, json_reader(parse_access))
        return ImportResult(access.document_id, fingerprint, access)

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
        self._refuse("Reconciling", limits.check_kind("unknown", unknown, OutcomeUnknown))
        trace = unknown.trace
        if trace is None:
            raise unknown
        began = self._sender.clock.monotonic()
        while True:
            found = self._find_made_by(trace)
            if found is not None or self._sender.clock.monotonic() - began >= self._sender.retries.settle:
                return found
            self._sender.clock.sleep(_SETTLE_WAIT)

    def _find_after_all(self, unknown: OutcomeUnknown) -> DocumentInfo:
        """The document that was made after all. Raises: the error itself where none is found."""
        try:
            found = self.reconcile(unknown)
        except PartnerError as error:
            raise unknown from error
        if found is None:
            raise unknown
        return found

    def _find(
        self, trace: Trace, is_it: Callable[[str, str], bool], *, counts_archived: bool = False
    ) -> DocumentInfo | None:
        """The oldest document of the group that carries the tag. Archived ones cannot be used."""
        documents = self.list_documents(group_id=trace.group_id, user_id=trace.user_id)
        found = [
            info
            for info in documents
            if (counts_archived or not info.is_archived) and is_it(*split_supplemental(info.supplemental)[1:])
        ]
        return min(found, key=lambda info: (info.created, info.id), default=None)


class FileStamp(NamedTuple):
    """What changes when a file is written anew."""

    size: int
    changed_ns: int


def check_file(operation: str, path: Path, largest_upload: int, check: Check | None) -> FileStamp:
    """The stamp of a file that can be sent. Raises: TooLarge, InvalidFile, UnreadableInput."""
    stamp = _stamp_of(path)
    if stamp.size > largest_upload:
        reason = f"the file has {stamp.size:,} bytes, {largest_upload:,} are allowed"
        raise TooLarge(reason, Failure(operation))
    reasons = () if check is None else check(path)
    if reasons:
        shown = "; ".join(reason.rstrip(".") for reason in reasons)
        raise InvalidFile(f"the import would refuse it: {shown}", Failure(operation))
    return stamp


def _stamp_of(path: Path) -> FileStamp:
    try:
        status = path.stat()
    except OSError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}.") from error
    return FileStamp(status.st_size, status.st_mtime_ns)


def _body(
    path: Path, stamp: FileStamp, document: Mapping[str, Any], mapping: StyleMapping | None, progress: Progress | None
) -> MultipartBody:
    """The body of an attempt. Raises: UnreadableInput for a file that is no longer the one its fingerprint tells of."""
    if _stamp_of(path) != stamp:
        raise UnreadableInput(f"{path} was changed while it was imported; import it again.")
    return pack_upload(path, document, mapping, progress=progress).body


def kind_of(file: str | Path) -> str:
    """`word` for a .docx, `sdxml` for any other file."""
    return "word" if Path(file).suffix.lower() == ".docx" else "sdxml"
