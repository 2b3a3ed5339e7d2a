"""What proposed mappings change of Word files against no mapping, and whether the proposals name it.

    PYTHONPATH=tests/support python tests/proofs/mapping_effects.py FOLDER [--every N]

For each file with the mapping that is proposed for it alone, and with the one that is proposed for all: headings,
labels and references that change, by kind, beside what the proposals of the release before changed on the same 345
files, and how many of the changes the proposal names in a finding. Then the results in SDXML are compared by their
bytes, with and without the mapping: a line that reads otherwise, or is a heading or no more one, and is not named is a
fault. The exit code is 1 where a change is not named.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree
from shown_lines import sdxml_lines

import sdconvert
from sdconvert.effects import EffectKind, Effects, effects_of
from sdconvert.findings import Finding
from sdconvert.model.document import Document
from sdconvert.stylemap.proposal import Proposal

BEFORE_ALONE = Counter(
    {
        EffectKind.NUMBER_ADDED: 1103,
        EffectKind.HEADING_REMOVED: 39,
        EffectKind.HEADING_ADDED: 23,
        EffectKind.BULLET_ADDED: 5,
        EffectKind.CAPTION_ADDED: 2,
    }
)
BEFORE_ALL = BEFORE_ALONE + Counter({EffectKind.NUMBER_ADDED: 5, EffectKind.HEADING_ADDED: 1})
"""By the same functions, with the proposals of the release before, which named none of it."""

EFFECT_CODES = ("MAP-015", "MAP-016")
PUNCTUATION = re.compile(r"[\W_]+")


def read_all(folder: Path, every: int) -> Iterator[tuple[Path, Document]]:
    """The files that can be read."""
    for path in sorted(folder.glob("*.docx"))[::every]:
        try:
            yield path, sdconvert.read_document(path).value
        except sdconvert.SdconvertError:
            continue


def named_by(findings: Iterable[Finding]) -> Counter[EffectKind]:
    """How many changes of each kind findings tell."""
    named: Counter[EffectKind] = Counter()
    for finding in findings:
        if finding.code.id in EFFECT_CODES:
            named[EffectKind(str(finding.details["kind"]))] += int(str(finding.details["count"]))
    return named


def kinds_of(effects: Effects) -> Counter[EffectKind]:
    """How many changes there are of each kind."""
    return Counter(effect.kind for effect in effects)


def lines_of(path: Path, proposal: Proposal | None) -> list[tuple[str, bool]]:
    """The lines of the result as they read, each with whether it is a heading, by the bytes of the package."""
    package = sdconvert.convert(path, mapping=None if proposal is None else proposal.stylemap).value
    with zipfile.ZipFile(io.BytesIO(package)) as members:
        document = etree.fromstring(members.read("sd.xml")).find("document")
    assert document is not None
    headings = [element.tag.startswith("h") for element in document if element.get("id")]
    lines = sdxml_lines(package)
    read = (PUNCTUATION.sub(" ", f"{line.label} {line.text}").strip() for line in lines)
    return list(zip(read, headings, strict=True))


def changed_lines(path: Path, proposal: Proposal) -> int:
    """How many lines of the result read otherwise by the mapping, or are headings or no more so."""
    without, mapped = Counter(lines_of(path, None)), Counter(lines_of(path, proposal))
    return max((without - mapped).total(), (mapped - without).total())


def print_table(rows: Iterable[tuple[str, Counter[EffectKind], Counter[EffectKind], Counter[EffectKind]]]) -> None:
    """Kind by kind: before, now, and how many of these are named."""
    columns = list(rows)
    print(f"{'':20}" + "".join(f"{title:>36}" for title, *_ in columns))
    print(f"{'':20}" + "".join(f"{'before':>16}{'now':>10}{'named':>10}" for _ in columns))
    for kind in EffectKind:
        cells = "".join(f"{before[kind]:>16}{now[kind]:>10}{named[kind]:>10}" for _, before, now, named in columns)
        print(f"{kind:20}{cells}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every so many files")
    arguments = parser.parse_args()
    files = dict(read_all(arguments.folder, arguments.every))
    together = sdconvert.style_mapping(list(files)).value
    alone, alone_named, all_now = Counter[EffectKind](), Counter[EffectKind](), Counter[EffectKind]()
    touched, faults = Counter[str](), list[str]()
    for path, document in files.items():
        proposal = sdconvert.style_mapping([path]).value
        effects, in_all = effects_of(document, proposal.stylemap), effects_of(document, together.stylemap)
        alone += kinds_of(effects)
        alone_named += named_by(proposal.findings)
        all_now += kinds_of(in_all)
        for title, chosen, found in (("alone", proposal, effects), ("all", together, in_all)):
            touched[title] += bool(found.seen)
            lines = changed_lines(path, chosen)
            touched[f"lines {title}"] += lines
            if lines and not len(found):
                faults.append(f"{path.name}: {lines} lines of the result change ({title}), and nothing is named")
    all_named = named_by(together.findings)
    print(f"{len(files)} files; changed by their own mapping {touched['alone']}, by the one of all {touched['all']}")
    print_table(
        (
            ("each file with its own mapping", BEFORE_ALONE, alone, alone_named),
            ("all with one mapping", BEFORE_ALL, all_now, all_named),
        )
    )
    print(f"lines of SDXML that read otherwise: {touched['lines alone']} and {touched['lines all']}")
    if alone != alone_named or all_now != all_named:
        faults.append("not every change is named")
    print("\n".join(faults) or "every change is named")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
