"""The body of an upload: streamed, rebuilt, and small in memory."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest
from partner_kit import ACCESS, DOCUMENT, Reply, Script, client, word_file

from sdconvert.errors import UnreadableInput
from sdconvert.http.transport import Broken
from sdconvert.partner import MultipartBody, pack_upload


def parts(content_type: str, body: bytes) -> dict[str, Message]:
    message = message_from_bytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    found = message.get_payload()
    assert isinstance(found, list)
    return {str(part.get_param("name", header="content-disposition")): part for part in found}  # type: ignore[union-attr, misc]


def test_a_packed_upload_is_what_any_client_can_send(tmp_path: Path) -> None:
    file = word_file(tmp_path, "Prüfung “1”.docx")
    headers, body = pack_upload(file, DOCUMENT, {"a": {"textType": "caption"}})
    sent = b"".join(body)
    assert headers["content-length"] == str(len(sent)) == str(len(body))
    found = parts(headers["content-type"], sent)
    assert list(found) == ["data", "file"]
    assert json.loads(str(found["data"].get_payload()))["mapping"] == {"a": {"textType": "caption"}}
    assert found["data"].get_content_type() == "application/json"
    assert found["file"].get_content_type() == "application/octet-stream"
    assert found["file"].get_payload(decode=True) == file.read_bytes()


def test_the_data_may_be_a_mapping_of_json(tmp_path: Path) -> None:
    _, body = pack_upload(word_file(tmp_path), {"title": "ü"})
    assert b'{"title": "\\u00fc"}' in b"".join(body)


def test_a_body_begins_anew_each_time(tmp_path: Path) -> None:
    _, body = pack_upload(word_file(tmp_path), DOCUMENT)
    first = b"".join(body)
    assert b"".join(body) == first
    body.rewind()
    assert body.read(10) + body.read() == first
    assert body.is_sent
    body.close()


def test_equal_input_and_boundary_give_equal_bytes(tmp_path: Path) -> None:
    file = word_file(tmp_path)
    made = {b"".join(pack_upload(file, DOCUMENT, boundary="b").body) for _ in range(2)}
    assert len(made) == 1
    other = {pack_upload(file, DOCUMENT).headers["content-type"] for _ in range(2)}
    assert len(other) == 2


def test_progress_tells_how_much_is_sent(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    file = tmp_path / "a.docx"
    file.write_bytes(b"x" * 200_000)
    _, body = pack_upload(file, DOCUMENT, progress=lambda sent, total: told.append((sent, total)))
    list(body)
    assert len(told) > 2
    assert told[-1] == (len(body), len(body))
    assert [sent for sent, _ in told] == sorted(sent for sent, _ in told)


@pytest.mark.parametrize("fault", [Reply({}, 429), Broken("refused", was_sent=False)])
def test_progress_over_several_attempts_never_runs_backwards_and_ends_at_all(
    fault: Reply | Broken, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    file = tmp_path / "a.docx"
    file.write_bytes(b"x" * 200_000)
    asked = [Reply([])] if isinstance(fault, Reply) else []
    script = Script(Reply([]), fault, *asked, fault, *asked, Reply(ACCESS))
    client(script).import_word(file, DOCUMENT, progress=lambda sent, total: told.append((sent, total)))
    assert sum(request.method == "POST" for request in script.requests) == 3
    assert [sent for sent, _ in told] == sorted({sent for sent, _ in told})
    assert told[-1][0] == told[-1][1]


def test_a_body_that_was_not_read_to_its_end_is_not_sent(tmp_path: Path) -> None:
    body = MultipartBody(word_file(tmp_path), {})
    assert not body.is_sent
    body.read(20)
    assert not body.is_sent
    body.close()
    assert body.read(1) == b""


def test_a_file_that_cannot_be_opened_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        pack_upload(tmp_path, DOCUMENT)


@pytest.mark.parametrize("content", [b"", b"x" * 900_000], ids=["shorter", "longer"])
def test_a_file_that_gets_another_length_while_it_is_sent_ends_the_upload_at_once(
    content: bytes, tmp_path: Path
) -> None:
    file = tmp_path / "big.docx"
    file.write_bytes(b"x" * 600_000)
    _, body = pack_upload(file, DOCUMENT)
    sent = []

    def send() -> None:
        for piece in body:
            sent.append(len(piece))
            file.write_bytes(content)

    with pytest.raises(UnreadableInput, match="changed while it was sent"):
        send()
    assert 0 < sum(sent) < len(body)
