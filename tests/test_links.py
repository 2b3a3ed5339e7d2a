"""Pages lead to pages that are there."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PAGES = [PROJECT / "README.md", PROJECT / "CHANGELOG.md", *sorted((PROJECT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)\s#]+)")
MENTION = re.compile(r"\bdocs/[\w-]+\.(?:md|json)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_every_page_that_is_named_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    named = [page.parent / target for target in LINK.findall(text)]
    named += [PROJECT / target for target in MENTION.findall(text)]
    assert [str(target) for target in named if not target.exists()] == []
