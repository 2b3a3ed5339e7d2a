"""Every parameter of every call of the client, by its signature: a value of a wrong kind is one typed error that names
it, and nothing is sent."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from partner_kit import DOCUMENT, ID, USER, Reply, Script, client, word_file

from sdconvert.errors import InvalidSource
from sdconvert.partner import MetadataChanges, PartnerClient
from sdconvert.partner.errors import InvalidRequest

NOT_CALLS = {"close"}
GOOD: dict[str, Any] = {
    "document_id": ID,
    "document": DOCUMENT,
    "user": USER,
    "user_id": "u1",
    "group_id": "g1",
    "title": "A title",
    "creator_user_id": "u1",
    "template_id": "t1",
    "changes": MetadataChanges(title="A title"),
}
API_NAMES = {
    "file": "A source",
    "document_id": "document id",
    "role": "userRole",
    "creator_user_id": "creatorUserId",
    "user_id_sd": "userIdSD",
}
WRONG: tuple[object, ...] = (5, 0, True, b"x", ["x"], {"x": 1}, object())
TAKEN: dict[str, tuple[type, ...]] = {
    "file": (bytes,),
    "target": (),
    "section_history": (bool,),
    "only_public": (bool,),
    "validate": (bool,),
    "mapping": (dict,),
}
"""What is no wrong kind after all."""


ERRORS = {"file": InvalidSource}
"""A source is refused alike wherever one is taken."""


def calls() -> dict[str, inspect.Signature]:
    methods = inspect.getmembers(PartnerClient, inspect.isfunction)
    return {name: inspect.signature(one) for name, one in methods if not name.startswith("_") and name not in NOT_CALLS}


def parameters() -> list[tuple[str, str]]:
    return [(name, parameter) for name, signature in calls().items() for parameter in signature.parameters]


def wrong_values(parameter: str) -> list[object]:
    return [value for value in WRONG if type(value) not in TAKEN.get(parameter, ())]


@pytest.mark.parametrize(
    ("method", "parameter"), [pair for pair in parameters() if pair[1] != "self"], ids=lambda word: str(word)
)
def test_a_value_of_a_wrong_kind_names_its_parameter_and_nothing_is_sent(
    method: str, parameter: str, tmp_path: Path
) -> None:
    known = {**GOOD, "file": word_file(tmp_path), "target": tmp_path / "out.zip"}
    signature = calls()[method]
    given = {
        name: known[name] for name, one in signature.parameters.items() if one.default is one.empty and name in known
    }
    for value in wrong_values(parameter):
        script = Script(Reply([]))
        with pytest.raises(ERRORS.get(parameter, InvalidRequest)) as refused:
            call_with(client(script), method, {**given, parameter: value})
        name = API_NAMES.get(parameter, re.sub(r"_(\w)", lambda found: found[1].upper(), parameter))
        assert name in str(refused.value) or parameter in str(refused.value), value
        assert "\n" not in str(refused.value)
        assert script.calls == []
        assert not (tmp_path / "out.zip").exists()


def call_with(made: PartnerClient, method: str, values: dict[str, Any]) -> object:
    called: Callable[..., object] = getattr(made, method)
    return called(**values)


def test_no_call_is_left_out() -> None:
    assert {"open", "upload", "import_word", "export_html", "imports", "reconcile", "info"} <= set(calls())
    assert len(parameters()) > 60
