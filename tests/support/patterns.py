"""The regular expressions of a package, and texts that make one with a weakness take long."""

from __future__ import annotations

import ast
import importlib
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from sdconvert.patterns import _Late

_COMPILING = ("re.compile(", "compile_late(")
_FLAGS = {"IGNORECASE": re.IGNORECASE, "DOTALL": re.DOTALL, "MULTILINE": re.MULTILINE, "VERBOSE": re.VERBOSE}
_CALLS = frozenset(("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"))
_ALL = frozenset(("fullmatch", "findall"))
_SIGNS = {"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "1"}
_MOST_SAMPLES = 24
_MOST_SIGNS = 8


class Pattern(NamedTuple):
    """A pattern of a module: where it stands, and by which of its methods it is applied."""

    place: str
    compiled: re.Pattern[Any]
    methods: frozenset[str]


def find_patterns(package: Path) -> Iterator[Pattern]:
    """Every pattern that a module of a package compiles at its top or writes into a call."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(package.rglob("*.py"))}
    uses = {path: frozenset(_uses(tree)) for path, tree in trees.items()}
    everywhere = frozenset(use for of_one in uses.values() for use in of_one)
    for path, tree in trees.items():
        name = ".".join(path.relative_to(package.parent).with_suffix("").parts)
        if path.name == "__main__.py":
            continue
        module = importlib.import_module(name.removesuffix(".__init__"))
        for variable in _compiled_names(tree):
            known = uses[path] if variable.startswith("_") else everywhere
            methods = frozenset(method for owner, method in known if owner == variable)
            compiled = getattr(module, variable)
            compiled = compiled.compile() if isinstance(compiled, _Late) else compiled
            for one in (compiled,) if isinstance(compiled, re.Pattern) else ():
                yield Pattern(f"{name}.{variable}", one, frozenset(map(_plain, methods)) or _ALL)
        yield from _written_into_calls(name, tree)


def _plain(method: str) -> str:
    return method if method in ("match", "fullmatch", "search") else "findall"


def _uses(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _CALLS and isinstance(node.value, ast.Name):
            yield node.value.id, node.attr


def _compiled_names(tree: ast.Module) -> Iterator[str]:
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and any(map(ast.unparse(statement.value).__contains__, _COMPILING)):
            yield from (target.id for target in statement.targets if isinstance(target, ast.Name))


def _written_into_calls(name: str, tree: ast.Module) -> Iterator[Pattern]:
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _CALLS):
            continue
        if ast.unparse(node.func.value) == "re" and isinstance(node.args[0], ast.Constant):
            written = ast.unparse(node)
            flags = sum(value for flag, value in _FLAGS.items() if f"re.{flag}" in written)
            text = node.args[0].value
            yield Pattern(f"{name}:{text}", re.compile(text, flags), frozenset((_plain(node.func.attr),)))


def pumps(pattern: Pattern, most_starts: int) -> Iterator[tuple[str, str]]:
    """A start and a text to be repeated behind it, for each way in which a pattern of these signs could go back."""
    text = pattern.compiled.pattern
    parsed = parser.parse(text if isinstance(text, str) else text.decode("latin-1"), pattern.compiled.flags & ~re.DEBUG)
    signs = list(dict.fromkeys([" ", "1", "a", *_literals(parsed)]))[:_MOST_SIGNS]
    samples = list(dict.fromkeys(_samples(parsed)))[:_MOST_SAMPLES]
    starts = list(dict.fromkeys(sample[:end] for sample in samples for end in range(len(sample) + 1)))
    starts = starts[:: max(1, len(starts) // most_starts)]
    yield from ((start, sign) for start in starts for sign in signs)
    yield from (("", start) for start in starts if len(start) > 1)
    yield from (("", first + second) for first, second in product(signs, repeat=2) if first != second)


def _literals(items: Any) -> Iterator[str]:
    for operator, argument in items:
        if operator is sre.LITERAL:
            yield chr(argument)
        elif operator is sre.IN:
            yield from _members(argument)[:_MOST_SIGNS]
        else:
            for inner in _inner(operator, argument):
                yield from _literals(inner)


def _members(argument: Any) -> list[str]:
    found = []
    for operator, value in argument:
        if operator is sre.LITERAL:
            found.append(chr(value))
        elif operator is sre.RANGE:
            found.append(chr(value[0]))
        elif operator is sre.CATEGORY:
            found.append(_SIGNS.get(str(value), "a"))
    return found


def _inner(operator: Any, argument: Any) -> list[Any]:
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [argument[2]]
    if operator is sre.SUBPATTERN:
        return [argument[3]]
    if operator is sre.BRANCH:
        return list(argument[1])
    return [argument] if operator is sre.ATOMIC_GROUP else []


def _samples(items: Any) -> list[str]:
    """Short texts that begin as the pattern does, one for each of its branches at least."""
    texts = [""]
    for operator, argument in items:
        texts = [text + piece for text in texts for piece in _pieces(operator, argument)][:_MOST_SAMPLES]
    return texts


def _pieces(operator: Any, argument: Any) -> list[str]:
    if operator is sre.LITERAL:
        return [chr(argument)]
    if operator in (sre.NOT_LITERAL, sre.ANY):
        return ["a"]
    if operator is sre.IN:
        return ["a"] if argument[0][0] is sre.NEGATE else _members(argument)[:1]
    if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return [piece * max(argument[0], 1) for piece in _samples(argument[2])]
    return [piece for inner in _inner(operator, argument) for piece in _samples(inner)] or [""]
