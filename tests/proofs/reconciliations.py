"""Edits that come home, over a folder of Word files (docs/reconcile.md).

    python tests/proofs/reconciliations.py CORPUS [--every N] [--jobs N] [--seeds N] [--no-office]

Each Word file that can be read becomes a package, and that a Word file again. That one is edited at random by
python-docx, and by a macro of LibreOffice where it is installed; the package is edited at other places. What the merge
has to say is known beforehand: the texts of the blocks with the edits of both sides. Told are the merges without a
conflict, the words that are missing or too many, and the blocks of CURRENT that lost their ids. LibreOffice alone,
which reads the Word file and saves it, has to come home as no change; what it changes is listed.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import docx

import sdconvert
from sdconvert.formats.sdxml.write import write
from sdconvert.model.blocks import Heading, ListItem, PageBreak, Paragraph
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Run
from sdconvert.model.walk import content_of
from sdconvert.reconciling.essence import text_of_block

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFFICE = "soffice"
_MACRO = Path(__file__).parent / "reconciliations.bas"


@dataclass
class Outcome:
    """What came of one file: for each way how many merges were tried, how many had no conflict, and what was wrong."""

    name: str
    refused: bool = False
    tried: Counter[str] = field(default_factory=Counter)
    clean: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """The edits of both sides: new texts by the number of the block, None for a block that goes, and texts that follow
    a block. `joined` are those of blocks that both sides edited, at other words."""

    mine: dict[int, str | None] = field(default_factory=dict)
    mine_after: dict[int, str] = field(default_factory=dict)
    theirs: dict[int, str | None] = field(default_factory=dict)
    theirs_after: dict[int, str] = field(default_factory=dict)
    joined: dict[int, str] = field(default_factory=dict)

    def expected(self, texts: Sequence[str]) -> list[str]:
        """The texts of the blocks with the edits of both."""
        changes = self.mine | self.theirs | self.joined
        after = self.mine_after | self.theirs_after
        result: list[str] = []
        for at, text in enumerate(texts):
            new = changes.get(at, text)
            result += [] if new is None else [new]
            result += [after[at]] if at in after else []
        return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take each file of this distance")
    parser.add_argument("--jobs", type=int, default=1, help="processes at work at the same time")
    parser.add_argument("--seeds", type=int, default=3, help="how often each file is edited by python-docx")
    parser.add_argument("--no-office", action="store_true", help="leave LibreOffice out")
    options = parser.parse_args()
    paths = sorted(options.corpus.glob("*.docx"))[:: options.every]
    with tempfile.TemporaryDirectory() as scratch, ProcessPoolExecutor(options.jobs) as pool:
        folder = Path(scratch)
        jobs = [(path, folder, options.seeds) for path in paths]
        outcomes = list(pool.map(edit_by_docx, jobs, chunksize=2))
        if not options.no_office and shutil.which(_OFFICE):
            run_office(folder)
            outcomes += pool.map(edit_by_office, [(path, folder) for path in paths], chunksize=2)
    return tell(outcomes)


def tell(outcomes: Sequence[Outcome]) -> int:
    """Print what came of all; whether something was wrong."""
    tried: Counter[str] = Counter()
    clean: Counter[str] = Counter()
    for outcome in outcomes:
        tried.update(outcome.tried)
        clean.update(outcome.clean)
    print(f"{len({each.name for each in outcomes})} files, {sum(each.refused for each in outcomes)} refused\n")
    print("| way | merges | without a conflict or a change |\n| --- | --- | --- |")
    for way, count in tried.items():
        print(f"| {way} | {count} | {clean[way]} ({clean[way] / count:.1%}) |")
    for outcome in outcomes:
        for line in outcome.wrong:
            print(f"WRONG {outcome.name}: {line}")
        for line in outcome.saved:
            print(f"saved {outcome.name}: {line}")
    return int(any(outcome.wrong for outcome in outcomes))


# ------------------------------------------------------------------------------------------------------ the documents


def make(path: Path) -> tuple[bytes, bytes] | None:
    """The package of a Word file, and the Word file that is made of that; None for one that is refused."""
    try:
        base = sdconvert.convert(path).value
    except sdconvert.SdconvertError:
        return None
    return base, sdconvert.convert(base, to="docx").value


def texts_of(document: Document) -> list[str]:
    return [text_of_block(block) for block in document.blocks]


def changed(document: Document, plan: Plan) -> bytes:
    """The package as SMASHDOCs has it now, by the plan."""
    blocks: list[Block] = []
    for at, block in enumerate(document.blocks):
        text = plan.mine.get(at, "")
        if text is None:
            continue
        blocks.append(_say(block, text) if text else block)
        if at in plan.mine_after:
            blocks.append(Paragraph((Run(plan.mine_after[at]),), id=f"{at:08d}-0000-4000-8000-00000000000a"))
    return write(replace(document, blocks=tuple(blocks))).value


def _say(block: Block, text: str) -> Block:
    assert isinstance(block, (Heading, Paragraph, ListItem))
    return replace(block, content=(Run(text),))


def editable(document: Document) -> list[int]:
    """The numbers of blocks that are nothing but words, and the only ones that say them."""
    texts = texts_of(document)
    counts = Counter(texts)
    return [at for at, block in enumerate(document.blocks) if counts[texts[at]] == 1 and _is_plain(block)]


def _is_plain(block: Block) -> bool:
    if not isinstance(block, (Heading, Paragraph, ListItem)):
        return False
    words = text_of_block(block).split()
    is_runs = all(isinstance(node, Run) for node in content_of(block))
    raw = "".join([node.text for node in content_of(block) if isinstance(node, Run)])
    return is_runs and len(words) >= 3 and raw == " ".join(words)


# ------------------------------------------------------------------------------------------------------- random edits

_WORDS = ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "haven", "islet", "jetty"]


def edit_text(text: str, chance: random.Random) -> str:
    """The text with a word replaced, added or taken away."""
    words = text.split(" ")
    at = chance.randrange(len(words))
    new = f"{chance.choice(_WORDS)}{chance.randrange(1000)}"
    match chance.randrange(3):
        case 0:
            words[at] = new
        case 1:
            words.insert(at, new)
        case _:
            del words[at]
    return " ".join(words)


def plan_edits(document: Document, chance: random.Random, only: Sequence[int] | None = None) -> Plan:
    """Edits of both sides at different blocks, or at both ends of one block."""
    plan = Plan()
    places = editable(document)
    chance.shuffle(places)
    places = places[:12]
    texts = texts_of(document)
    for number, at in enumerate(places):
        if number % 3 == 2 and len(texts[at].split(" ")) >= 8:
            _edit_on_both_sides(plan, at, texts[at].split(" "), chance)
            continue
        changes, after = (plan.mine, plan.mine_after) if number % 2 else (plan.theirs, plan.theirs_after)
        match chance.randrange(6):
            case 0 if not (at and isinstance(document.blocks[at - 1], PageBreak)):  # which stands in it in Word
                changes[at] = None
            case 1:
                after[at] = f"{chance.choice(_WORDS)} {chance.randrange(10_000)} is said by {number} at {at}"
            case _:
                changes[at] = edit_text(texts[at], chance)
    return plan


def _edit_on_both_sides(plan: Plan, at: int, words: list[str], chance: random.Random) -> None:
    mine, theirs, joined = list(words), list(words), list(words)
    middle = len(words) // 2
    here, there = chance.randrange(middle - 1), chance.randrange(middle + 1, len(words))
    mine[here] = joined[here] = f"{chance.choice(_WORDS)}{chance.randrange(1000)}"
    theirs[there] = joined[there] = f"{chance.choice(_WORDS)}{chance.randrange(1000)}"
    plan.mine[at], plan.theirs[at], plan.joined[at] = " ".join(mine), " ".join(theirs), " ".join(joined)


# -------------------------------------------------------------------------------------------------------- python-docx


def edit_by_docx(job: tuple[Path, Path, int]) -> Outcome:
    """Edit one file by python-docx and merge, as often as there are seeds; what LibreOffice needs is left behind."""
    path, folder, seeds = job
    outcome = Outcome(path.stem)
    made = make(path)
    if made is None:
        outcome.refused = True
        return outcome
    base, word = made
    (folder / f"{path.stem}.docx").write_bytes(word)
    document = sdconvert.read_document(base).value
    outcome.tried["not edited"] += 1
    result = sdconvert.reconcile(base, base, word)
    if result.value == base:
        outcome.clean["not edited"] += 1
    else:
        outcome.wrong.append(f"not edited: {[edit.words[:60] for edit in result.edits[:3]]}")
    for seed in range(seeds):
        plan = plan_edits(document, random.Random(f"{path.stem} {seed}"))
        if plan.mine or plan.theirs or plan.mine_after or plan.theirs_after:
            edited = apply_by_docx(word, document, plan)
            check(outcome, "edited by python-docx", base, document, plan, edited)
    (folder / f"{path.stem}.edits").write_text(_office_edits(document, path.stem), "utf-8")
    return outcome


def apply_by_docx(word: bytes, document: Document, plan: Plan) -> bytes:
    """The Word file with the edits of the plan, which loses those at texts that stand in it more than once."""
    file = docx.Document(io.BytesIO(word))
    texts = texts_of(document)
    paragraphs: dict[str, list[Any]] = defaultdict(list)
    for element in file.element.body.iter(f"{W}p"):
        paragraphs["".join([text.text or "" for text in element.iter(f"{W}t")])].append(element)
    for at in {*plan.theirs, *plan.theirs_after}:
        if len(paragraphs[texts[at]]) != 1:
            plan.theirs.pop(at, None)
            plan.theirs_after.pop(at, None)
            plan.joined.pop(at, None)
            continue
        (element,) = paragraphs[texts[at]]
        if at in plan.theirs_after:
            element.addnext(_new_paragraph(element, plan.theirs_after[at]))
        if at in plan.theirs:
            _rewrite(element, plan.theirs[at])
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _new_paragraph(model: Any, text: str) -> Any:
    """A paragraph of the same kind, without the numbering and the bookmarks of its model."""
    copy = deepcopy(model)
    for child in list(copy):
        if child.tag != f"{W}r":
            copy.remove(child)
    _rewrite(copy, text)
    return copy


def _rewrite(element: Any, text: str | None) -> None:
    """Change the text of a paragraph where it is another: what is the same at both ends stays in its runs."""
    if text is None:
        element.getparent().remove(element)
        return
    pieces = list(element.iter(f"{W}t"))
    old = "".join([piece.text or "" for piece in pieces])
    head = _common(old, text)
    tail = _common(old[head:][::-1], text[head:][::-1])
    start, end, new = head, len(old) - tail, text[head : len(text) - tail]
    at = 0
    for piece in pieces:
        own = piece.text or ""
        low, high = max(start - at, 0), min(end - at, len(own))
        is_place = 0 <= start - at <= len(own)
        if low <= high and (low < high or is_place):
            piece.text = own[:low] + (new if is_place else "") + own[high:]
            piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            new = "" if is_place else new
        at += len(own)


def _common(a: str, b: str) -> int:
    return next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


# ------------------------------------------------------------------------------------------------------------- checks


def check(outcome: Outcome, way: str, base: bytes, document: Document, plan: Plan, edited: bytes) -> None:
    """Merge, and compare with what the plan says."""
    current = changed(document, plan)
    outcome.tried[way] += 1
    result = sdconvert.reconcile(base, current, edited)
    if result.is_clean:
        outcome.clean[way] += 1
    else:
        outcome.saved += [f"conflict {one.what}: {one.mine[:50]} | {one.theirs[:50]}" for one in result.conflicts[:2]]
    merged = sdconvert.read_document(result.value).value
    wanted, found = plan.expected(texts_of(document)), texts_of(merged)
    if wanted != found and result.is_clean:
        outcome.wrong += [f"{way}: {line}" for line in _first_difference(wanted, found)]
    outcome.wrong += [f"{way}: {line}" for line in _wrong_ids(sdconvert.read_document(current).value, merged, plan)]
    outcome.wrong += [f"{way}: {one}" for one in sdconvert.validate(result.value) if one.severity == "error"][:2]


def _first_difference(wanted: Sequence[str], found: Sequence[str]) -> Iterator[str]:
    lost, more = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
    if lost or more:
        yield f"lost {list(lost)[:2]}, more {list(more)[:2]}"
    else:
        at = next(at for at, (one, other) in enumerate(zip(wanted, found, strict=False)) if one != other)
        yield f"another order at {at}: {wanted[at][:60]!r}, not {found[at][:60]!r}"


def _wrong_ids(current: Document, merged: Document, plan: Plan) -> Iterator[str]:
    """The blocks of CURRENT whose id another block has now, or none."""
    gone = sum(text is None for text in plan.theirs.values())
    now = {block.id: text_of_block(block) for block in merged.blocks if getattr(block, "id", "")}
    lost = [text_of_block(block) for block in current.blocks if block.id and block.id not in now]
    if len(lost) > gone:
        yield f"{len(lost) - gone} ids of CURRENT are lost: {lost[:2]}"
    for block in current.blocks:
        if block.id in now and _are_strangers(text_of_block(block), now[block.id]):
            yield f"the id of {text_of_block(block)[:50]!r} is at {now[block.id][:50]!r}"


def _are_strangers(one: str, other: str) -> bool:
    words, others = set(re.findall(r"\w+", one)), set(re.findall(r"\w+", other))
    return len(words | others) > 3 and len(words & others) * 4 < min(len(words), len(others))


# -------------------------------------------------------------------------------------------------------- LibreOffice


def _office_edits(document: Document, name: str) -> str:
    """The edits of a macro: a phrase that stands once, a tab, what replaces it; one on a line."""
    return "".join([f"{old}\t{new}\n" for _, old, new in _phrases(document, name)])


def _phrases(document: Document, name: str) -> Iterator[tuple[int, str, str]]:
    chance = random.Random(name)
    whole = "\n".join(texts_of(document))
    places = editable(document)
    chance.shuffle(places)
    for at in places[:4]:
        words = text_of_block(document.blocks[at]).split(" ")
        start = chance.randrange(len(words) - 2)
        phrase = " ".join(words[start : start + 3])
        if phrase.isascii() and all(word.isalpha() for word in phrase.split()) and whole.count(phrase) == 1:
            yield at, phrase, f"{phrase.split()[0]} {chance.choice(_WORDS)}{at} {phrase.split()[2]}"


def run_office(folder: Path) -> None:
    """Have LibreOffice read and save all files: to `saved` as they are, to `edited` with the edits of the macro."""
    profile = folder / "profile"
    home = f"-env:UserInstallation={profile.as_uri()}"
    for name in ("saved", "edited"):
        (folder / name).mkdir()
    files = [str(path) for path in sorted(folder.glob("*.docx"))]
    for start in range(0, len(files), 40):
        _call([_OFFICE, home, "--headless", "--convert-to", "docx", "--outdir", str(folder / "saved"),
               *files[start : start + 40]])  # fmt: skip
    basic = profile / "user" / "basic" / "Standard"
    basic.mkdir(parents=True, exist_ok=True)
    source = _MACRO.read_text("utf-8").replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    module = '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" '
    (basic / "Module1.xba").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{module}script:language="StarBasic">{source}</script:module>', "utf-8"
    )
    library = '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" '
    (basic / "script.xlb").write_text(
        f'<?xml version="1.0" encoding="UTF-8"?>\n{library}library:readonly="false" library:passwordprotected="false">'
        '<library:element library:name="Module1"/></library:library>',
        "utf-8",
    )
    _call([_OFFICE, home, "--headless", f'macro:///Standard.Module1.EditAll("{folder}","{folder / "edited"}")'])


def _call(command: Sequence[str]) -> None:
    subprocess.run(command, check=False, capture_output=True, timeout=1800)


def edit_by_office(job: tuple[Path, Path]) -> Outcome:
    """What came home of what LibreOffice saved and edited."""
    path, folder = job
    outcome = Outcome(path.stem)
    saved, edited = folder / "saved" / f"{path.stem}.docx", folder / "edited" / f"{path.stem}.docx"
    made = make(path) if saved.exists() else None
    if made is None:
        return outcome
    base, _ = made
    document = sdconvert.read_document(base).value
    outcome.tried["saved by LibreOffice"] += 1
    result = sdconvert.reconcile(base, base, saved)
    if result.value == base:
        outcome.clean["saved by LibreOffice"] += 1
    outcome.saved += [f"{edit.kind}: {edit.words[:80]}" for edit in result.edits[:4]]
    phrases = list(_phrases(document, path.stem))
    if phrases and edited.exists() and result.value == base:
        plan = Plan()
        for at, old, new in phrases:
            plan.theirs[at] = text_of_block(document.blocks[at]).replace(old, new)
        mine = plan_edits(document, random.Random(path.stem))
        plan.mine = {at: text for at, text in mine.mine.items() if at not in plan.theirs}
        plan.mine_after = {at: text for at, text in mine.mine_after.items() if at not in plan.theirs}
        check(outcome, "edited by LibreOffice", base, document, plan, edited.read_bytes())
    return outcome


if __name__ == "__main__":
    sys.exit(main())
