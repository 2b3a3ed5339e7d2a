"""The calls that export a document to a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sdconvert.http.answers import parse_list
from sdconvert.http.received import as_json
from sdconvert.partner import limits
from sdconvert.partner.answers import parse_template
from sdconvert.partner.calls import Calls
from sdconvert.partner.saving import save_export
from sdconvert.partner.sending import Call
from sdconvert.partner.types import HtmlMode, Template, WordSettings


class ExportCalls(Calls):
    """The calls that export a document to a file."""

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
