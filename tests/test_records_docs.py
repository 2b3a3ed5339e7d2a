"""The commands of docs/records.md run as they stand and say what the page shows; the rehearsal ends well."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from records_kit import whole_way

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "records.md").read_text("utf-8")


def steps() -> list[tuple[str, list[str]]]:
    """The commands of the page in order, each with the lines that are shown behind it."""
    blocks = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    found: list[tuple[str, list[str]]] = []
    for line in "".join(blocks).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def shell(command: str, folder: Path, settings: dict[str, str]) -> str:
    """What a command says; `sdconvert` is the one under test."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("SDCONVERT_")}
    places = os.pathsep.join([str(Path(sys.executable).parent), others.get("PATH", "")])
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=folder,
        env={**others, **settings, "PATH": places},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stdout}"
    return done.stdout


def test_the_commands_of_the_page_run_and_say_what_it_shows(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples" / "merge", tmp_path / "samples" / "merge")
    commands = steps()
    assert len(commands) == 15
    assert sum(bool(shown) for _, shown in commands) == 5
    with whole_way(tmp_path) as way:
        for command, shown in commands:
            said = shell(command, tmp_path, way.environment).splitlines()
            assert not shown or [line.replace(f"{tmp_path}/", "") for line in said] == shown, command
        titles = {f"Booking {number}" for number in range(1, 6)} | {f"Settlement {number}" for number in range(1, 6)}
        documents = way.documents()
        assert set(documents) == titles
        assert {path.name for path in (tmp_path / "pages").iterdir()} == {
            f"{info.id}.html.zip" for info in documents.values()
        }


def test_the_rehearsal_goes_the_whole_way_twice(tmp_path: Path) -> None:
    said = shell(f"'{sys.executable}' '{ROOT / 'samples' / 'records_demo.py'}' demo", tmp_path, {})
    assert said.count("Booking 501 ") == said.count("Booking 502 ") == said.count("Agreement: Use") == 2
    assert said.count("2 of 2 done.") == said.count("2 of 2 done (2 unchanged).") == 1
    assert said.endswith("The stand-in and the sandbox are stopped.\n")
    pages = [path.read_text("utf-8") for path in (tmp_path / "demo" / "pages").glob("*/index.html")]
    assert len(pages) == 3
    assert sum("Nora Castellanos" in page and "$95.00" in page for page in pages) == 1
