"""Legal documents with elements moved, doubled and nested at odd places: every one converts or is refused in words, its
ledger closes, and no word vanishes without a finding.

    python tests/proofs/mutants.py PATH... [--number 2000] [--seed 1] [--keep FOLDER]

PATH is a Word file, an unpacked one, or a folder of them. The last line counts what came out; each mutant that raised,
whose ledger stays open or whose words vanish is named with its seed and what was done to it, and the exit code is 1
where there are any. With `--keep` these are written to a folder.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from lxml import etree
from tree_mutations import MUTATIONS

import sdconvert

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STORIES = ("document", "footnotes", "endnotes", "comments", "header", "footer")
TEXTS = (f"{W}t", f"{W}delText", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t")
SHORTEST = 4

Files = dict[str, bytes]


def read_files(path: Path) -> Files:
    """The members of a package, packed or not."""
    if path.is_dir():
        return {str(file.relative_to(path)): file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file()}
    with zipfile.ZipFile(path) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def find_packages(path: Path) -> Iterator[Path]:
    """The Word files at a path."""
    if path.suffix == ".docx" or (path / "[Content_Types].xml").exists():
        yield path
    elif path.is_dir():
        for inner in sorted(path.iterdir()):
            yield from find_packages(inner)


def pack(files: Files) -> bytes:
    """The members as a package."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in files.items():
            zipped.writestr(name, data)
    return target.getvalue()


def mutate(files: Files, chance: random.Random) -> tuple[Files, str]:
    """The package with one to three mutations of its stories, and what they are."""
    names = [name for name in files if name.startswith("word/") and name.endswith(".xml")]
    names = [name for name in names if Path(name).stem.rstrip("0123456789") in STORIES]
    mutated, done = dict(files), []
    for _ in range(chance.choice((1, 1, 2, 3))):
        name = chance.choice([*names, "word/document.xml", "word/document.xml"])
        root = etree.fromstring(mutated[name])
        elements = [element for element in root.iter("*") if element is not root]
        done.append(chance.choice(MUTATIONS)(elements, chance) if len(elements) > 1 else "")
        mutated[name] = etree.tostring(root)
    return mutated, "; ".join(filter(None, done))


def judge(files: Files, revisions: str) -> tuple[str, str]:
    """What becomes of a package: its kind, and more about it."""
    try:
        result = sdconvert.convert(pack(files), revisions=revisions)
    except sdconvert.SdconvertError as error:
        return "refused", str(error)[:100]
    except Exception as error:
        return "RAISED", repr(error)[:200]
    imbalance = {str(kind): number for kind, number in result.ledger.imbalance().items()}
    if imbalance:
        return "OPEN", str(imbalance)
    if any(finding.severity is sdconvert.Severity.ERROR for finding in sdconvert.validate(result.value)):
        return "INVALID", str(next(iter(sdconvert.validate(result.value))))[:200]
    lost = [] if result.ledger.dropped or result.findings else list(_vanished(files, result.value))
    return ("VANISHED", " ".join(lost)[:100]) if lost else ("ok", "")


def _vanished(files: Files, package: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(package)) as zipped:
        shown = "".join(map(str, etree.fromstring(zipped.read("sd.xml")).itertext()))
    for text in etree.fromstring(files["word/document.xml"]).iter(*TEXTS):
        yield from (word for word in (text.text or "").split() if len(word) >= SHORTEST and word not in shown)


def main() -> int:
    """Make mutants and say what became of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--number", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    choices = parser.parse_args()
    packages = [read_files(package) for path in choices.paths for package in find_packages(path)]
    counts: Counter[str] = Counter()
    for seed in range(choices.seed, choices.seed + choices.number):
        chance = random.Random(seed)
        files, done = mutate(chance.choice(packages), chance)
        kind, more = judge(files, chance.choice(("accept", "reject")))
        counts[kind] += 1
        if kind not in ("ok", "refused"):
            sys.stdout.write(f"{seed} {kind} {more}: {done}\n")
            if choices.keep:
                choices.keep.mkdir(parents=True, exist_ok=True)
                (choices.keep / f"{seed}.docx").write_bytes(pack(files))
    sys.stdout.write(f"{dict(counts)}\n")
    return int(set(counts) > {"ok", "refused"})


if __name__ == "__main__":
    sys.exit(main())
