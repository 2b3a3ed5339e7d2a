"""The pages of the findings: each code with its sentence, what it means, what to do, and examples."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from site_examples import Example, read_examples
from site_text import escape, fence, table

from sdconvert.codes import known_codes
from sdconvert.findings import Code

_TITLES = {
    "DOCX-R": "Reading Word files",
    "DOCX-W": "Writing Word files",
    "SDXML-R": "Reading SDXML packages",
    "SDXML-W": "Writing SDXML packages",
    "SDXML-V": "Rules over SDXML packages",
    "SDXML-D": "Other releases of SDXML",
    "HTML-R": "Reading HTML",
    "HTML-V": "Rules over HTML exports",
    "HTML-W": "Writing HTML",
    "PARSX-R": "Reading parsX",
    "PARSX-V": "Rules over parsX exports",
    "PARSX-W": "Writing parsX",
    "LABEL": "Labels and references",
    "MAP": "Style mappings",
    "MERGE": "Templates and records",
    "BATCH-U": "Uploads of batches",
    "PACKAGE-P": "Packing and unpacking",
    "FILE": "Files",
    "PROJECT": "The project file",
    "ACCOUNT": "The account of a conversion",
}
_LANGUAGES = {"mapping": "json", "html": "html"}
_NUMBER = re.compile(r"-?\d+$")


def room(code: str) -> str:
    """The room of a code: DOCX-R of DOCX-R030, LABEL of LABEL-002."""
    return _NUMBER.sub("", code)


def _title(room: str) -> str:
    return _TITLES.get(room, f"Findings {room}")


def page_of(code: str) -> str:
    """The page that a code stands on, with its anchor."""
    return f"{room(code).lower()}.md#{code.lower()}"


def finding_pages() -> dict[str, str]:
    """The pages by their names below `findings/`."""
    examples = read_examples()
    rooms: dict[str, list[Code]] = defaultdict(list)
    for id, code in known_codes().items():
        rooms[room(id)].append(code)
    pages = {f"{name.lower()}.md": _page(name, codes, examples) for name, codes in rooms.items()}
    return {"index.md": _index(rooms, examples), **pages}


def _page(name: str, codes: list[Code], examples: dict[str, Example]) -> str:
    sections = ["\n\n".join(_section(code, examples.get(code.id))) for code in codes]
    return "\n\n".join([f"# {_title(name)}", *sections]) + "\n"


def _section(code: Code, example: Example | None) -> Iterator[str]:
    yield f"## {code.id}"
    yield f"**{code.severity}**: {escape(code.pattern)}"
    if code.why:
        yield from (escape(" ".join(part.split())) for part in _paragraphs(code.why))
    if code.hint:
        yield f"**What to do:** {escape(code.hint)}"
    if example is not None:
        language = _LANGUAGES.get(example.kind, "xml")
        yield f"With the finding{_options(example)}:\n\n{fence(example.bad.shown, language)}"
        yield f"Without:\n\n{fence(example.good.shown, language)}"


def _paragraphs(page: str) -> list[str]:
    """The paragraphs of a page; `Why:`, `Wrong:` and `Source:` begin one."""
    return re.split(r"\n\n|\n(?=(?:Why|Wrong|Right|Source|Allowed):)", page.strip())


def _options(example: Example) -> str:
    words = [f"`--{name.replace('_', '-')} {value}`" for name, value in example.options.items()]
    return f" ({', '.join(words)})" if words else ""


def _index(rooms: dict[str, list[Code]], examples: dict[str, Example]) -> str:
    rows = [
        (
            f"[{_title(name)}]({name.lower()}.md)",
            f"{name}…",
            str(len(codes)),
            str(sum(it.id in examples for it in codes)),
        )
        for name, codes in rooms.items()
    ]
    without = [
        f"[{code.id}]({page_of(code.id)})" for codes in rooms.values() for code in codes if code.id not in examples
    ]
    listed = table(("findings", "codes", "number", "with examples"), rows)
    return "\n\n".join([_INTRODUCTION, listed, "## Without an example yet", ", ".join(without)]) + "\n"


_INTRODUCTION = """# Findings

A finding says what is lost, changed or tidied, where, and under which code. `error` is lost or refused, `warning` is
changed, `info` is tidied: nothing to do. What stands in ‹these signs› differs from finding to finding.
`sdconvert explain CODE` shows the same in a terminal.

The examples are the parts that matter: of a Word file the body of its main part, of a package what stands in
`document`, of HTML what stands in `body`; a mapping is for a document with the styles Title, heading 1 and Body Text.
Where more than that matters, each file is shown under its name, and a picture by what it is. Records stand below the
body of their template.
A test reads each of them: the first has the finding, the second has not."""
