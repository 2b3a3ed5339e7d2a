"""Whatever bytes a client sends, the sandbox answers, and never with a 500."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sandbox_calls import BOUNDARY, USER, Caller, multipart, new_document, part
from thoroughness import IS_THOROUGH, examples

from sdconvert.pipeline import convert

SAMPLE_FOLDER = Path(__file__).parents[2] / "samples"
SAMPLES = sorted(SAMPLE_FOLDER.glob("docx/*.docx"))
ROUNDS = 300 if IS_THOROUGH else 12
DATA = json.dumps(new_document()).encode()
FUZZ = settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


# ----------------------------------------------------------------------------------- damage within the members of a zip


def members_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A member with one thing changed: noise, a cut, a repetition, another number, another attribute, another tag."""
    start, end = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
    match chance.choice((0, 1, 2, 3, 3, 4, 4, 5, 5, 6)):
        case 0:
            return data[:start] + chance.randbytes(3) + data[start + 3 :]
        case 1:
            return data[:start] + data[start + 40 :]
        case 2:
            return data[:end] + data[start:]
        case 3:
            return re.sub(rb'"\d+"', lambda _: chance.choice(NUMBERS), data)
        case 4:
            return re.sub(rb' w?:?(?:val|id|level|type)="', b' w:x="', data)
        case 5:
            tags = re.findall(rb"<(\w[\w:-]*)", data) or [b""]
            return data.replace(b"<" + chance.choice(tags), b"<w:p", 1)
    return b""


NUMBERS = (b'"0"', b'"-1"', b'"999999999999999999999"', b'"x"', b'""', b'"1.5"')
NO_DOCUMENT = ("child-missing-document-error", "other-root-parsx-error")
FORMS = ("sdxml", "html", "parsx", "word")


def assert_every_export_answers(call: Caller, id: str) -> None:
    template = call("GET", "/partner/templates/word").json[0]["id"]
    for form in FORMS:
        body = {"userId": USER, "mode": "allInOne", "templateId": template, "settings": {}}
        assert call("POST", f"/partner/documents/{id}/export/{form}", body).status == 200, form
    assert call.send("GET", f"/_sandbox/documents/{id}/page").status == 200


@pytest.mark.parametrize("kind", ["word", "sdxml"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_damaged_members_are_refused_or_taken_and_exported(call: Caller, path: Path, kind: str) -> None:
    source = path.read_bytes() if kind == "word" else convert(path).value
    chance, members, statuses = random.Random(path.name), members_of(source), set()
    for _ in range(ROUNDS):
        damaged = dict(members)
        for name in chance.sample(sorted(damaged), min(chance.randint(1, 2), len(damaged))):
            damaged[name] = mutated(damaged[name], chance)
        if chance.random() < 0.2:
            del damaged[chance.choice(sorted(damaged))]
        reply = call.upload(kind, zipped(damaged))
        assert reply.status in (200, 412), reply
        statuses.add(reply.status)
        if reply.status == 200:
            assert_every_export_answers(call, reply.json["documentId"])
    assert 200 in statuses


@pytest.mark.parametrize("path", sorted(SAMPLE_FOLDER.glob("sdxml/*.xml")), ids=lambda path: path.stem)
def test_every_package_that_says_something_wrong_is_taken_and_exported(call: Caller, path: Path) -> None:
    reply = call.upload("sdxml", zipped({"sd.xml": path.read_bytes()}))
    if path.stem in NO_DOCUMENT:
        assert reply.fields == {"file"}
    else:
        assert reply.status == 200, reply
        assert_every_export_answers(call, reply.json["documentId"])


@FUZZ
@given(st.sampled_from(["faults", "clock", "settings", "documents/x/change"]), VALUES)
def test_any_order_to_the_sandbox(call: Caller, path: str, body: object) -> None:
    assert call.control("POST", path, body).status in (200, 404, 412)
    call.sandbox.service.reset()
