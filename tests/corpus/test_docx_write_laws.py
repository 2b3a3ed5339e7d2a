"""Laws of the Word writer over real files: what is read from a Word file and written as one says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from compare import compare
from corpus_files import CORPUS, files, short_id
from docx_writing import SOFFICE, audit, to_pdf
from untold import untold_measures
from word_facts import word_facts
from word_package import declares_entities, is_word_package

import sdconvert
from sdconvert.formats.docx.read import read
from sdconvert.formats.docx.write import write

if TYPE_CHECKING:
    from pathlib import Path

WORDS_KEPT = 0.999
WHOLE = ("pictures", "notes", "links", "cells", "headings", "items")
EVERY = 9
LARGEST = 300_000

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real files, ../shared/corpus, is not here"),
]


def _sample() -> list[Path]:
    """About forty of the files, none of them large."""
    usable = [path for path in files() if is_word_package(path) and not declares_entities(path)]
    return [path for path in usable[::EVERY] if path.stat().st_size < LARGEST]


@pytest.mark.parametrize("path", _sample(), ids=short_id)
def test_a_word_file_written_again_says_the_same_and_has_no_error(path: Path, tmp_path: Path) -> None:
    try:
        source = read(path.read_bytes())
    except sdconvert.SdconvertError:
        pytest.skip("the file is refused")
    result = write(source.value)
    written = tmp_path / "written.docx"
    written.write_bytes(result.value)
    texts = [str(text) for finding in source.findings + result.findings for text in finding.details.values()]
    scores = compare(word_facts(path), word_facts(written), texts) | dict.fromkeys(untold_measures(path))
    assert scores["words"] is None or scores["words"] >= WORDS_KEPT
    assert {name: scores[name] for name in WHOLE if scores[name] not in (None, 1.0)} == {}
    assert audit(result.value, tmp_path) == []


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_word_files_written_again(tmp_path: Path) -> None:
    paths = []
    for number, path in enumerate(_sample()[::5]):
        try:
            result = write(read(path.read_bytes()).value)
        except sdconvert.SdconvertError:
            continue
        paths.append(tmp_path / f"{number}.docx")
        paths[-1].write_bytes(result.value)
    assert all(pdf.read_bytes().startswith(b"%PDF") for pdf in to_pdf(paths, tmp_path).values())
