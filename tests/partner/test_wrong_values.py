"""Values of a wrong kind are told in one sentence, in every call alike, before anything is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from partner_kit import DOCUMENT, ID, USER, Reply, Script, client, word_file

from sdconvert.errors import BadConfiguration
from sdconvert.partner import MetadataChanges, PartnerClient, WordExportSettings, pack_upload
from sdconvert.partner.errors import InvalidRequest

Call = Callable[[PartnerClient, Path], object]

WRONG: dict[str, tuple[Call, str]] = {
    "open, section history": (lambda c, _: c.open(ID, USER, section_history="x"), "sectionHistory has to be true"),  # type: ignore[arg-type]
    "open, user": (lambda c, _: c.open(ID, "u1"), "user has to be a User, not 'u1'"),  # type: ignore[arg-type]
    "info, user": (lambda c, _: c.info(ID, 3), "userId has to be a text"),  # type: ignore[arg-type]
    "html, only public": (lambda c, p: c.export_html(ID, p, only_public="yes"), "onlyPublic has to be true or false"),  # type: ignore[arg-type]
    "html, mode": (lambda c, p: c.export_html(ID, p, mode=3), "mode is 3"),  # type: ignore[arg-type]
    "word, settings": (lambda c, p: c.export_word(ID, p, "t", settings={"language": "de_DE"}), "a WordExportSettings"),  # type: ignore[arg-type]
    "word, flag": (
        lambda c, p: c.export_word(ID, p, "t", settings=WordExportSettings(text_toc="yes")),  # type: ignore[arg-type]
        "textToc has to be true",
    ),
    "metadata, tags": (
        lambda c, _: c.update_metadata(ID, MetadataChanges(tags="urgent")),  # type: ignore[arg-type]
        "tags has to be a list of texts, not 'urgent'",
    ),
    "metadata, tag": (lambda c, _: c.update_metadata(ID, MetadataChanges(tags=(1,))), "a tag has to be a text"),  # type: ignore[arg-type]
    "metadata, changes": (lambda c, _: c.update_metadata(ID, {"title": "a"}), "a MetadataChanges"),  # type: ignore[arg-type]
    "create, document": (lambda c, _: c.create({"title": "a"}), "document has to be a NewDocument"),  # type: ignore[arg-type]
    "create, user": (lambda c, _: c.create(replace(DOCUMENT, user="u1")), "user has to be a User"),  # type: ignore[arg-type]
    "create, section history": (
        lambda c, _: c.create(replace(DOCUMENT, section_history=1)),  # type: ignore[arg-type]
        "sectionHistory has to be true",
    ),
    "word import, mapping": (
        lambda c, p: c.import_word(p, DOCUMENT, "heading 1"),
        "mapping has to be an object of rows",
    ),  # type: ignore[arg-type]
    "word import, row": (lambda c, p: c.import_word(p, DOCUMENT, {"a": "caption"}), "row of the style 'a' has to be"),  # type: ignore[dict-item]
    "word import, document": (lambda c, p: c.import_word(p, {"title": "a"}), "document has to be a NewDocument"),  # type: ignore[arg-type]
    "sdxml import, document": (lambda c, p: c.import_sdxml(p, None), "document has to be a NewDocument, not None"),  # type: ignore[arg-type]
    "upload, mapping": (lambda c, p: c.upload(p, DOCUMENT, ["a"]), "mapping has to be an object of rows"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", WRONG)
def test_a_value_of_a_wrong_kind_is_refused_before_anything_is_sent(name: str, tmp_path: Path) -> None:
    call, words = WRONG[name]
    script = Script(Reply([]))
    with pytest.raises(InvalidRequest) as refused:
        call(client(script), word_file(tmp_path))
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert script.calls == []


@pytest.mark.parametrize(("data", "mapping"), [("title", None), (DOCUMENT, "heading 1"), (None, None)])
def test_a_packed_upload_takes_what_an_import_takes(data: Any, mapping: Any, tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration):
        pack_upload(word_file(tmp_path), data, mapping)


def test_tags_may_be_any_collection_of_texts() -> None:
    for tags in (("a", "b"), ["a", "b"]):
        script = Script(Reply({}))
        client(script).update_metadata(ID, MetadataChanges(tags=tags))  # type: ignore[arg-type]
        assert script.json()["tags"] == ["a", "b"]
