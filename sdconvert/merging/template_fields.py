"""The fields that a template asks for, told from its tags without filling it. This module imports Jinja."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jinja2 import nodes

_LOOP = ("loop",)


def find_fields(template: nodes.Template, known: frozenset[str]) -> tuple[str, ...]:
    """The paths that the tags name, sorted: `customer.name`, `services[].price`. `known` are names of the engine."""
    names = dict.fromkeys(known, "")
    found = {path for node in template.body for path in _paths(node, names)}
    return tuple(sorted(path for path in found if not any(_is_below(other, path) for other in found)))


def _is_below(path: str, owner: str) -> bool:
    return path.startswith((f"{owner}.", f"{owner}["))


def _paths(node: nodes.Node, names: dict[str, str]) -> Iterator[str]:
    """`names` are what loops and `set` made, with the path that each stands for; empty for none."""
    path = _path(node, names)
    if path is not None:
        if path:
            yield path
        return
    match node:
        case nodes.For():
            yield from _paths(node.iter, names)
            inner = {**names, **_targets(node.target, _path(node.iter, names)), **dict.fromkeys(_LOOP, "")}
            for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
                yield from _paths(child, inner)
        case nodes.Assign():
            yield from _paths(node.node, names)
            names.update(_targets(node.target, None))
        case _:
            for child in node.iter_child_nodes():
                yield from _paths(child, names)


def _targets(target: nodes.Node, source: str | None) -> Mapping[str, str]:
    if isinstance(target, nodes.Name):
        return {target.name: f"{source}[]" if source else ""}
    return {name.name: "" for name in target.find_all(nodes.Name)}


def _path(node: nodes.Node, names: Mapping[str, str]) -> str | None:
    """The path of a chain of names, empty for one that is not the record's, None for another expression."""
    match node:
        case nodes.Name(name=name, ctx="load"):
            return names.get(name, name)
        case nodes.Getattr():
            return _member(_path(node.node, names), node.attr)
        case nodes.Getitem(arg=nodes.Const(value=str() as key)):
            return _member(_path(node.node, names), key)
        case nodes.Getitem(arg=nodes.Const(value=int() as key)):
            owner = _path(node.node, names)
            return f"{owner}[{key}]" if owner else owner
        case _:
            return None


def _member(owner: str | None, key: str) -> str | None:
    return f"{owner}.{key}" if owner else owner
