"""The wheel stands alone: `PYTHONPATH=tests/support python tests/proofs/wheel.py`. Needs a registry of packages.

The source distribution is built from the checkout and the wheel from that. Both are looked into; the lines that install
are run as the README has them, in environments that hold nothing else; and in an empty folder, with nothing of the
checkout but a Word file, so are the commands of the README, those against the sandbox and those in Python too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from doc_pages import ROOT, blocks, typed_lines

README = "README.md"
_OTHERS = ("tests/", "samples/", "docs/", "tools/", "web/", "build/")
_IN_SOURCES = (
    "tests/conftest.py",
    "samples/docx/letter.docx",
    "docs/install.md",
    "tools/docs/build_site.py",
    "Makefile",
)
_CARRIED = (
    "sdconvert/py.typed",
    "sdconvert/dtd/sdxml-2.6.dtd",
    "sdconvert/sandbox/openapi.json",
    "sdconvert/formats/docx/write/template/styles.xml",
    "sdconvert-{version}.dist-info/licenses/LICENSE",
)


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sources = build_sources(folder)
        wheel = build_wheel(folder, sources)
        check_sources(sources)
        check_wheel(wheel)
        install_line_of_a_checkout(folder, sources)
        environment = install_line_of_a_wheel(folder)
        run_readme(folder, environment)
        run_without_extras(folder, wheel, environment)


def build_sources(folder: Path) -> Path:
    """The source distribution, by hatchling in an environment of its own."""
    tools = new_environment(folder / "tools")
    run([tools / "pip", "install", "--quiet", "hatchling"])
    run([tools / "hatchling", "build", "-t", "sdist", "-d", folder / "dist"], cwd=ROOT)
    (found,) = (folder / "dist").glob("*.tar.gz")
    return found


def build_wheel(folder: Path, sources: Path) -> Path:
    run([folder / "tools" / "bin" / "pip", "wheel", "--quiet", "--no-deps", "-w", folder / "dist", sources])
    (found,) = (folder / "dist").glob("*.whl")
    return found


def check_sources(sources: Path) -> None:
    """All that is under version control for the package, and what is needed to test and to document it."""
    with tarfile.open(sources) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    missing = sorted({*committed("sdconvert"), *committed("dtd"), *_IN_SOURCES} - names)
    report("the source distribution has every file of the package, its tests, samples and pages", missing)


def check_wheel(wheel: Path) -> None:
    """Every file of the package and the grammar; nothing of the tests; the licences of what comes from others."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    version = wheel.name.split("-")[1]
    grammar = {f"sdconvert/{name}" for name in committed("dtd")}
    wanted = {*committed("sdconvert"), *grammar, *(name.format(version=version) for name in _CARRIED)}
    vendored = {name for name in names if name.startswith("sdconvert/review/vendor/")}
    unlicensed = [
        name for name in vendored if name.endswith(".js") and name.replace(".min.js", ".LICENSE") not in names
    ]
    strange = [name for name in names if name.startswith(_OTHERS) or "__pycache__" in name]
    report(f"the wheel has all {len(wanted)} files that it needs", sorted(wanted - names))
    report("it has nothing of the tests, samples and pages", strange)
    report(f"{len(vendored)} files of others come with their licences", unlicensed)


def install_line_of_a_checkout(folder: Path, sources: Path) -> None:
    """The first line of the README, in a checkout: that of the source distribution."""
    with tarfile.open(sources) as archive:
        archive.extractall(folder, filter="data")
    checkout = folder / sources.name.removesuffix(".tar.gz")
    commands = new_environment(folder / "from-checkout")
    run_typed(install_line("'.["), checkout, commands)
    said = run([commands / "sdconvert", "--version"], cwd=folder)
    report(f"the line for a checkout installs {said.strip()}", [])


def install_line_of_a_wheel(folder: Path) -> Path:
    """The second line of the README, where `dist` is; gives the commands of the environment."""
    commands = new_environment(folder / "from-wheel")
    run_typed(install_line("dist/"), folder, commands)
    said = run([commands / "sdconvert", "--version"], cwd=folder)
    report(f"the line for a wheel installs {said.strip()}", [])
    return commands


def install_line(part: str) -> str:
    (line,) = (line.typed for line in typed_lines(README, begins=("pip",)) if part in line.typed)
    return line


def run_readme(folder: Path, commands: Path) -> None:
    """All that the README tells a newcomer to type, in an empty folder."""
    empty = folder / "empty"
    (empty / "samples" / "docx").mkdir(parents=True)
    shutil.copy(ROOT / "samples" / "docx" / "contract-de.docx", empty / "samples" / "docx")
    lines = typed_lines(README, begins=("cp", "sdconvert"))
    for line in lines:
        said = run_typed(line.typed, empty, commands)
        assert not line.shown or line.shown in said, said
    report(f"{len(lines)} commands of the README run", [])
    (script,) = blocks(README, "sh")
    said = run_typed(f"set -em\n{script}", empty, commands)
    assert said.count(" draft ") == 1, said
    report("its upload into the sandbox runs, and makes one document of two", [])
    (example,) = blocks(README, "python")
    where = run([commands / "python", "-c", f"{example}\nprint(sdconvert.__file__)"], cwd=empty).splitlines()[-1]
    assert Path(where).is_relative_to(folder), where
    report(f"its example in Python runs, with {len(list(empty.glob('contract*')))} results beside it", [])


def run_without_extras(folder: Path, wheel: Path, full: Path) -> None:
    """What the bare wheel can, and that it says what to install for the rest."""
    bare = new_environment(folder / "bare")
    run([bare / "pip", "install", "--quiet", wheel])
    empty = folder / "empty"
    for line in ("convert contract.docx -o bare.zip", "validate bare.zip", "mapping contract.docx -o bare.json"):
        run_typed(f"sdconvert {line}", empty, bare)
    (script,) = blocks(README, "sh")
    run_typed(f"set -em\n{script.replace('sdconvert sandbox', f'{full}/sdconvert sandbox')}", empty, bare)
    report("without extras the wheel converts, validates, proposes a mapping and uploads", [])
    refused = subprocess.run(
        [bare / "sdconvert", "sandbox"], capture_output=True, text=True, env=clean_environment(bare)
    )
    assert refused.returncode == 2, refused.stderr
    report(refused.stderr.strip().removeprefix("sdconvert: error: "), [])


def new_environment(folder: Path) -> Path:
    """An empty environment; gives the folder of its commands."""
    run([sys.executable, "-m", "venv", folder])
    return folder / "bin"


def run_typed(line: str, cwd: Path, commands: Path) -> str:
    return run(["bash", "-c", line], cwd=cwd, commands=commands)


def run(command: Iterable[object], cwd: Path | None = None, commands: Path | None = None) -> str:
    """What it says, on both channels; the proof ends where it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=cwd, env=clean_environment(commands), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def clean_environment(commands: Path | None) -> dict[str, str]:
    """The environment without the checkout and without settings of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SDCONVERT_", "PYTHON"))}
    return kept | ({"PATH": f"{commands}:{kept['PATH']}"} if commands else {})


def committed(folder: str) -> list[str]:
    return run(["git", "ls-files", folder], cwd=ROOT).split()


def report(what: str, against: list[str]) -> None:
    """One line of the proof; it ends where something speaks against it."""
    if against:
        sys.exit(f"NOT: {what}: {', '.join(against)}")
    print(f"ok: {what}", flush=True)


if __name__ == "__main__":
    main()
