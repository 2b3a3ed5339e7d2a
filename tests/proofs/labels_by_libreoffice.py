"""Holds the labels of `word_labels` against what LibreOffice exports as text.

    python tests/proofs/labels_by_libreoffice.py [COUNT] [SEED]

Each document of chance is converted by `soffice --convert-to txt:Text`, which writes each paragraph with its label.
LibreOffice differs from Word in a few known things; what is compared leaves these out (see `make_numbered`).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from numbered_documents import make_numbered
from word_labels import paragraphs_of

_SECONDS = 900


def main(count: int, seed: int) -> int:
    with tempfile.TemporaryDirectory() as folder:
        packages = {f"{number:04}": make_numbered(Random(seed + number), is_wide=False) for number in range(count)}
        for name, made in packages.items():
            (Path(folder) / f"{name}.docx").write_bytes(made)
        _export(Path(folder))
        wrong = [name for name, made in packages.items() if not _agree(Path(folder), name, made)]
    print(f"{count - len(wrong)} of {count} documents have the same labels; others: {' '.join(wrong[:20])}")
    return len(wrong)


def _export(folder: Path) -> None:
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "txt:Text"]
    files = sorted(map(str, folder.glob("*.docx")))
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=_SECONDS)


def _agree(folder: Path, name: str, package: bytes) -> bool:
    shown = (folder / f"{name}.txt").read_text(encoding="utf-8-sig").splitlines()
    ours = [" ".join(f"{each.label} {each.text}".split()) for each in paragraphs_of(package)]
    theirs = [" ".join(line.split()) for line in shown]
    if ours != theirs:
        pairs = [f"      {a!r} / {b!r}" for a, b in zip(ours, theirs, strict=False) if a != b]
        print(f"{name}: here / LibreOffice", *pairs[:4], sep="\n")
    return ours == theirs


if __name__ == "__main__":
    arguments = [int(argument) for argument in sys.argv[1:]]
    sys.exit(bool(main(arguments[0] if arguments else 200, arguments[1] if len(arguments) > 1 else 0)))
