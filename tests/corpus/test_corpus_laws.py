"""Laws over real Word files: each converts or is refused by name, and the result says what the file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from compare import SHARES
from corpus_files import CORPUS, files, means, measure_once, short_id
from word_package import declares_entities, is_word_package

import sdconvert

if TYPE_CHECKING:
    from pathlib import Path

WORDS_KEPT = 0.999
MEAN_FIDELITY = 0.99

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real files, ../shared/corpus, is not here"),
]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A folder that all processes of this run share."""
    base = tmp_path_factory.getbasetemp()
    run = base.parent if hasattr(request.config, "workerinput") else base
    folder = run / "fidelity"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.mark.parametrize("path", files(), ids=short_id)
def test_a_word_file_converts_to_valid_sdxml_that_says_the_same_and_any_other_file_is_refused(
    path: Path, shelf: Path
) -> None:
    if not is_word_package(path):
        with pytest.raises(sdconvert.SdconvertError):
            sdconvert.convert(path)
        return
    try:
        measured = measure_once(path, shelf)
    except sdconvert.SdconvertError:
        if not declares_entities(path):
            raise
        return
    assert measured.dtd_errors == []
    assert measured.imbalance == {}
    for words in SHARES:
        share = measured.scores[words]
        assert share is None or share >= WORDS_KEPT, f"{words} {share:.4f}, missing {measured.missing}"


def test_the_mean_fidelity_over_the_corpus_is_high_in_each_measure(shelf: Path) -> None:
    measured = {}
    for path in files():
        if is_word_package(path) and not declares_entities(path):
            measured[path.name] = measure_once(path, shelf)
    low = {name: round(mean, 4) for name, mean in means(measured).items() if mean is not None and mean < MEAN_FIDELITY}
    assert low == {}
