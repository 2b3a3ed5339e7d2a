"""Functions from modules that are imported when one is first called."""

from __future__ import annotations

import ast
import sys
from importlib import import_module
from inspect import isroutine
from pathlib import Path
from types import ModuleType

import pytest

import sdconvert
from sdconvert.late import call_late

PACKAGE = Path(sdconvert.__file__).parent


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a module that is not imported yet."""
    (tmp_path / "far_away.py").write_text("def join(*given, **named):\n    return given, named\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "far_away", raising=False)
    return "far_away"


def test_the_module_is_imported_by_the_first_call_alone(there: str) -> None:
    join = call_late(there, "join")
    assert there not in sys.modules
    for _ in range(2):
        assert join(1, 2, three=3) == ((1, 2), {"three": 3})
    assert there in sys.modules


def test_the_function_itself_then_stands_in_the_module_that_asked(there: str) -> None:
    asking = ModuleType("asking")
    exec(f"from sdconvert.late import call_late\njoin = call_late({there!r}, 'join')\nkept = join", vars(asking))
    assert asking.kept(1) == ((1,), {})
    assert asking.join is sys.modules[there].join
    assert asking.kept is not asking.join
    assert asking.kept(2) == ((2,), {})


def test_what_was_put_in_its_place_stays(there: str) -> None:
    asking = ModuleType("asking")
    exec(f"from sdconvert.late import call_late\njoin = call_late({there!r}, 'join')\nkept = join", vars(asking))
    asking.join = len
    asking.kept(1)
    assert asking.join is len


def late_calls() -> list[tuple[str, str, str]]:
    """Each call of `call_late` at the top of a module: the module, and what it names."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("call_late("):
                name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
                module, function = (ast.literal_eval(one) for one in node.value.args)  # type: ignore[attr-defined]
                assert ast.unparse(node.targets[0]) == function
                found.append((name, module, function))
    return found


def typed_imports(module: str) -> set[tuple[str, str]]:
    """What a module imports for type checkers alone."""
    tree = ast.parse(Path(str(import_module(module).__file__)).read_text("utf-8"))
    guarded = [node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    imports = [node for block in guarded for node in block.body if isinstance(node, ast.ImportFrom)]
    return {(str(node.module), alias.name) for node in imports for alias in node.names}


@pytest.mark.parametrize(("asking", "module", "name"), late_calls())
def test_each_function_is_there_and_is_what_type_checkers_are_told(asking: str, module: str, name: str) -> None:
    assert isroutine(getattr(import_module(module), name))
    assert (module, name) in typed_imports(asking)
