"""Each element and attribute that Word may write is put into a small document and has the fate that the table says."""

from __future__ import annotations

import importlib
import os
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from word_coverage import make_page
from word_probes import Effect, Probe, all_probes, is_sampled, observe

from sdconvert.codes import known_codes
from sdconvert.formats.docx.read.fates import Fate, FateTable, Line, read_fates

PAGE = Path(__file__).parents[4] / "docs" / "word-coverage.md"
READ_ROOM = "sdconvert.formats.docx.read"
SHARE = 1 if os.environ.get("SDCONVERT_FATES") else 100


@pytest.fixture(scope="module")
def probes() -> list[Probe]:
    return list(all_probes())


def name_of(probe: Probe) -> str:
    place = "/".join(probe.path[-3:])
    return f"{place}/{probe.element}" + (f"/@{probe.attribute}" if probe.attribute else "")


def test_no_name_that_word_may_write_is_missing_in_the_table(probes: list[Probe]) -> None:
    table = read_fates()
    missing = {name_of(probe) for probe in probes if table.find(probe.element, probe.path, probe.attribute) is None}
    assert missing == set()
    assert len({probe.element for probe in probes}) > 1000


def test_no_line_stands_for_what_word_does_not_write(probes: list[Probe]) -> None:
    table = read_fates()
    met = {table.find(probe.element, probe.path, probe.attribute) for probe in probes}
    met |= {table.find_place(probe.path) for probe in probes}
    assert [line for line in table.lines if line not in met] == []


def test_functions_and_codes_in_the_table_are_there() -> None:
    codes = known_codes()
    for line in read_fates().lines:
        for name in line.by:
            assert name in codes if ":" not in name else is_function(name), (name, line.elements)


def is_function(name: str) -> bool:
    module, _, path = name.partition(":")
    found: object = importlib.import_module(f"{READ_ROOM}.{module}" if module else READ_ROOM)
    for part in path.split("."):
        found = getattr(found, part, None)
    return callable(found)


def test_the_page_of_the_table_is_current() -> None:
    assert PAGE.read_text("utf-8") == make_page(), "make word-coverage"


def test_each_has_the_fate_that_the_table_says(probes: list[Probe]) -> None:
    table = read_fates()
    assert [complaint for group in groups(probes, table) for complaint in complaints(*group, table)] == []


def test_the_nearest_place_decides_which_line_counts() -> None:
    general, near, far = (
        Line("a", ("w:b",), where, (".",), Fate.READ, (), "") for where in ((), ("w:rPr",), ("w:style", "w:p"))
    )
    table = FateTable([general, near, far])
    assert table.find("w:b", ("w:style", "w:p", "w:rPr")) is near
    assert table.find("w:b", ("w:style", "w:p")) is far
    assert table.find("w:b", ("w:p",)) is general
    assert table.find("w:b", ("w:p",), "w:val") is None


def groups(probes: list[Probe], table: FateTable) -> Iterator[tuple[Line, list[Probe]]]:
    """The probes that one line has to explain in one part; of those that show nothing each is one for itself."""
    found: dict[tuple[Line, str], list[Probe]] = defaultdict(list)
    for probe in probes:
        line = table.find(probe.element, probe.path, probe.attribute)
        if line is not None:
            group = probe.key if line.fate is Fate.NO_EFFECT else f"{probe.path[0]} {probe.element} {probe.attribute}"
            found[line, group].append(probe)
    for (line, group), members in found.items():
        if is_sampled(group, SHARE):
            yield line, members


def complaints(line: Line, members: list[Probe], table: FateTable) -> list[str]:
    effects = []
    for probe in members:
        effects.append(observe(probe))
        if agrees(line, effects[-1], probe.path[0] != "w:document"):
            return []
    if line.fate is not Fate.NO_EFFECT and told_as_place(members[0], effects, table):
        return []
    seen = sorted({"read" for effect in effects if effect.is_read} | {c for effect in effects for c in effect.told})
    return [f"{name_of(members[0])} in {members[0].place}: {line.fate} {' '.join(line.by)} in the table, seen: {seen}"]


def agrees(line: Line, effect: Effect, is_elsewhere: bool) -> bool:
    """Whether a probe shows what the line says; outside the document what is read there may be told of."""
    match line.fate:
        case Fate.READ:
            return effect.is_read or (is_elsewhere and bool(effect.told))
        case Fate.TOLD:
            return bool(effect.told & set(line.by))
        case Fate.WHOLE:
            return bool(effect.all_codes & set(line.by))
        case Fate.NO_EFFECT:
            return not effect.is_read and not effect.told
        case Fate.OPEN:
            return True


def told_as_place(probe: Probe, effects: list[Effect], table: FateTable) -> bool:
    """Whether the place as a whole is told of."""
    place = table.find_place(probe.path)
    return place is not None and any(effect.all_codes & set(place.by) for effect in effects)
