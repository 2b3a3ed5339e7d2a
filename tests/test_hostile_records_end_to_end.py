"""Hostile records change nothing but text, the whole way from a line of JSON to the exported HTML."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx_builder import build_docx
from records_kit import Way, rows, whole_way

from sdconvert.merging.documents import LIMITS
from sdconvert.partner.fingerprint import split_supplemental

HOSTILE = {
    "markup": '<script>alert("x")</script><w:p/></w:t>&lt;&amp;&#10;]]><!--',
    "templates": "{{ 7*7 }}{% for x in range(9) %}x{% endfor %}{# gone #}{{ id.__class__ }}${x}%s\\1",
    "right to left": "\u202eabc\u202c \u05d0\u05d1\u05d2 \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u2067x\u2069",
    "quotes": "\"'`\u201c\u201e\u00ab \\ \\\\ \\n \\u0041 C:\\new\\table",
    "long": "<w:t>{{ x }} \u00f1\U0001f469 " * 70_000,
}
NAMES = [
    ("../../etc/passwd", "_.._etc_passwd"),
    ("..\\..\\boot.ini", "_.._boot.ini"),
    ("/etc/passwd", "_etc_passwd"),
    ("CON", "_CON"),
    ("nul.txt", "_nul.txt"),
    ("a\u0000b\nc", "ab_c"),
    ("\u202egnp.exe", "gnp.exe"),
    ("..", "record-8"),
    ("", "record-9"),
    ("x" * 5_000, "x" * 200),
    ("-rf", "_rf"),
    ("A", "A"),
    ("a", "a-2"),
]


@pytest.fixture
def way(tmp_path: Path) -> Iterator[Way]:
    with whole_way(tmp_path) as opened:
        yield opened


def template(way: Way, *paragraphs: str) -> Path:
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    path = way.folder / "template.docx"
    path.write_bytes(build_docx(body))
    return path


def merged(way: Way, records: list[dict[str, object]], *more: str) -> Path:
    """The folder of the documents of these records, made of a template with one value in brackets."""
    lines = way.folder / "records.jsonl"
    lines.write_text("".join(json.dumps(record) + "\n" for record in records), "ascii")
    folder = way.folder / "work" / "documents"
    way("merge", template(way, "[{{ value }}]"), "--records", lines, "-o", folder, *more)
    return folder


def everything_below(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_the_exported_page_has_exactly_the_text_of_the_record(way: Way) -> None:
    records: list[dict[str, object]] = [{"id": key, "value": value} for key, value in HOSTILE.items()]
    way.batch(merged(way, records, "--title", "{id}", "--description", "d"))
    documents = way.documents()
    assert sorted(documents) == sorted(HOSTILE)
    for key, value in HOSTILE.items():
        assert f"[{value}]" in way.text(documents[key].id), key
    assert len(HOSTILE["long"]) > 1_000_000


def test_titles_and_texts_are_those_of_the_record(way: Way) -> None:
    values = {key: value[:60] for key, value in HOSTILE.items()}
    records: list[dict[str, object]] = [{"id": key, "value": value} for key, value in values.items()]
    texts = ("--title", "{value}", "--description", "{value}!", "--supplemental", "{id}")
    way.batch(merged(way, records, *texts))
    about = {
        split_supplemental(info.supplemental)[0]: (info.title, info.description) for info in way.documents().values()
    }
    assert about == {key: (value.strip(), f"{value}!") for key, value in values.items()}


def test_control_characters_and_half_characters_are_left_out_and_named(way: Way) -> None:
    value = "a\x00b\x1b[31mc\x0c\ud800d\x85\u2028e"
    folder = merged(way, [{"id": 1, "value": value}], "--title", "{value}", "--report", str(way.folder / "report.json"))
    [file] = json.loads((way.folder / "report.json").read_text("utf-8"))["files"]
    [finding] = file["findings"]
    assert (finding["code"], finding["details"]["name"]) == ("MERGE-001", "value")
    assert "(U+0000, U+001B, U+000C, U+D800)" in finding["message"]
    way.batch(folder)
    [document] = way.documents().values()
    assert document.title == "ab[31mcd\x85\u2028e"
    assert "[ab[31mcd\u2028e]" in way.text(document.id), "HTML has no place for the control character U+0085"


def test_names_of_files_stay_in_the_folder(way: Way) -> None:
    records: list[dict[str, object]] = [{"name": name, "value": i} for i, (name, _) in enumerate(NAMES)]
    folder = merged(way, records, "--name", "{name}", "--title", "{value}")
    assert [row["file"] for row in rows(folder)] == [f"{name}.docx" for _, name in NAMES]
    outside = everything_below(way.folder) - everything_below(folder)
    assert {path.name for path in outside} == {"template.docx", "records.jsonl"}
    assert {path.name for path in everything_below(folder)} == {
        "documents.jsonl",
        *(f"{name}.docx" for _, name in NAMES),
    }
    way.batch(folder)
    documents = way.documents()
    assert sorted(documents, key=int) == [str(number) for number in range(len(NAMES))]
    for number in range(len(NAMES)):
        assert f"[{number}]" in way.text(documents[str(number)].id)


def test_texts_of_the_greatest_length_reach_the_server(way: Way) -> None:
    record: dict[str, object] = {"id": 1, "value": "", **{name: "é" * limit for name, limit in LIMITS.items()}}
    texts = [word for name in LIMITS for word in (f"--{name}", f"{{{name}}}")]
    way.batch(merged(way, [record], *texts))
    [document] = way.documents().values()
    own = split_supplemental(document.supplemental)[0]
    assert {"title": document.title, "description": document.description, "supplemental": own} == {
        name: record[name] for name in LIMITS
    }


@pytest.mark.parametrize(
    ("option", "field", "limit"),
    [("--title", "title", 200), ("--description", "description", 400), ("--supplemental", "supplemental", 349)],
)
def test_a_text_that_is_too_long_is_an_error_and_not_cut(way: Way, option: str, field: str, limit: int) -> None:
    lines = way.folder / "records.jsonl"
    lines.write_text(json.dumps({"id": 1, "value": "é" * (limit + 1)}) + "\n", "utf-8")
    folder = way.folder / "documents"
    command = ("merge", template(way, "{{ value }}"), "--records", lines, "-o", folder, option, "{value}")
    result = way.tried(*command, "-v")
    assert result.exit_code == 1
    assert f"error MERGE-009: The {field} has {limit + 1} characters; SMASHDOCs takes {limit}." in result.stderr
    assert rows(folder)[0][field] == "é" * (limit + 1)
    listed = ("--documents", folder / "documents.jsonl", "--steps", "validate,convert,upload")
    result = way.tried("batch", "run", folder, "-o", way.folder / "packages", *listed, "--jobs", "1")
    document_of = (way.folder / "packages", "1.docx")
    if field == "title":
        [document] = way.documents().values()
        assert document.title == "é" * (limit - 1) + "…"
        assert f"The title was cut from {limit + 1} to {limit} characters" in way("batch", "why", *document_of).output
    else:
        assert (result.exit_code, way.documents()) == (1, {})
        assert f"{field} has {limit + 1} characters" in way("batch", "why", *document_of).output
