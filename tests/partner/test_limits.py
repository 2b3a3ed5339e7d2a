"""What is refused before a call, with every fault named at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from partner_kit import ACCESS, DOCUMENT, ID, USER, Reply, Script, client, word_file

from sdconvert.errors import BadConfiguration
from sdconvert.partner import MappingTarget, MetadataChanges, NewDocument, Role, User, WordExportSettings
from sdconvert.partner.errors import InvalidRequest


def refused(call: Any) -> tuple[str, ...]:
    script = Script(Reply(ACCESS))
    with pytest.raises(InvalidRequest) as caught:
        call(client(script))
    assert script.requests == []
    assert caught.value.status is None
    return caught.value.faults


def test_every_fault_of_a_new_document_is_named_at_once() -> None:
    user = User("", "e" * 151, "f" * 151, "", "c" * 151)
    faults = refused(lambda c: c.create(NewDocument(user, "t" * 201, "", "boss", "d" * 401, True, "s" * 401, "done")))
    fields = ("userId", "email", "firstname", "lastname", "company")
    expected = [f"user.{name}" for name in fields] + ["title", "description", "groupId", "userRole", "status"]
    assert [fault.split()[0] for fault in faults] == [*expected, "supplemental"]


def test_limits_count_code_points_and_not_bytes() -> None:
    user = replace(USER, email="ü" * 150, firstname="𝄞" * 150)
    document = replace(DOCUMENT, user=user, title="ß" * 200, description="é" * 400)
    script = Script(Reply(ACCESS))
    client(script).create(document)
    assert script.json()["user"]["firstname"] == "𝄞" * 150


def test_an_own_supplemental_leaves_room_for_the_fingerprint_of_an_import(tmp_path: Path) -> None:
    script, file = Script(Reply([]), Reply(ACCESS)), word_file(tmp_path)
    client(script).import_word(file, replace(DOCUMENT, supplemental="x" * 349))
    assert b'"' + b"x" * 349 + b" [sd:" in script.bodies[-1]
    faults = refused(lambda c: c.import_word(file, replace(DOCUMENT, supplemental="x" * 350)))
    assert "349 are allowed" in faults[0]


def test_the_supplemental_of_an_empty_document_is_all_the_partners_own() -> None:
    script = Script(Reply(ACCESS))
    client(script).create(replace(DOCUMENT, supplemental="x" * 400))
    assert script.json()["supplemental"] == "x" * 400
    assert "400 are allowed" in refused(lambda c: c.create(replace(DOCUMENT, supplemental="x" * 401)))[0]


@pytest.mark.parametrize("word", ["commentator", "commenter"])
@pytest.mark.parametrize("role", ["commentator", "commenter", Role.COMMENTATOR])
def test_both_words_for_who_may_comment_are_taken_and_a_setting_says_which_is_sent(
    word: str, role: str, tmp_path: Path
) -> None:
    document = replace(DOCUMENT, role=role)
    script = Script(Reply(ACCESS))
    made = client(script, commenter_word=word)
    made.create(document)
    made.open(ID, document.user, role)
    assert [script.json(at)["userRole"] for at in (0, 1)] == [word, word]
    uploads = Script(Reply([]), Reply(ACCESS))
    client(uploads, commenter_word=word).import_word(word_file(tmp_path), document)
    assert f'"userRole": "{word}"'.encode() in uploads.bodies[-1]


def test_another_word_for_who_may_comment_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="commentator or commenter is needed"):
        client(Script(Reply([])), commenter_word="reviewer")


@pytest.mark.parametrize("id", ["", "x", ID.upper(), ID.replace("-", ""), ID.replace("-4", "-1"), f"{ID}/../x", None])
def test_only_a_lower_case_uuid_of_version_4_is_an_id(id: Any) -> None:
    assert len(refused(lambda c: c.info(id))) == 1
    assert len(refused(lambda c: c.delete(id))) == 1


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        (MetadataChanges(), 1),
        (MetadataChanges(title="t" * 201, description="d" * 401, supplemental="s" * 401, tags=("",)), 4),
        (MetadataChanges(title=""), 1),
    ],
)
def test_metadata_has_the_limits_of_a_new_document(changes: MetadataChanges, count: int) -> None:
    assert len(refused(lambda c: c.update_metadata(ID, changes))) == count


def test_a_list_needs_a_group_or_one_user() -> None:
    assert refused(lambda c: c.list_documents()) == ("a group or a user has to be named",)
    assert len(refused(lambda c: c.list_documents(user_id="u", user_id_sd="s"))) == 1


@pytest.mark.parametrize(
    "settings",
    [
        WordExportSettings("fr_FR"),
        WordExportSettings(image_toc=True),
        WordExportSettings(table_toc=True, table_caption=False),
    ],
)
def test_settings_of_a_word_export_are_checked(settings: WordExportSettings, tmp_path: Any) -> None:
    assert len(refused(lambda c: c.export_word(ID, tmp_path / "x", "t", settings=settings))) == 1


def test_every_row_of_a_mapping_is_checked(tmp_path: Any) -> None:
    mapping = {"a": MappingTarget("heading", 6), "b": {"textType": "title"}, "c": {"textType": "caption"}}
    assert len(refused(lambda c: c.import_word(word_file(tmp_path), DOCUMENT, mapping))) == 2


def test_a_lone_surrogate_is_named_and_not_sent() -> None:
    assert "half a character" in refused(lambda c: c.create(replace(DOCUMENT, title="\ud800")))[0]
