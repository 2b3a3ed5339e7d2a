"""The calls that export a document to a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, TypeVar

from sdconvert import remote
from sdconvert.files import FileSystem, Place, load, path_of, save
from sdconvert.http.json_fields import parse_list
from sdconvert.http.response import json_reader
from sdconvert.partner import limits
from sdconvert.partner.calls import PartnerCalls
from sdconvert.partner.export_file import LARGEST_EXPORT, save_export
from sdconvert.partner.responses import parse_template
from sdconvert.partner.sender import PartnerCall
from sdconvert.partner.types import HtmlMode, WordExportSettings, WordTemplate

To = TypeVar("To", bound=BinaryIO | tuple[FileSystem, str])


class ExportCalls(PartnerCalls):
    """The calls that export a document to a file: a path of this machine or a URL of fsspec, of which the path comes
    back, or a binary file or a path of a file system, which come back themselves."""

    _largest_export = LARGEST_EXPORT

    def word_templates(self) -> tuple[WordTemplate, ...]:
        """The templates for Word exports. Source: guide, Getting available word templates. Raises: PartnerError."""
        call = self._get_call("Listing the Word templates", "/partner/templates/word", {}, None)
        return self._sender.send(call, json_reader(parse_list(parse_template)))

    def export_sdxml(self, document_id: str, target: Place | To, user_id: str | None = None) -> Path | To:
        """The file `target`, an SDXML package: `sd.xml` and `images/`.

        Source: guide, Exporting Documents to SDXML.

        Raises: PartnerError, OutputRefused.
        """
        return self._export("sdxml", document_id, target, user_id, {}, "sd.xml")

    def export_parsx(self, document_id: str, target: Place | To, user_id: str | None = None) -> Path | To:
        """The file `target`, a parsX package: `parsx.xml` and `images/`.

        Source: guide, Exporting Documents to Parsx XML.

        Raises: PartnerError, OutputRefused.
        """
        return self._export("parsx", document_id, target, user_id, {}, "parsx.xml")

    def export_html(
        self,
        document_id: str,
        target: Place | To,
        user_id: str | None = None,
        *,
        mode: HtmlMode | str = HtmlMode.FINAL,
        only_public: bool = False,
    ) -> Path | To:
        """The file `target`, an HTML package: `index.html` and `images/`.

        Source: guide, Exporting Documents to zipped html.

        Raises: PartnerError, OutputRefused.
        """
        options = {"mode": str(mode), "onlyPublic": only_public}
        faults = [*limits.check_mode(mode), *limits.check_flag("onlyPublic", only_public)]
        return self._export("html", document_id, target, user_id, options, "index.html", faults)

    def export_word(
        self,
        document_id: str,
        target: Place | To,
        template_id: str,
        user_id: str | None = None,
        *,
        settings: WordExportSettings | None = None,
    ) -> Path | To:
        """The file `target`, a .docx made with a template of the server.

        Source: guide, Exporting Documents to word.

        Raises: PartnerError, OutputRefused.
        """
        settings = WordExportSettings() if settings is None else settings
        self._refuse("Exporting to word", limits.check_kind("settings", settings, WordExportSettings))
        chosen = settings.as_json()
        options = {"templateId": template_id, "settings": chosen}
        faults = [*limits.check_text("templateId", template_id), *limits.check_word_settings(chosen)]
        return self._export("word", document_id, target, user_id, options, "[Content_Types].xml", faults)

    def _export(
        self,
        kind: str,
        document_id: str,
        target: Place | To,
        user_id: str | None,
        options: Mapping[str, Any],
        needed: str,
        faults: Iterable[str] = (),
    ) -> Path | To:
        operation = f"Exporting to {kind}"
        user = self._user_id if user_id in (None, "") else user_id
        checked = limits.check_id(document_id), limits.check_text("userId", user), limits.check_target(target)
        self._refuse(operation, *checked, faults)
        call = PartnerCall(
            operation,
            "POST",
            f"/partner/documents/{document_id}/export/{kind}",
            user,
            payload={"userId": user, **options},
            takes_work=True,
        )
        path = path_of(target)
        if path is not None:
            return self._sender.send(call, lambda body: save_export(body.chunks(), path, needed, self._largest_export))
        with TemporaryDirectory(prefix="sdconvert-") as folder:
            beside = Path(folder, needed)
            self._sender.send(call, lambda body: save_export(body.chunks(), beside, needed, self._largest_export))
            save(target, load(beside))
        return target if not isinstance(target, (str, PathLike)) else Path(remote.open_system(str(target))[1])
