"""Builds the site: `python tools/docs/build_site.py`. Any warning and any link that leads nowhere is an error."""

from __future__ import annotations

import logging
import os
import sys
from typing import Any

os.environ["NO_MKDOCS_2_WARNING"] = "true"  # of the theme, about a program that pyproject.toml rules out

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from site_links import check_links
from site_pages import ROOT, all_pages, gather

_NAVIGATION: list[Any] = [
    "index.md",
    {"Begin": ["install.md", "command-line.md", "options.md", "project-file.md", "library.md", "gallery.md"]},
    {
        "Before an import": [
            "review.md",
            "survey.md",
            "annotate.md",
            "compare.md",
            "ci.md",
            "project-file.md",
            "share.md",
        ]
    },
    {"Into SMASHDOCs": ["partner-client.md", "reconcile.md", "sandbox.md"]},
    {"Many documents": ["batch.md", "batch-library.md", "rehearse.md", "scaling.md", "etl.md"]},
    {"Records": ["records.md", "sources.md", "merge.md"]},
    {
        "How it converts": [
            "labels.md",
            "pictures.md",
            "word-coverage.md",
            "fidelity.md",
            "roundtrip.md",
            "robustness.md",
            "performance.md",
        ]
    },
]
_LAST = "changelog.md"
_ROOMS = {"Commands": "commands/", "Findings": "findings/", "Names of the library": "library/"}


def navigation(made: list[str]) -> list[Any]:
    """All pages: those above, those that have no place there, and those that are made of the code, by their rooms."""
    placed = {name for part in _NAVIGATION for name in _names(part)}
    others = [name for name in made if "/" not in name and name not in placed and name != _LAST]
    rooms = [{title: [name for name in made if name.startswith(room)]} for title, room in _ROOMS.items()]
    return [*_NAVIGATION, *([{"More": others}] if others else []), *rooms, _LAST]


def _names(part: str | dict[str, list[str]]) -> list[str]:
    return [part] if isinstance(part, str) else [name for names in part.values() for name in names]


def main() -> int:
    """Gather the pages, build the site, check its links. Gives the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    pages = ROOT / "build" / "docs" / "pages"
    gather(pages)
    made = [name for name, _ in all_pages()]
    config = load_config(str(ROOT / "mkdocs.yml"), nav=navigation(made), strict=True)
    try:
        build(config)
    except Abort as stopped:
        print(stopped, file=sys.stderr)
        return 1
    problems = check_links(ROOT / "build" / "docs" / "site")
    print("\n".join(problems) or f"build/docs/site/index.html: {len(made)} pages, every link leads somewhere")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
