"""What is mutated: small inputs of every kind that sdconvert reads, made from the samples."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from metafiles import emf, emf_fill, emf_text, plus_emf, plus_fill, window, wmf, wmf_fill, wmf_text
from mutations import zip_of
from partner_kit import ACCESS, ID
from picture_samples import encoded

import sdconvert
from sdconvert.batch.journal import Journal

ROOT = Path(__file__).parents[2]
LARGEST_SAMPLE = 30_000
"""Bytes of a sample that is taken: mutants of small ones are tried sooner."""

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path d="M0 0L5 5"/><text>a</text></svg>'


def seeds() -> Iterator[tuple[str, bytes]]:
    """Names and contents, the same on each call."""
    words = list(_word_files())
    for name, data in words:
        yield f"{name}.docx", data
        for target in ("sdxml", "html", "parsx"):
            yield f"{name}.{target}.zip", bytes(sdconvert.convert(data, to=target).value)
    for path in sorted((ROOT / "samples" / "sdxml").rglob("*.xml")):
        yield f"sdxml-{path.stem}.xml", path.read_bytes()
    for path in sorted((ROOT / "samples" / "parsx").rglob("*.xml")):
        yield f"parsx-{path.stem}.xml", path.read_bytes()
    yield from _pictures()
    yield from _answers()
    yield "journal.sqlite", _journal()


def _word_files() -> Iterator[tuple[str, bytes]]:
    for path in sorted((ROOT / "samples" / "docx").iterdir()):
        if path.is_dir():
            yield path.name, _packed(path)
        elif path.stat().st_size <= LARGEST_SAMPLE:
            yield path.stem, path.read_bytes()


def _packed(folder: Path) -> bytes:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return zip_of([(path.relative_to(folder).as_posix(), path.read_bytes()) for path in files])


def _pictures() -> Iterator[tuple[str, bytes]]:
    for kind in ("PNG", "GIF", "JPEG", "BMP", "TIFF", "WEBP"):
        yield f"picture.{kind.lower()}", encoded(kind)
    red = (200, 0, 0)
    yield "picture.wmf", wmf(window(0, 0, 100, 100), wmf_fill(red, 0, 0, 50, 50), wmf_text(b"text"))
    yield "picture.emf", emf(emf_fill(red, 0, 0, 50, 50), emf_text("text"))
    yield "plus.emf", plus_emf(plus_fill(red, 0, 0, 50, 50))
    yield "picture.svg", SVG


def _answers() -> Iterator[tuple[str, bytes]]:
    """Answers of the Partner API in the forms of its guide."""
    document = {
        "documentId": ID,
        "title": "T",
        "status": "draft",
        "created": "2026-01-01T00:00:00Z",
        "participants": {},
    }
    yield "answer-access.json", json.dumps(ACCESS).encode()
    yield "answer-document.json", json.dumps(document).encode()
    yield "answer-list.json", json.dumps([document, document]).encode()
    refused = {"message": "No", "fields": {"a": ["b"]}, "code": 412}
    yield "answer-refused.json", json.dumps(refused).encode()


def _journal() -> bytes:
    """A journal without a run in it."""
    with tempfile.TemporaryDirectory() as folder:
        with Journal(Path(folder)) as journal:
            path = journal.path
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.close()
        return path.read_bytes()
