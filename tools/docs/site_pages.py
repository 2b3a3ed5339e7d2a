"""Gathers the pages of the site: those of docs/, the README as its first, and what is made from the code."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from site_commands import command_pages
from site_findings import finding_pages, page_of
from site_gallery import gallery_pages
from site_library import library_pages
from site_text import free_bars

from sdconvert.codes import known_codes

ROOT = Path(__file__).parents[2]
_LINK = re.compile(r"(\]\()(?!https?:|mailto:|#)([^)\s#]+)")
_CODE = re.compile(r"(?<![\w`/-])([A-Z]+(?:-[A-Z])?-?\d{3})(?![\w`-])")
_APART = re.compile(r"(`[^`]+`|\[[^\]]*\]\([^)]*\))")


def gather(folder: Path) -> None:
    """Write all pages into the folder, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, text in all_pages():
        page = folder / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    for source, name in all_files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, folder / name)


def all_pages() -> Iterator[tuple[str, str]]:
    """Each page by its place below the folder of pages."""
    for source, name in _written_pages().items():
        yield name, link_codes(free_bars(_with_links(source, source.read_text(encoding="utf-8"))), name)
    for room, pages in {"commands": command_pages(), "findings": finding_pages(), "library": library_pages()}.items():
        yield from ((f"{room}/{name}", text) for name, text in pages.items())
    yield from gallery_pages().items()


def _written_pages() -> dict[Path, str]:
    own = {ROOT / "README.md": "index.md", ROOT / "CHANGELOG.md": "changelog.md"}
    return own | {page: page.name for page in sorted((ROOT / "docs").glob("*.md"))}


def all_files() -> Iterator[tuple[Path, str]]:
    """What pages show and lead to beside pages: what stands in docs/, and files of the project below `files/`."""
    for path in sorted((ROOT / "docs").rglob("*")):
        if path.is_file() and path.suffix not in (".md", ".toml"):
            yield path, path.relative_to(ROOT / "docs").as_posix()
    linked = {target for source in _written_pages() for target in _linked(source)}
    for path in sorted(linked):
        if path.is_file() and not path.is_relative_to(ROOT / "docs") and path not in _written_pages():
            yield path, f"files/{path.relative_to(ROOT).as_posix()}"
    yield from (
        (path, f"files/samples/docx/{path.name}") for path in sorted((ROOT / "samples" / "docx").glob("*.docx"))
    )


def _linked(source: Path) -> Iterator[Path]:
    for _, target in _LINK.findall(source.read_text(encoding="utf-8")):
        yield Path(os.path.normpath(source.parent / target))


def _with_links(source: Path, text: str) -> str:
    """A page whose links lead to where the site has what they lead to."""

    def moved(match: re.Match[str]) -> str:
        target = Path(os.path.normpath(source.parent / match[2]))
        return match[1] + _place(target)

    return _LINK.sub(moved, text)


def _place(target: Path) -> str:
    pages = _written_pages()
    if target in pages:
        return pages[target]
    if target.is_relative_to(ROOT / "docs"):
        return target.relative_to(ROOT / "docs").as_posix()
    if target.is_dir():
        return f"files/{target.relative_to(ROOT).as_posix()}/"
    return f"files/{target.relative_to(ROOT).as_posix()}"


def link_codes(text: str, name: str) -> str:
    """A page whose codes of findings lead to their pages, but for those in code, links and headings."""
    fenced = text.split("```")
    lines = ("\n".join(_link_line(line, name) for line in piece.split("\n")) for piece in fenced[::2])
    fenced[::2] = lines
    return "```".join(fenced)


def _link_line(line: str, name: str) -> str:
    if line.startswith(("#", "    ")):
        return line
    up = "../" * name.count("/")

    def linked(match: re.Match[str]) -> str:
        return f"[{match[1]}]({up}findings/{page_of(match[1])})" if match[1] in known_codes() else match[0]

    return "".join(piece if at % 2 else _CODE.sub(linked, piece) for at, piece in enumerate(_APART.split(line)))
