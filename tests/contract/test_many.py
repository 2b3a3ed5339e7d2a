"""Commands for many files or documents: what comes of one is no matter of the others."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from docx_builder import build_docx

NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Two Word files of one name in two folders, and one that is torn between them."""
    made = []
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        made.append(tmp_path / folder / "contract.docx")
        made[-1].write_bytes(build_docx(f"<w:p><w:r><w:t>Words {uuid.uuid4()}</w:t></w:r></w:p>"))
    torn = tmp_path / "torn.docx"
    torn.write_bytes(b"PK")
    return [made[0], torn, made[1]]


def test_each_file_is_a_row_and_one_that_is_torn_does_not_stop_the_others(shell: Any, files: list[Path]) -> None:
    result = shell("upload", *files, "--json")
    assert result.exit_code == 1
    rows = json.loads(result.stdout)["files"]
    assert [row["file"] for row in rows] == [str(file) for file in files]
    assert [row["error"] is not None for row in rows] == [False, True, False]
    assert result.stderr.count("the import would refuse it") == 1
    assert len(shell.json("api", "list")["documents"]) == 2


def test_what_every_file_would_meet_ends_the_upload(shell: Any, files: list[Path]) -> None:
    shell.environment["SDCONVERT_CLIENT_SECRET"] = "0" * 64
    result = shell("upload", files[0], files[2], "--json")
    assert result.exit_code == 2
    rows = json.loads(result.stdout)["files"]
    assert "401" in rows[0]["error"]
    assert rows[1] == {"file": str(files[2]), "error": "not tried"}
    assert "not tried, since the same would come of it: 1 more" in result.stderr


def test_a_title_for_several_files_and_a_mapping_for_none_are_usage_errors(shell: Any, files: list[Path]) -> None:
    assert "--title is for one file" in shell("upload", files[0], files[2], "--title", "T").stderr
    mapping, package = files[0].with_name("m.json"), files[0].with_name("a.zip")
    mapping.write_text('{"a": {"textType": "heading", "level": 1}}')
    package.write_bytes(b"PK")
    assert "--mapping is for Word files" in shell("upload", package, "--mapping", mapping).stderr
    assert shell.json("api", "list") == {"documents": []}


def test_a_file_above_the_limit_is_not_sent(shell: Any, files: list[Path]) -> None:
    result = shell("upload", files[0], "--largest-upload", "100")
    assert (result.exit_code, "100 are allowed" in result.stderr) == (1, True)
    shell.environment["SDCONVERT_LARGEST_UPLOAD"] = "100"
    assert shell("upload", files[0]).exit_code == 1
    assert shell("upload", files[0], "--largest-upload", "100000").exit_code == 0


def test_a_file_that_is_there_is_refused_where_that_is_asked_for(shell: Any, files: list[Path]) -> None:
    assert shell("upload", files[0]).exit_code == 0
    assert shell("upload", files[0], "--if-exists", "fail").exit_code == 1


def test_an_upload_is_piped_into_a_download(shell: Any, files: list[Path], tmp_path: Path) -> None:
    uploaded = shell("upload", *files, "--json").stdout
    ids = [row["documentId"] for row in json.loads(uploaded)["files"] if row["error"] is None]
    done = shell.json("download", "-", "--format", "sdxml", "-o", tmp_path / "out", stdin=uploaded)["documents"]
    assert [row["documentId"] for row in done] == ids


def test_a_document_that_is_named_twice_is_exported_once(shell: Any, files: list[Path], tmp_path: Path) -> None:
    id = shell.json("upload", files[0])["files"][0]["documentId"]
    done = shell.json("download", id, "-", id, "-o", tmp_path / "one.docx", stdin=f"{id}\n")["documents"]
    assert done == [{"documentId": id, "output": str(tmp_path / "one.docx"), "error": None}]


