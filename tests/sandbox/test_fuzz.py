"""Whatever bytes a client sends, the sandbox answers, and never with a 500."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sandbox_calls import BOUNDARY, Caller, multipart, new_document, part

DATA = json.dumps(new_document()).encode()
FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PIECES = (
    *(f"--{BOUNDARY}".encode(), f"--{BOUNDARY}--".encode(), b"\r\n", b"\n", b"\r", b"--", b": ", b";", b'"', b"\0"),
    *(b"Content-Disposition: form-data; name=", b"data", b"file", b"filename*=utf-8''%ff", b"Content-Type", DATA),
    *(b"PK\x03\x04", b'name="data"', b'name="file"; filename="\xff"', b"Content-Disposition:"),
)


def assert_refused_or_taken(call: Caller, kind: str, body: bytes, **headers: str) -> None:
    reply = call.send_upload(kind, body, **headers)
    assert reply.status in (200, 412), reply
    assert "fields" in reply.json or "documentId" in reply.json


@FUZZ
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=20), max_size=25).map(b"".join))
def test_any_pieces_of_multipart(call: Caller, body: bytes) -> None:
    assert_refused_or_taken(call, "word", body)


@FUZZ
@given(st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=40))
def test_any_content_type(call: Caller, content_type: str) -> None:
    content_type = f"multipart/form-data; {content_type}".strip()
    assert_refused_or_taken(call, "word", multipart(part("data", DATA)), **{"content-type": content_type})


@FUZZ
@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_any_disposition(call: Caller, disposition: str) -> None:
    head = f"--{BOUNDARY}\r\nContent-Disposition: {disposition}\r\n\r\nx\r\n".encode()
    assert_refused_or_taken(call, "word", head + multipart(part("data", DATA), part("file", b"")))


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["draft", "heading"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from([*new_document(), "status", "mapping", "supplemental", "sectionHistory", "x"])


@FUZZ
@given(st.dictionaries(NAMES, VALUES, max_size=5))
def test_any_data(call: Caller, docx: bytes, changes: dict[str, object]) -> None:
    body = multipart(part("data", json.dumps({**new_document(), **changes}).encode()), part("file", docx))
    assert_refused_or_taken(call, "word", body)


@pytest.mark.parametrize("kind", ["word", "sdxml"])
@pytest.mark.parametrize("seed", range(30))
def test_damaged_packages(call: Caller, docx: bytes, package: bytes, kind: str, seed: int) -> None:
    chance, source = random.Random(seed), docx if kind == "word" else package
    damaged = bytearray(source)
    for _ in range(chance.randint(1, 12)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    cut = chance.choice((len(damaged), chance.randrange(len(damaged))))
    assert_refused_or_taken(call, kind, multipart(part("data", DATA), part("file", bytes(damaged[:cut]))))


@FUZZ
@given(st.sampled_from(["faults", "clock", "settings", "documents/x/change"]), VALUES)
def test_any_order_to_the_sandbox(call: Caller, path: str, body: object) -> None:
    assert call.control("POST", path, body).status in (200, 404, 412)
    call.sandbox.service.reset()
