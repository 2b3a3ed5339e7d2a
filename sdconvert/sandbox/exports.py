"""What leaves a sandbox: packages, pages and Word files."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from sdconvert.backings import IN_MEMORY
from sdconvert.files import Output, join, load
from sdconvert.options import ConversionOptions
from sdconvert.recognition import FormatName
from sdconvert.sandbox import contents
from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.parameters import HtmlExport, WordExport
from sdconvert.sandbox.records import StoredDocument
from sdconvert.sandbox.redline import History
from sdconvert.sandbox.refusal import forbidden, invalid, not_found
from sdconvert.sandbox.rules import check_visible, find_document
from sdconvert.sandbox.store import Store


class Exports:
    """The calls that export."""

    def __init__(self, store: Store, options: SandboxOptions) -> None:
        self.language = options.language
        """That of all users, in which captions are: None for that of each document."""
        self._store = store
        self._options = options

    def export(self, id: str, user_id: str, to: FormatName, issuer: str | None) -> bytes | BinaryIO:
        """The document in a format; the package itself where it has not been edited."""
        document = self._find_for_export(id, user_id, issuer)
        if to is FormatName.SDXML and not document.is_edited:
            return self._open(id)
        with self._open(id) as package:
            return self._made(contents.export(package, document, ConversionOptions(to=to)))

    def _made(self, output: Output) -> bytes | BinaryIO:
        """What was made, in a file that goes when it is closed where it is large."""
        file = cast(BinaryIO, SpooledTemporaryFile(IN_MEMORY, dir=str(self._store.files.root)))  # noqa: SIM115
        try:
            file.writelines(output.pieces())
            size = file.tell()
            file.seek(0)
            if size > IN_MEMORY:
                return file
            data = file.read()
        except BaseException:
            file.close()
            raise
        file.close()
        return data

    def export_html(self, id: str, wanted: HtmlExport, issuer: str | None) -> bytes | BinaryIO:
        document = self._find_for_export(id, wanted.user_id, issuer)
        return self._made(self._html(document, None if wanted.mode == "final" else self._history(document, wanted)))

    def _history(self, document: StoredDocument, wanted: HtmlExport) -> History:
        """What an export shows of the history: as news what the user has not seen, and no private conversation where
        only public ones are wanted."""
        view = self._store.view(document.id, wanted.user_id)
        is_news = wanted.mode == "news"
        return History(
            shows_resolved=wanted.mode != "redlineAndPending",
            private_authors=frozenset(document.private_authors if wanted.only_public else ()),
            has_new_changes=is_news and view.section_changes < document.section_changes,
            has_new_posts=is_news and view.conversation_changes < document.conversation_changes,
        )

    def export_word(self, id: str, wanted: WordExport, issuer: str | None) -> bytes | BinaryIO:
        document = self._find_for_export(id, wanted.user_id, issuer)
        template = next(template for template in self._options.templates if template.id == wanted.template_id)
        data = None if template.path is None else load(template.path)
        options = ConversionOptions(to=FormatName.DOCX, template=data, settings=wanted.settings)
        with self._open(id) as package:
            return self._made(contents.export(package, document, options))

    def page(self, document: StoredDocument) -> bytes:
        """The document as one HTML page, with everything that was said about it."""
        return join(self._html(document, History(), single_file=True))

    def _html(self, document: StoredDocument, history: History | None, single_file: bool | None = None) -> Output:
        upload = None if history is None else self._store.files.open_upload(document.id)
        if upload is not None and history is not None:
            with upload:
                return contents.export_history(upload, document, history, single_file, self.language)
        options = ConversionOptions(to=FormatName.HTML, single_file=single_file)
        with self._open(document.id) as package:
            return contents.export(package, document, options, self.language)

    def templates(self) -> list[dict[str, str]]:
        return [{"id": one.id, "name": one.name, "description": one.description} for one in self._options.templates]

    @property
    def template_ids(self) -> tuple[str, ...]:
        return tuple(template.id for template in self._options.templates)

    def _find_for_export(self, id: str, user_id: str, issuer: str | None) -> StoredDocument:
        document = find_document(self._store, id)
        if self._options.check_issuer and issuer is not None and issuer != user_id:
            raise forbidden("the issuer of the token is not the exporting user")
        if self._store.user(user_id) is None:
            raise invalid({"userId": "is no user that is known here"})
        check_visible(document, user_id)
        return document

    def _open(self, id: str) -> BinaryIO:
        try:
            return self._store.files.open(id)
        except KeyError as error:
            raise not_found("the document was deleted meanwhile") from error
