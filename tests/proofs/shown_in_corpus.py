"""What a reader sees over a folder of Word files: labels of paragraphs, words of references, marks of notes.

    python tests/proofs/shown_in_corpus.py FOLDER

Word's side is the second account of ECMA-376 in `tests/support/word_labels.py`, the result's is read from the bytes of
`sd.xml` (`tests/support/shown_lines.py`): neither uses the converter's readers. Paragraphs are paired by their texts.
What differs has to be told by a finding; a file that differs and tells nothing is named, and the exit code is 1.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from lxml import etree
from shown_lines import BULLET, Line, sdxml_lines
from word_labels import Paragraph, note_marks_of, paragraphs_of

import sdconvert
from sdconvert.archive import read_archive

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_AROUND = " \t\u00a0.:;,()[]"
_BULLETS = frozenset("•–▪·o§-*◦➢✓□■")
_REFERENCE = re.compile(r"(?:^|\s)(?:REF|NOTEREF|STYLEREF)\s")
_CAPTION = re.compile(r"\b(?:Figure|Table|Abbildung|Tabelle)\s\d+")
_LONGEST = 600
"""Lines: both accounts look back over all that was numbered before."""

_LONGEST_LABEL = 40
"""Signs: what is longer is another paragraph, which a hidden mark has joined."""

_TELLING = {
    "labels": frozenset({"LABEL-001", "LABEL-002", "LABEL-003", "LABEL-008", "LABEL-009"}),
    "words of references": frozenset({"LABEL-006", "LABEL-007", "LABEL-008", "LABEL-009", "LABEL-010"}),
    "marks of notes": frozenset({"LABEL-004", "LABEL-005", "DOCX-R116"}),
}


class Shown(NamedTuple):
    """One thing that both sides show: what it is, and what stands there."""

    measure: str
    source: str
    result: str


def main(folder: Path) -> int:
    totals: Counter[str] = Counter()
    same: Counter[str] = Counter()
    silent: list[tuple[str, Shown]] = []
    files = unread = 0
    for path in sorted(folder.glob("*.docx")):
        try:
            result = sdconvert.convert(path)
            pairs = list(_pairs(path.read_bytes(), result.value))
        except (sdconvert.SdconvertError, AttributeError, KeyError, ValueError, etree.XMLSyntaxError):
            unread += 1
            continue
        files += 1
        told = {finding.code.id for finding in result.findings}
        for shown in pairs:
            totals[shown.measure] += 1
            is_same = _bare(shown.source) == _bare(shown.result)
            same[shown.measure] += is_same
            if not is_same and not told & _TELLING[shown.measure]:
                silent.append((path.name[:10], shown))
    print(f"{files} files, {unread} without an account\n\n| measure | compared | the same |\n| --- | --- | --- |")
    for measure in _TELLING:
        print(f"| {measure} | {totals[measure]} | {same[measure]} |")
    print(f"\n{len(silent)} differ in files that tell nothing of it")
    for name, shown in silent[:40]:
        print(f"  {name} {shown.measure}: {shown.source!r} is {shown.result!r}")
    return int(bool(silent))


def _pairs(source: bytes, result: bytes) -> Iterator[Shown]:
    tables = {"".join(table.itertext()) for table in _document(result).iter("table")}
    lines = [line for line in sdxml_lines(result) if line.text.strip() and line.text not in tables]
    if len(lines) <= _LONGEST:
        paragraphs = [one for one in paragraphs_of(source) if one.text.strip()]
        for paragraph, line in _paired(paragraphs, lines):
            text, own = _flat(line.text), _flat(paragraph.text)
            if not text.endswith(own) or len(text) - len(own) > _LONGEST_LABEL:
                continue
            shown = f"{line.label} {text.removesuffix(own)}"
            if paragraph.label or _bare(shown):
                yield Shown("labels", paragraph.label, shown)
    yield from _references(source, sdxml_lines(result))
    marks = note_marks_of(source)
    count = sum(1 for _ in _document(result).iter("footnote"))
    if len(marks) == count:
        for number, mark in enumerate(marks, 1):
            yield Shown("marks of notes", mark, str(number))


def _references(source: bytes, lines: list[Line]) -> Iterator[Shown]:
    """The paragraphs that refer to others, with the words that the references showed last."""
    shown = [_without_captions(line.text) for line in lines]
    body = etree.fromstring(read_archive(source)["word/document.xml"])[0]
    for element in body.iter(f"{_W}p"):
        simple = (field.get(f"{_W}instr", "") for field in element.iter(f"{_W}fldSimple"))
        instructions = " ".join([*simple, *(text.text or "" for text in element.iter(f"{_W}instrText"))])
        words = "".join(text.text or "" for text in element.iter(f"{_W}t"))
        if _REFERENCE.search(instructions) and words.strip():
            is_there = any(_without_captions(words) in line for line in shown)
            yield Shown("words of references", words, words if is_there else "other words")


def _without_captions(text: str) -> str:
    """A text without white space and the numbers of captions, which the account of the result does not count."""
    return "".join(_CAPTION.sub("", text).split())


def _document(package: bytes) -> etree._Element:
    return etree.fromstring(read_archive(package)["sd.xml"])


def _paired(paragraphs: list[Paragraph], lines: list[Line]) -> Iterator[tuple[Paragraph, Line]]:
    keys = ([_key(one.text) for one in paragraphs], [_key(line.text) for line in lines])
    for tag, start, end, other, _ in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((paragraphs[start + n], lines[other + n]) for n in range(end - start))


def _key(text: str) -> str:
    """The end of a text, which a label that became text does not change."""
    return "".join(text.split())[-40:]


def _flat(text: str) -> str:
    return " ".join(text.split())


def _bare(label: str) -> str:
    """What is cited of a label; a bullet that says nothing is one."""
    bare = label.strip(_AROUND)
    return BULLET if bare in _BULLETS or any("\ue000" <= sign <= "\uf8ff" for sign in bare) else bare


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