def test_a_file_that_exists_is_replaced_only_by_force(shell: Any, files: list[Path], tmp_path: Path) -> None:
    id = shell.json("upload", files[0])["files"][0]["documentId"]
    target = tmp_path / "mine.docx"
    target.write_bytes(b"mine")
    refused = shell("download", id, "-o", target)
    assert (refused.exit_code, target.read_bytes()) == (2, b"mine")
    assert "--force replaces it" in refused.stderr
    assert shell("download", id, "-o", target, "--force").exit_code == 0
    assert target.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--format", "sdxml", "--mode", "news"), "are for --format html"),
        (("--only-public",), "are for --format html"),
        (("--format", "html", "--template", "x"), "are for --format word"),
    ],
)
def test_an_option_of_another_format_is_a_usage_error(shell: Any, options: tuple[str, ...], words: str) -> None:
    for command in (("download", NOWHERE), ("api", "export", NOWHERE, "-o", "x.zip")):
        result = shell(*command, *options)
        assert (result.exit_code, words in result.stderr) == (2, True)


@pytest.mark.parametrize("text", ["", "[]", '{"lang": "de_DE"}', '{"language": "fr"}', '{"imageToc": true}'])
def test_settings_that_are_none_are_refused(shell: Any, text: str, tmp_path: Path) -> None:
    settings = tmp_path / "settings.json"
    settings.write_text(text)
    result = shell("download", NOWHERE, "--settings", settings, "-o", tmp_path / "out", "--template", "t")
    assert (result.exit_code, "the server" in result.stderr) == (2, False)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.html", ("--format", "html")),
        ("a.zip", ()),
        ("a.docx", ("--format", "sdxml")),
        ("a.docx", ("--convert", "html")),
    ],
)
def test_a_file_is_called_what_it_is(shell: Any, name: str, options: tuple[str, ...], tmp_path: Path) -> None:
    result = shell("download", NOWHERE, "-o", tmp_path / name, *options)
    assert (result.exit_code, "is called" in result.stderr) == (2, True)
    if "--convert" not in options:
        assert "is called" in shell("api", "export", NOWHERE, "-o", tmp_path / name, *options).stderr


def test_one_file_for_several_documents_is_a_usage_error(shell: Any, tmp_path: Path) -> None:
    assert "give a folder" in shell("download", NOWHERE, "x", "-o", tmp_path / "one.docx").stderr


def test_an_export_that_would_be_its_own_conversion_is_refused_before_the_call(shell: Any, tmp_path: Path) -> None:
    result = shell("download", NOWHERE, "--format", "sdxml", "--convert", "sdxml", "-o", tmp_path)
    assert "would be both the export and its conversion" in result.stderr


@pytest.mark.parametrize("command", ["review", "archive", "delete"])
def test_a_change_of_state_that_fails_does_not_stop_the_others(shell: Any, files: list[Path], command: str) -> None:
    ids = [shell.json("upload", file)["files"][0]["documentId"] for file in (files[0], files[2])]
    result = shell("api", command, ids[0], NOWHERE, "nope", ids[1], "--json")
    assert result.exit_code == 2
    rows = json.loads(result.stdout)["documents"]
    assert [row["documentId"] for row in rows] == [ids[0], NOWHERE, "nope", ids[1]]
    assert [row["error"] is not None for row in rows] == [False, True, True, False]


def test_a_dry_run_shows_the_request_for_each(shell: Any, files: list[Path]) -> None:
    shown = shell("upload", files[0], files[2], "--dry-run").stdout
    assert shown.count("POST ") == 2
    shown = shell("download", NOWHERE, NOWHERE.replace("0", "1", 1), "--dry-run").stdout
    assert shown.count("/export/word") == 2
    shown = shell("api", "delete", NOWHERE, NOWHERE.replace("0", "1", 1), "--dry-run").stdout
    assert shown.count("DELETE ") == 2


def test_a_dry_run_of_the_legacy_scheme_shows_no_secret(shell: Any) -> None:
    del shell.environment["SDCONVERT_CLIENT_SECRET"]
    legacy = {"LOGIN": "a@b.c", "API_KEY": "key-5678-abcd", "PASSWORD": 'pass"word-1234'}
    shell.environment |= {f"SDCONVERT_{name}": value for name, value in legacy.items()}
    result = shell("api", "templates", "--dry-run")
    assert (result.exit_code, result.stdout.count("GET "), result.stdout.count("POST ")) == (0, 1, 1)
    assert not any(secret in result.output for secret in ("key-5678", "word-1234"))


