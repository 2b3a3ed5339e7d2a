"""SDXML -> parsX -> SDXML over real files: what is not the same afterwards is what findings name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from corpus_files import CORPUS, files, short_id

import sdconvert
from sdconvert.comparison import Difference, compare
from sdconvert.formats.parsx.read import read as read_parsx
from sdconvert.formats.parsx.write import write as write_parsx
from sdconvert.formats.sdxml.read import read as read_sdxml
from sdconvert.formats.sdxml.write import write as write_sdxml
from sdconvert.ledger import Kind
from sdconvert.model.measure import measure

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real files, ../shared/corpus, is not here"),
]


def _is_of(word: str) -> Callable[[Difference], bool]:
    return lambda difference: any(word in entry.kind for entry in (difference.before, difference.after) if entry)


def _any(_: Difference) -> bool:
    return True


def _is_about_labels(difference: Difference) -> bool:
    return difference.labels > 0


EXCUSES: dict[str, Callable[[Difference], bool]] = {
    "PARSX-W015": _any,
    "PARSX-W020": _any,
    "PARSX-W060": _is_of("paragraph"),
    "PARSX-W061": _is_of("heading"),
    "PARSX-W063": _is_of("in a"),
    "PARSX-W064": _is_of("page break"),
    "PARSX-W065": _is_of("directory"),
    "PARSX-W066": _is_about_labels,
    "PARSX-W070": _is_about_labels,
    "PARSX-W071": _is_about_labels,
    "PARSX-W072": _is_about_labels,
    "PARSX-W085": _is_of("index entry"),
    "PARSX-W087": _is_of("index entry"),
}
"""The differences that each finding of the writer accounts for. Others are about looks, which are not compared."""


@pytest.mark.parametrize("path", files(), ids=short_id)
def test_what_sdxml_says_is_the_same_after_parsx_but_for_what_findings_name(path: Path) -> None:
    try:
        package = sdconvert.convert(path).value
    except sdconvert.SdconvertError:
        return
    before = read_sdxml(package).value
    written = write_parsx(before)
    read = read_parsx(written.value)
    assert {kind: n for kind in Kind if (n := sum(written.ledger.total(kind)[1:]))} == measure(before)
    assert read.ledger.imbalance() == measure(read.value)
    assert read.findings == ()
    excuses = [EXCUSES[code] for code in {finding.code.id for finding in written.findings} if code in EXCUSES]
    again = read_sdxml(write_sdxml(read.value).value).value
    for after in (read.value, again):
        unexcused = [
            difference
            for difference in compare(before, after).differences
            if not any(is_excused(difference) for is_excused in excuses)
        ]
        assert unexcused == []
