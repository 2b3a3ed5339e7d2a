"""Examples of findings: a snippet that has the finding and one that does not. They stand in `docs/examples/*.toml`,
those of the rules over packages in `samples/sdxml`; tests run them all."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sdconvert.codes import known_codes
from sdconvert.validation.rule import RULES

ROOT = Path(__file__).parents[2]
_SAMPLES = ROOT / "samples" / "sdxml"
_PART = re.compile(r"[ \t]*<(meta|document)>.*</\1>", re.DOTALL)


class Side(NamedTuple):
    """One of the two: what is shown, and the whole of what is read."""

    shown: str
    parts: dict[str, Any]


class Example(NamedTuple):
    """What has the finding and what does not. `kind` says what the snippets are: that of the file which they
    stand in, such as `word`, or `package`, the file of a rule's sample."""

    code: str
    kind: str
    bad: Side
    good: Side
    options: dict[str, Any]


def read_examples() -> dict[str, Example]:
    """Every example by its code, in the order of the codes."""
    found = {example.code: example for example in (*_written(), *_of_rules())}
    return {code: found[code] for code in known_codes() if code in found}


def _written() -> Iterator[Example]:
    for path in sorted((ROOT / "docs" / "examples").glob("*.toml")):
        for code, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            sides = (_side(entry, name) for name in ("bad", "good"))
            yield Example(code, path.stem, *sides, entry.get("options", {}))


def _side(entry: dict[str, Any], name: str) -> Side:
    """A snippet, or a table of parts by their names, the first of which says most; `with` is in both sides."""
    own = entry[name] if isinstance(entry[name], dict) else {"body": entry[name]}
    shown = [line for part, content in own.items() for line in _lines(part, content)]
    return Side("\n".join(shown), {**entry.get("with", {}), **own})


def _lines(part: str, content: Any) -> list[str]:
    """What is shown of a part: its text, or of a table, such as the pictures, each name with what is there."""
    if not isinstance(content, str):
        entries = {name: what if isinstance(what, str) else " ".join(what) for name, what in content.items()}
        return [
            f"<!-- {name} -->\n{what.strip()}" if "<" in what else f"<!-- {part}: {name}: {what} -->"
            for name, what in entries.items()
        ]
    text = content.strip()
    if part == "body":
        return [text]
    return [f"<!-- {part}: {text} -->" if part == "encoding" else f"<!-- {part} -->\n{text}"]


def _of_rules() -> Iterator[Example]:
    lines = (_SAMPLES / "expected.txt").read_text(encoding="utf-8").splitlines()
    expected = {name: ids.split() for name, ids in (line.split(": ") for line in lines)}
    for rule in RULES:
        prefix = rule.check.__name__.replace("_", "-") + "-"
        own = sorted(path.name for path in _SAMPLES.glob(f"{prefix}*.xml"))
        bad = min((name for name in own if rule.code.id in expected.get(name, [])), key=_size, default=None)
        good = min((name for name in own if name not in expected), key=_size, default=None)
        if bad and good:
            yield Example(rule.code.id, "package", *_shown(bad, good), {})


def _read(name: str) -> str:
    """The file in the encoding that it declares."""
    data = (_SAMPLES / name).read_bytes()
    declared = re.search(rb'encoding="([^"]+)"', data)
    return data.decode(declared[1].decode() if declared else "utf-8")


def _size(name: str) -> tuple[int, str]:
    return (_SAMPLES / name).stat().st_size, name


def _shown(*names: str) -> Iterator[Side]:
    """Of two files the parts that are not the same in both: `meta`, `document`, or all."""
    texts = [_read(name) for name in names]
    pieces = [{match[1]: match[0] for match in _PART.finditer(text)} for text in texts]
    other = [part for part in ("meta", "document") if pieces[0].get(part) != pieces[1].get(part)]
    has_more = _PART.sub("", texts[0]) != _PART.sub("", texts[1])
    is_all = has_more or not other or any(part not in piece for part in other for piece in pieces)
    for name, text, piece in zip(names, texts, pieces, strict=True):
        shown = text if is_all else "\n".join(piece[part] for part in other)
        yield Side(shown.strip("\n"), {"sd.xml": (_SAMPLES / name).read_bytes()})