def test_written_requests_of_one_name_do_not_replace_each_other(
    shell: Any, files: list[Path], tmp_path: Path, sandbox_credentials: tuple[str, str]
) -> None:
    folder = tmp_path / "requests"
    result = shell("upload", *files, "--write-request", folder, "--json")
    assert result.exit_code == 1
    assert sorted(path.name for path in folder.iterdir()) == [
        "contract-2.docx.body",
        "contract-2.docx.json",
        "contract.docx.body",
        "contract.docx.json",
    ]
    client_id, secret = sandbox_credentials
    claims = {"iat": int(time.time()), "iss": "u", "jti": str(uuid.uuid4())}
    credentials = {"x-client-id": client_id, "authorization": f"Bearer {jwt.encode(claims, secret)}"}
    for row in json.loads(result.stdout)["files"]:
        if row["error"] is None:
            described = json.loads(Path(row["request"]).read_text())
            body = (folder / described["body"]).read_bytes()
            request = urllib.request.Request(described["url"], body, {**described["headers"], **credentials})
            with urllib.request.urlopen(request) as answer:
                assert json.load(answer)["documentId"]
    assert len(shell.json("api", "list")["documents"]) == 2


def test_a_request_that_would_be_refused_is_not_written(shell: Any, files: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "requests"
    assert shell("upload", files[0], "--title", "t" * 201, "--write-request", folder).exit_code == 2
    assert shell("upload", files[0], "--largest-upload", "10", "--write-request", folder).exit_code == 1
    shell.environment["SDCONVERT_URL"] = ""
    assert "SDCONVERT_URL" in shell("upload", files[0], "--write-request", folder).stderr
    assert not folder.exists()


def test_a_body_that_cannot_be_put_in_its_place_leaves_nothing(shell: Any, files: list[Path], tmp_path: Path) -> None:
    folder = tmp_path / "requests"
    (folder / "contract.docx.body").mkdir(parents=True)
    result = shell("upload", files[0], "--write-request", folder)
    assert (result.exit_code, "cannot be written" in result.stderr) == (2, True)
    assert [path.name for path in folder.iterdir()] == ["contract.docx.body"]


def test_switching_verification_off_is_loud_and_plain(shell: Any) -> None:
    result = shell("ping", "--insecure")
    assert result.stderr == "sdconvert: warning: everybody's certificate is trusted: anybody can read along.\n"


def run_on_a_terminal(shell: Any, *arguments: str | Path) -> tuple[str, str]:
    """What a command prints, and what its terminal shows beside that."""
    master, slave = os.openpty()
    command = [sys.executable, "-m", "sdconvert", *map(str, arguments)]
    environment = {**os.environ, **shell.environment}
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=slave, text=True)
    os.close(slave)
    out, _ = running.communicate(timeout=20)
    with os.fdopen(master, "rb", buffering=0) as terminal:
        return out, terminal.read(65_536).decode() if running.returncode == 0 else ""


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals of this kind on this system")
def test_a_terminal_shows_a_bar_that_comes_to_its_end_and_a_pipe_none(shell: Any, files: list[Path]) -> None:
    out, shown = run_on_a_terminal(shell, "upload", files[0])
    assert out.startswith(f"{files[0]} -> ")
    assert "contract.docx" in shown
    assert "100%" in shown
    assert "100%" not in shell("upload", files[2]).output


def test_an_interrupted_upload_says_how_far_it_came_and_its_json_is_whole(
    shell: Any, files: list[Path], control: Callable[[str, dict[str, object]], None]
) -> None:
    control("faults", {"kind": "delay", "delay": 30, "call": "import_word", "count": 1})
    environment = {**os.environ, **shell.environment}
    command = [sys.executable, "-m", "sdconvert", "upload", str(files[1]), str(files[0]), "--json"]
    running = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stderr is not None
    running.stderr.readline()
    time.sleep(0.5)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=20)
    assert running.returncode == 130
    assert f"interrupted at {files[0]}; 1 of 2 were dealt with" in err
    assert [row["file"] for row in json.loads(out)["files"]] == [str(files[1])]
