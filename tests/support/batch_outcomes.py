"""Made-up outcomes of a batch: many that look like real ones, and some that mean harm. The same on each run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from random import Random

from sdconvert.batch.outcome import FindingRow, Outcome, PreviewLine, RunInfo, State, Step, StepOutcome
from sdconvert.codes import known_codes
from sdconvert.findings import Code, Severity

TEXT = """Der Auftragnehmer erbringt die Leistung nach dem Stand der Technik und unter Beachtung aller Vorschriften. The
pump shall be inspected before each use and after every repair. Die Haftung für Schäden beschränkt sich auf Vorsatz."""
WORDS = TEXT.split()
FOLDERS = ("contracts/2024", "contracts/2025", "manuals/pumps", "manuals/Ventile", "minutes", "policies/HR", "archive")
KINDS = ("Contract", "Anlage", "Minutes", "Übersicht", "Specification", "Protokoll", "Annex")
CAUSES = {
    State.FAILED: ("UnreadableInput", "is not a Word document: it begins with %PDF-1.7."),
    State.POISON: ("Poison", "needed more than 2,000 MB twice and was given up."),
    State.UNKNOWN: (
        "PartnerUnreachable",
        "was sent, but the connection ended before the answer: retry asks the server.",
    ),
}


def run_info(planned: int, ended: bool = True, **changes: object) -> RunInfo:
    facts: dict[str, object] = {
        "number": 3,
        "started": 1_795_000_000.0,
        "ended": 1_795_000_754.0 if ended else None,
        "version": "0.1.0",
        "sources": ("/srv/documents",),
        "destination": "/srv/out",
        "steps": tuple(Step),
        "planned": planned,
        "options": {"jobs": "2", "mapping": "house.toml (SHA-256 4f1c…)", "timeout": "60 s", "memory": "2,000 MB"},
    }
    return RunInfo(**(facts | changes))  # type: ignore[arg-type]


def outcomes(number: int, seed: int = 7) -> Iterator[Outcome]:
    """So many, in the order of their names."""
    codes = [code for code in known_codes().values() if code.id.startswith(("DOCX-R", "SDXML-W", "SDXML-V"))]
    for name in sorted(_name(position) for position in range(number)):
        yield _outcome(Random(f"{seed} {name}"), name, codes)


def by_name(make: Callable[[], Iterable[Outcome]]) -> Callable[..., Iterable[Outcome]]:
    """These outcomes as a journal gives them: all, or only those of some names."""

    def chosen(only: Iterable[str] | None = None) -> Iterable[Outcome]:
        names = None if only is None else frozenset(only)
        return (outcome for outcome in make() if names is None or outcome.name in names)

    return chosen


def _name(position: int) -> str:
    random = Random(position)
    return f"{random.choice(FOLDERS)}/{random.choice(KINDS)} {position:05d} {random.choice(WORDS).strip('.')}.docx"


def _outcome(random: Random, name: str, codes: list[Code]) -> Outcome:
    preview = tuple(_preview(random))
    state = random.choices(list(State), (940, 30, 20, 2, 3))[0]
    facts = {
        "content_hash": f"{random.getrandbits(256):064x}",
        "size": random.randrange(9_000, 900_000),
        "version": "0.1.0",
    }
    return Outcome(
        name, f"/srv/documents/{name}", tuple(_steps(random, state, codes, preview, name)), preview=preview, **facts
    )


def _steps(
    random: Random, state: State, codes: list[Code], preview: tuple[PreviewLine, ...], name: str
) -> Iterator[StepOutcome]:
    if state is State.FAILED and random.random() < 0.6:
        yield StepOutcome(Step.VALIDATE, state, 0.01, f"{name} {CAUSES[state][1]}", CAUSES[state][0])
        return
    good = state if state.is_good else State.DONE
    yield StepOutcome(Step.VALIDATE, good, 0.02)
    if state in (State.FAILED, State.POISON):
        yield StepOutcome(Step.CONVERT, state, 61.3, f"{name} {CAUSES[state][1]}", CAUSES[state][0])
        return
    yield _converted(random, good, codes, preview, name)
    if state is State.UNKNOWN:
        yield StepOutcome(Step.UPLOAD, state, 9.5, f"{name} {CAUSES[state][1]}", CAUSES[state][0])
    else:
        id = f"{random.getrandbits(128):032x}"
        yield StepOutcome(Step.UPLOAD, good, 0.3, document_id=id, was_adopted=random.random() < 0.01)


def _converted(
    random: Random, state: State, codes: list[Code], preview: tuple[PreviewLine, ...], name: str
) -> StepOutcome:
    common = random.choices(
        codes, [1 / (rank + 1) for rank in range(len(codes))], k=int(random.paretovariate(0.8)) % 40
    )
    findings = tuple(_found(random, code, preview) for code in common)
    characters, lost = random.randrange(2_000, 90_000), random.choice((0, 0, 0, 12, 310))
    return StepOutcome(
        Step.CONVERT,
        state,
        min(random.lognormvariate(-1.6, 1.0), 55.0),
        findings=findings,
        counts=dict(Counter(code.id for code in common)) | ({findings[0].code: 250} if len(findings) > 35 else {}),
        read={"characters": characters, "pictures": random.randrange(9), "tables": random.randrange(6)},
        lost={"characters": lost} if lost else {},
        output=name.removesuffix(".docx") + ".zip",
        output_hash=f"{random.getrandbits(256):064x}",
    )


def _found(random: Random, code: Code, preview: tuple[PreviewLine, ...]) -> FindingRow:
    line = random.choice(preview) if preview and random.random() < 0.8 else None
    place = f"word/document.xml, paragraph {line.paragraph}, at “{line.text[:24]}”" if line else "word/styles.xml"
    return FindingRow(
        code.id, code.severity, code.pattern.replace("‹", "").replace("›", ""), place, line and line.paragraph
    )


def _preview(random: Random) -> Iterator[PreviewLine]:
    for paragraph in range(1, random.randrange(12, 50)):
        kind = random.choices(("paragraph", "heading", "item", "table", "picture"), (60, 12, 20, 5, 3))[0]
        words = 2 if kind == "picture" else 5 if kind in ("heading", "item") else random.randrange(8, 40)
        yield PreviewLine(paragraph, kind, " ".join(random.choices(WORDS, k=words)), random.randrange(3))


ATTACK = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>"
HOSTILE = {
    "markup": ATTACK,
    "attribute": "\"' onmouseover=alert(3) x='",
    "template": "{{ 7*7 }}{% raw %}${7*7}",
    "right to left": "invoice\u202excod.exe \u2067שלום\u2069 مرحبا",
    "control": "a\x00b\x07c\x1b[31md\x7f\x85e\r\nf\tg",
    "separators": "line\u2028paragraph\u2029end",
    "not a character": "\ufffe\uffff\U0001f4a9",
    "bytes of a name": "caf\udce9",
    "entity": "&lt;b&gt;&amp;&#0;]]>",
}


def hostile() -> list[Outcome]:
    """A document for each of these texts, in every place where a text can stand, and one with a message of 1 MB."""
    made = [_hostile(f"{text} {key}", text) for key, text in HOSTILE.items()]
    return sorted([*made, _hostile("long", "ha " * 350_000)], key=lambda outcome: outcome.name)


def _hostile(name: str, text: str) -> Outcome:
    found = (
        FindingRow("DOCX-R030", Severity.WARNING, text, text, 1),
        FindingRow(text[:40], Severity.ERROR, text, text, None),
    )
    counts = {"DOCX-R030": 1, text[:40]: 3}
    steps = (
        StepOutcome(
            Step.VALIDATE, State.DONE, 0.5, findings=found, counts=counts, read={text[:40]: 9}, lost={text[:40]: 2}
        ),
        StepOutcome(Step.CONVERT, State.FAILED, 1.5, text, text[:40], output=text, output_hash=text, document_id=text),
    )
    preview = (
        PreviewLine(1, "heading", text, 1),
        PreviewLine(2, "paragraph", text),
        PreviewLine(None, text[:40], text),
    )
    return Outcome(name, text, steps, content_hash=text, size=12, version=text[:40], preview=preview)
