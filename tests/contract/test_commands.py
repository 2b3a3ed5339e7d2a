"""The commands against a server over HTTP: what they print, and how they end."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx_builder import build_docx

import sdconvert
from sdconvert.cli import browser


def test_ping_and_whoami_check_the_settings(shell: Any) -> None:
    assert "answered in" in shell("ping").stdout
    facts = shell.json("whoami")
    assert facts["userId"] == shell.environment["SDCONVERT_USER_ID"]
    assert facts["lastname"] == "Ö"
    secret = shell.environment["SDCONVERT_CLIENT_SECRET"]
    assert secret not in shell("whoami").output


def test_wrong_credentials_are_one_line_and_exit_code_2(shell: Any) -> None:
    shell.environment["SDCONVERT_CLIENT_SECRET"] = "0" * 64
    result = shell("ping")
    assert result.exit_code == 2
    assert result.stderr.startswith("sdconvert: error: Asking the server: the server answered 401")
    assert len(result.stderr.splitlines()) == 1


def test_uploading_twice_makes_one_document(shell: Any, word: Path) -> None:
    first = shell.json("upload", word)["files"][0]
    again = shell("upload", word)
    assert again.stdout == f"{word} -> {first['documentId']} (it was there already)\n"
    listed = shell.json("api", "list")["documents"]
    assert [(one["id"], one["title"]) for one in listed] == [(first["documentId"], "contract")]


def test_a_file_that_would_be_refused_is_exit_code_1_and_the_others_are_sent(shell: Any, word: Path) -> None:
    torn = word.with_name("torn.docx")
    torn.write_bytes(b"PK")
    result = shell("upload", torn, word)
    assert result.exit_code == 1
    assert "the import would refuse it" in result.stderr
    assert str(word) in result.stdout


def test_of_a_folder_what_can_be_sent_is_and_the_rest_is_named(shell: Any, word: Path, tmp_path: Path) -> None:
    inner = tmp_path / "folder/deep"
    inner.mkdir(parents=True)
    assert shell("upload", tmp_path / "folder").exit_code == 0
    assert shell("upload", tmp_path / "folder", "--fail-empty").exit_code == 2
    for name in ("a.docx", "~$a.docx", "old.doc", "m.docm"):
        (inner / name).write_bytes(word.read_bytes())
    listed = tmp_path / "list.txt"
    listed.write_text(f"{inner / '~$a.docx'}\n{inner / 'gone.docx'}\n")
    result = shell("upload", tmp_path / "folder", inner / "~$a.docx", "--from-file", listed)
    assert result.exit_code == 2
    assert f"{inner / 'a.docx'} -> " in result.stdout
    assert result.stdout.count(" -> ") == 1
    for said in ("old.doc: the old format", "~$a.docx: a lock file", "m.docm: a Word file of a kind", "gone.docx: "):
        assert said in result.stderr


def test_a_word_file_is_converted_validated_and_sent_as_sdxml_once(shell: Any, word: Path, tmp_path: Path) -> None:
    templated = word.with_suffix(".dotx")
    templated.write_bytes(word.read_bytes())
    first = shell.json("upload", word, "--as", "sdxml", "--labels", "literal")["files"][0]
    assert first["adopted"] is False
    assert isinstance(first["findings"], list)
    again = shell("upload", word, "--as", "sdxml", "--labels", "literal")
    assert f"{word} -> {first['documentId']} (it was there already)" in again.stdout
    other = shell.json("upload", templated, "--as", "sdxml", "--title", "From a template")["files"][0]
    assert other["documentId"] != first["documentId"]
    shell("download", "--format", "sdxml", "-o", tmp_path / "back.zip", first["documentId"])
    sent = sdconvert.convert(word, labels="literal")
    back = sdconvert.read_document(tmp_path / "back.zip").value
    assert back.blocks == sdconvert.read_document(sent.value).value.blocks


def test_a_file_of_which_content_would_be_lost_is_held_back(shell: Any, word: Path) -> None:
    lossy = word.with_name("lossy.docx")
    lossy.write_bytes(build_docx('<w:p><w:r><w:t>one</w:t></w:r></w:p><w:altChunk r:id="gone"/>'))
    result = shell("upload", lossy, "--as", "sdxml")
    assert result.exit_code == 1
    assert "converting it loses content: error DOCX-R" in result.stderr
    assert shell("api", "list", "--json").stdout.split() == ["{", '"documents":', "[]", "}"]
    assert shell("upload", lossy, "--as", "sdxml", "--no-validate").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--labels", "literal"), "--labels is for conversions: say --as sdxml"),
        (("--as", "pdf"), "'pdf' is not one of"),
    ],
)
def test_options_that_would_do_nothing_are_refused(
    shell: Any, word: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = shell("upload", word, *arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_as_word_takes_word_files_only(shell: Any, word: Path) -> None:
    package = word.with_suffix(".zip")
    package.write_bytes(sdconvert.convert(word).value)
    assert shell("upload", word, "--as", "word").exit_code == 0
    result = shell("upload", package, "--as", "word")
    assert (result.exit_code, "it is no .docx, which the Word import needs" in result.stderr) == (1, True)


def test_a_converted_request_can_be_written(shell: Any, word: Path, tmp_path: Path) -> None:
    shell("upload", word, "--as", "sdxml", "--write-request", tmp_path / "requests")
    request = json.loads((tmp_path / "requests" / "contract.zip.json").read_text())
    assert request["url"].endswith("/partner/imports/sdxml/upload")
    assert sdconvert.convert(word).value in (tmp_path / "requests" / "contract.zip.body").read_bytes()


def test_a_list_is_piped_into_a_download(shell: Any, word: Path, tmp_path: Path) -> None:
    id = shell.json("upload", word)["files"][0]["documentId"]
    listed = shell("api", "list", "--json").stdout
    for form, name, member in (
        ("word", f"{id}.docx", "word/document.xml"),
        ("sdxml", f"{id}.zip", "sd.xml"),
        ("html", f"{id}.html.zip", "index.html"),
        ("parsx", f"{id}.parsx.zip", "parsx.xml"),
    ):
        done = shell.json("download", "-", "--format", form, "-o", tmp_path / "out", stdin=listed)["documents"]
        assert done == [{"documentId": id, "output": str(tmp_path / "out" / name), "error": None}]
        assert member in zipfile.ZipFile(tmp_path / "out" / name).namelist()


def test_a_download_is_unpacked_or_converted_at_once(shell: Any, word: Path, tmp_path: Path) -> None:
    id = shell.json("upload", word)["files"][0]["documentId"]
    assert shell("download", id, "--format", "sdxml", "--unpack", "-o", tmp_path / "a").exit_code == 0
    assert (tmp_path / "a" / id / "sd.xml").is_file()
    assert shell("download", id, "--format", "sdxml", "--convert", "docx", "-o", tmp_path / "b").exit_code == 0
    assert (tmp_path / "b" / f"{id}.docx").is_file()
    both = ("--format", "sdxml", "--unpack", "--convert", "html", "-o", tmp_path / "page.html")
    place = str(tmp_path / "page")
    assert shell.json("download", id, *both)["documents"] == [
        {
            "documentId": id,
            "output": f"{place}.zip",
            "folder": place,
            "converted": f"{place}.html",
            "findings": [],
            "error": None,
        }
    ]
    assert "Prüfung der Verträge" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_one_document_that_is_not_there_does_not_stop_the_download(shell: Any, word: Path, tmp_path: Path) -> None:
    id = shell.json("upload", word)["files"][0]["documentId"]
    result = shell("download", "00000000-0000-4000-8000-000000000000", id, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{id}.docx"]


def test_every_call_has_a_command(shell: Any, word: Path, tmp_path: Path) -> None:
    id = shell.json("upload", word)["files"][0]["documentId"]
    assert shell.json("api", "open", id, "--role", "reader")["documentId"] == id
    changed = shell("api", "metadata", id, "--title", "Neu", "--tag", "a", "--tag", "b")
    assert changed.stdout == f"{id}: title, tags changed\n"
    assert (shell.json("api", "info", id)["title"], shell.json("api", "info", id)["tags"]) == ("Neu", ["a", "b"])
    emptied = shell.json("api", "metadata", id, "--no-tags", "--subtitle", "")
    assert emptied == {"documentId": id, "changed": {"subtitle": "", "tags": []}}
    assert shell.json("api", "info", id)["tags"] == []
    assert shell("api", "metadata", id, "--no-tags", "--tag", "a").exit_code == 2
    assert "Neu" in shell("api", "info", id).stdout
    assert shell("api", "review", id).stdout == f"{id} in review\n"
    assert shell.json("api", "archive", id)["documents"] == [{"documentId": id, "done": "archived", "error": None}]
    assert shell("api", "archive", id).exit_code == 2
    assert shell("api", "unarchive", id).exit_code == 0
    copy = shell.json("api", "duplicate", id, "--title", "Copy")["documentId"]
    assert shell("api", "delete", "-", stdin=copy).exit_code == 0
    created = shell.json("api", "create", "--title", "Empty")["documentId"]
    group = shell.environment["SDCONVERT_GROUP_ID"]
    user = shell.environment["SDCONVERT_USER_ID"]
    table = shell("api", "list", "--group", group, "--user", user).stdout
    assert id in table
    assert created in table
    assert shell.json("api", "unseen") == {"documents": []}
    assert shell.json("api", "unseen", "--count")["numWithAnyChange"] == 0
    assert "all" in shell("api", "unseen", "--count").stdout
    template = shell.json("api", "templates")["templates"][0]["id"]
    assert template in shell("api", "templates").stdout
    settings = tmp_path / "settings.json"
    settings.write_text('{"language": "de_DE"}')
    target = tmp_path / "out.docx"
    exported = shell("api", "export", id, "-o", target, "--template", template, "--settings", settings)
    assert exported.exit_code == 0, exported.output
    assert exported.stdout == f"{id} -> {target}\n"
    assert shell("api", "export", id, "-o", target).exit_code == 2
    assert shell.json("api", "export", id, "-o", target, "--force") == {"documentId": id, "output": str(target)}


def test_a_dry_run_shows_the_requests_and_sends_nothing(shell: Any, word: Path) -> None:
    result = shell("upload", word, "--dry-run")
    assert result.exit_code == 0
    assert "GET " in result.stdout
    assert "/partner/imports/word/upload" in result.stdout
    assert '"title": "contract"' in result.stdout
    assert "authorization: •••" in result.stdout
    assert shell.environment["SDCONVERT_CLIENT_SECRET"] not in result.output
    assert "eyJ" not in result.output
    assert shell.json("api", "list") == {"documents": []}


def test_a_request_can_be_written_and_sent_by_another_client(shell: Any, word: Path, tmp_path: Path) -> None:
    assert shell("upload", word, "--write-request", tmp_path / "req").exit_code == 0
    described = json.loads((tmp_path / "req" / "contract.docx.json").read_text())
    body = (tmp_path / "req" / "contract.docx.body").read_bytes()
    assert described["headers"]["content-length"] == str(len(body))
    request = urllib.request.Request(described["url"], body, described["headers"], method="POST")
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    assert caught.value.code in (401, 403)
    caught.value.close()


def test_a_mapping_is_checked_before_anything_is_sent(shell: Any, word: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"a": {"textType": "heading", "level": 9}}')
    assert shell("upload", word, "--mapping", mapping).exit_code == 2
    mapping.write_text('{"a": {"textType": "heading", "level": 1}}')
    assert shell("upload", word, "--mapping", mapping).exit_code == 0


def test_a_link_is_shown_by_a_redirect_and_stands_in_no_arguments() -> None:
    link = "http://127.0.0.1:9/#/document/1&otpt=secret"
    seen: list[str] = []
    followers: list[threading.Thread] = []

    def opens(url: str) -> bool:
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: Any) -> None:
                return None

        def follow() -> None:
            try:
                urllib.request.build_opener(Stay).open(url)
            except urllib.error.HTTPError as error:
                seen.extend([url, str(error.headers["location"])])
                error.close()

        followers.append(threading.Thread(target=follow, daemon=True))
        followers[0].start()
        return True

    assert browser.show(link, opens)
    followers[0].join(5)
    assert "otpt" not in seen[0]
    assert seen[1] == link
    assert not browser.show(link, lambda _: False)


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "https://a\r\nX: y", "https://a/\x1b", ""]
)
def test_what_is_no_web_address_is_shown_in_no_browser(link: str) -> None:
    asked: list[str] = []

    def opens(url: str) -> bool:
        asked.append(url)
        return False

    assert not browser.show(link, opens)
    assert asked == []


def test_a_row_for_a_family_of_styles_is_sent_as_rows_for_the_styles_of_the_file(
    shell: Any, word: Path, tmp_path: Path
) -> None:
    mapping, folder = tmp_path / "mapping.toml", tmp_path / "requests"
    mapping.write_text('"N*" = { textType = "paragraph", level = 1 } # all of them\n')
    done = shell("upload", word, "--as", "word", "--mapping", mapping, "--write-request", folder)
    assert done.exit_code == 0
    (body,) = folder.glob("*.body")
    assert b'"mapping": {"Normal": {"textType": "paragraph", "level": 1}}' in body.read_bytes()


def test_what_is_private_or_news_shows_in_downloads(shell: Any, control: Any, tmp_path: Path) -> None:
    body = '<w:p><w:commentRangeStart w:id="1"/><w:r><w:t>one</w:t></w:r><w:commentRangeEnd w:id="1"/>'
    body += '<w:r><w:commentReference w:id="1"/></w:r></w:p>'
    post = '<w:comment w:id="1" w:author="Eva"><w:p><w:r><w:t>a word aside</w:t></w:r></w:p></w:comment>'
    source = tmp_path / "discussed.docx"
    source.write_bytes(build_docx(body, comments=post))
    id = shell.json("upload", source)["files"][0]["documentId"]
    control(f"documents/{id}/private", {"authors": ["Eva"]})
    control(f"documents/{id}/change", {"conversation": True})

    def said(name: str, *options: str) -> str:
        done = shell("download", id, "--format", "html", "-o", tmp_path / name, *options)
        assert done.exit_code == 0, done.output
        with zipfile.ZipFile(tmp_path / name) as package:
            return package.read("index.html").decode()

    assert "a word aside" in said("all.zip", "--mode", "allInOne")
    assert "Eva (new)" in said("news.zip", "--mode", "news")
    assert "a word aside" not in said("public.zip", "--mode", "allInOne", "--only-public")


def test_what_comes_home_replaces_nothing_in_silence(shell: Any, word: Path, tmp_path: Path) -> None:
    id = shell.json("upload", word, "--title", "Lease")["files"][0]["documentId"]
    merged = tmp_path / "merged.zip"
    assert shell("convert", word, "-o", merged).exit_code == 0
    result = shell("upload", merged, "--title", "Lease", "--reconcile")
    assert result.exit_code == 1
    assert f"“Lease” is on the server already as {id}" in result.stderr
    assert "an import makes a new one" in result.stderr
    assert len(shell.json("api", "list")["documents"]) == 1
    assert shell("upload", merged, "--title", "Lease, merged", "--reconcile").exit_code == 0
    assert shell("api", "archive", id).exit_code == 0
    assert shell("upload", merged, "--title", "Lease", "--reconcile", "--if-exists", "new").exit_code == 0
    assert shell("upload", merged, "--reconcile", "--write-request", tmp_path / "requests").exit_code == 2
