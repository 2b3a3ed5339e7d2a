"""The real files beside the project, and the one measurement that the laws and the fidelity table share."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from io import BytesIO
from pathlib import Path

from compare import MEASURES, Scores, compare, missing_words
from lxml import etree
from sdxml_facts import sdxml_facts
from untold import untold_measures
from word_facts import word_facts

PROJECT = Path(__file__).resolve().parents[2]
CORPUS = PROJECT.parent / "shared" / "corpus" / "docx"
DTD = PROJECT / "dtd" / "sdxml-2.6.dtd"

_SHOWN = 12


def files() -> list[Path]:
    return sorted(CORPUS.glob("*.docx"))


def short_id(path: Path) -> str:
    return path.name.partition("_")[0]


@dataclass
class Measurement:
    """What came of converting one file."""

    scores: Scores = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    """The first of the visible words that are neither in the output nor in a finding."""
    dtd_errors: list[str] = field(default_factory=list)
    imbalance: dict[str, str] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)


def measure(path: Path) -> Measurement:
    """Convert a Word file and compare what it says with what the result says."""
    import sdconvert

    result = sdconvert.convert(path, labels="structure")  # what is structure in Word is compared with structure
    package = bytes(result.value)
    texts = [text for finding in result.findings for text in _texts(finding.details)]
    source, target = word_facts(path), sdxml_facts(package)
    codes: dict[str, int] = {}
    for finding in result.findings:
        codes[finding.code.id] = codes.get(finding.code.id, 0) + 1
    scores = compare(source, target, texts) | dict.fromkeys(untold_measures(path))
    return Measurement(
        scores=scores,
        missing=missing_words(source, target, texts)[:_SHOWN] if scores["words"] != 1 else [],
        dtd_errors=dtd_errors(package)[:_SHOWN],
        imbalance={str(kind): str(count) for kind, count in result.ledger.imbalance().items()},
        codes=codes,
    )


def measure_once(path: Path, shelf: Path) -> Measurement:
    """The measurement of a file, kept on a shelf that the processes of one test run share."""
    kept = shelf / f"{path.stem}.json"
    if kept.exists():
        return Measurement(**json.loads(kept.read_text("utf-8")))
    measured = measure(path)
    beside = kept.with_suffix(f".{os.getpid()}")
    beside.write_text(json.dumps(asdict(measured)), "utf-8")
    beside.replace(kept)
    return measured


def dtd_errors(package: bytes) -> list[str]:
    dtd = etree.DTD(str(DTD))
    with zipfile.ZipFile(BytesIO(package)) as archive:
        tree = etree.fromstring(archive.read("sd.xml"))
    dtd.validate(tree)
    return [str(entry.message) for entry in dtd.error_log]


def means(measured: Mapping[str, Measurement]) -> Scores:
    """The mean of each measure over the files that have anything of it."""
    found: Scores = {}
    for name in MEASURES:
        scores = [score for m in measured.values() if (score := m.scores.get(name)) is not None]
        found[name] = sum(scores) / len(scores) if scores else None
    return found


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple | set | frozenset):
        for inner in value:
            yield from _texts(inner)
    elif value is not None:
        yield str(value)
