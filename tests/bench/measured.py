"""Work whose processor time is measured, in a process of its own for each checkout.

    PYTHONPATH=CHECKOUT python tests/bench/measured.py

Reads a line of JSON for each measurement, `[work, path, rounds]`, and answers with the median of its processor seconds,
those of its children among them, or null where the work fails. What is measured is the `sdconvert` of the checkout.
What metafiles become is kept in a new folder in each round, so that no round gains from another one. Each work is done
once before it is measured, since it is imported then.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from lxml import etree


def read_and_parse(path: Path) -> None:
    """The floor of Word files: read every member and parse the XML parts, the least that any reader has to do."""
    with zipfile.ZipFile(path) as zipped:
        for name in zipped.namelist():
            data = zipped.read(name)
            if name.endswith((".xml", ".rels")):
                etree.fromstring(data)


def read_and_judge(path: Path) -> None:
    """The floor of packages: read `sd.xml`, parse it and validate it by the grammar."""
    from sdconvert.formats.sdxml.grammar import grammar

    with zipfile.ZipFile(path) as zipped:
        grammar().validate(etree.fromstring(zipped.read("sd.xml")))


def convert(path: Path, **options: str) -> None:
    """To the bytes of the result: it is packed when it is asked for them."""
    import sdconvert

    _ = sdconvert.convert(path, **options).value


def validate(path: Path) -> None:
    import sdconvert

    sdconvert.validate(path)


def draw(path: Path) -> None:
    """A metafile by our own renderer."""
    from sdconvert.choices import Renderer
    from sdconvert.pictures import convert as convert_pictures

    convert_pictures([path.read_bytes()], Renderer.BUILTIN)


def with_mammoth(path: Path) -> None:
    import mammoth

    with path.open("rb") as file:
        mammoth.convert_to_html(file)


def with_docx2python(path: Path) -> None:
    from docx2python import docx2python

    with docx2python(path) as read:
        _ = read.text


def with_pandoc(path: Path) -> None:
    import pypandoc

    pypandoc.convert_file(str(path), "html", format="docx")


def with_libreoffice(path: Path) -> None:
    import subprocess

    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{Path(tempfile.gettempdir(), 'sdconvert-bench-profile')}"
        command = ["soffice", profile, "--headless", "--convert-to", "html", "--outdir", folder, str(path)]
        subprocess.run(command, capture_output=True, check=True)


from_package = partial(convert, source_format="sdxml")
WORK: dict[str, Callable[[Path], object]] = {
    "word floor": read_and_parse,
    "word to sdxml": convert,
    "package floor": read_and_judge,
    "validate": validate,
    "sdxml to html": partial(from_package, to="html"),
    "sdxml to word": partial(from_package, to="docx"),
    "sdxml to parsx": partial(from_package, to="parsx"),
    "metafile": draw,
    "mammoth": with_mammoth,
    "docx2python": with_docx2python,
    "pandoc": with_pandoc,
    "libreoffice": with_libreoffice,
}


def processor_seconds() -> float:
    """Of this process and of its children, those that still run among them where the system tells."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    ticks = sum(map(_ticks, _children(os.getpid())))
    return time.process_time() + ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def _children(pid: int) -> list[int]:
    task = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in task.read_text().split()] if task.exists() else []


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15])) + sum(map(_ticks, _children(pid)))


def measure(work: Callable[[Path], object], path: Path, rounds: int) -> float | None:
    """The median of the processor seconds, None where the work fails."""
    took = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as cache:
            os.environ["XDG_CACHE_HOME"] = cache
            began = processor_seconds()
            try:
                work(path)
            except Exception as error:  # a peer fails in its own ways
                print(f"{path.name}: {type(error).__name__}: {str(error)[:100]}", file=sys.stderr)
                return None
            took.append(processor_seconds() - began)
    return statistics.median(took)


def main() -> None:
    answers, sys.stdout, known = sys.stdout, sys.stderr, set()
    for line in sys.stdin:
        name, path, rounds = json.loads(line)
        if name not in known:
            known.add(name)
            measure(WORK[name], Path(path), 1)
        print(json.dumps(measure(WORK[name], Path(path), rounds)), file=answers, flush=True)


if __name__ == "__main__":
    main()
