"""What must hold after each step of the soak, looked at without the code that is tried: the journal by SQLite, results
by their hashes, the server by a snapshot, processes by the system."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import sqlite3
import tempfile
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from soak_documents import DECOYS, Sources, content_hash, journal_name, number_of
from soak_troubles import Run, SandboxProcess, marked_processes

STATES = {"done", "unchanged", "failed", "poison", "unknown"}
_LAST_LINE = re.compile(
    r"(?P<good>[\d,]+) of (?P<total>[\d,]+) done(?: \([^)]*\))?(?:, (?P<failed>[\d,]+) failed)?"
    r"(?:, (?P<poison>[\d,]+) poison)?(?:, (?P<unknown>[\d,]+) unknown)?"
    r"(?:, interrupted, (?P<rest>[\d,]+) not reached)?(?:\.|: run .*)"
)


@dataclass(frozen=True)
class Reference:
    """What an undisturbed run makes of a content: the hash of the result and what a server keeps of it."""

    result: str
    identity: str


def identity_of(package: bytes) -> str:
    """What of a package no metadata changes: its document and its pictures."""
    digest = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        for name in sorted(archive.namelist()):
            held = archive.read(name)
            if name.endswith("sd.xml"):
                held = held[held.index(b"</meta>") :]
            digest.update(name.encode() + b"\0" + held)
    return digest.hexdigest()


@dataclass(frozen=True)
class Place:
    """Where a round is at work."""

    out: Path
    state: Path
    temporary: Path


class Journal:
    """A copy of the journal, as whoever was at work left it."""

    def __init__(self, state: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for path in state.glob("journal.sqlite*"):
                if not path.name.endswith("-shm"):
                    shutil.copyfile(path, Path(folder, path.name))
            with closing(sqlite3.connect(Path(folder, "journal.sqlite"))) as journal:
                journal.row_factory = sqlite3.Row
                self.integrity = journal.execute("PRAGMA integrity_check").fetchone()[0]
                self.run = dict(journal.execute("SELECT * FROM runs ORDER BY number DESC LIMIT 1").fetchone() or {})
                self.steps = [dict(row) for row in journal.execute("SELECT * FROM steps ORDER BY run")]
                visits = journal.execute("SELECT document FROM visits WHERE run = ?", (self.run.get("number", 0),))
                self.visited = {row["document"] for row in visits}
                self.sending = {row["document"] for row in journal.execute("SELECT document FROM sending")}
                skipped = journal.execute("SELECT place FROM skipped WHERE run = ?", (self.run.get("number", 0),))
                self.skipped = {row["place"].rsplit("/", 1)[-1] for row in skipped}

    def last(self, step: str) -> dict[str, dict[str, object]]:
        """The last row of each document for a step."""
        return {row["document"]: row for row in self.steps if row["step"] == step}

    def told_as_changed(self) -> set[str]:
        """The documents of which it is told that their result was changed after it was judged: a cluster does once more
        what it lost."""
        uploads = self.last("upload").items()
        return {name for name, row in uploads if "was changed after it was judged" in str(row["error"])}

    def states(self) -> dict[str, str]:
        """How each document ended that came to its end in the last run."""
        order = json.loads(str(self.run["steps"]))
        rows: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for row in self.steps:
            rows[row["document"]][row["step"]] = row["state"]
        found = {}
        for name in self.visited:
            states = [rows[name][step] for step in order if step in rows[name]]
            found[name] = next((state for state in states if state not in ("done", "unchanged")), "done")
        return found


def check_processes(run: Run) -> Iterator[str]:
    """No process outlives its run."""
    end = time.monotonic() + 20
    while (left := marked_processes(run.mark)) and time.monotonic() < end:
        time.sleep(0.2)
    yield from (f"process {process} outlives its run: {words}" for process, words in left.items())


def check_words(run: Run) -> Iterator[str]:
    """It ends with words of ours."""
    said = run.said
    if run.ending == "killed":  # workers that were just starting say that nobody is there any more
        return
    if any(line.startswith("Traceback") for line in said) or "fault of sdconvert" in "\n".join(said):
        yield f"it speaks of a fault: {said[-1]}"
    if run.ending == "by itself" and run.code not in (0, 1, 2):
        yield f"it ended by itself with code {run.code}: {said[-1:]}"
    if run.code == 2 and not said:
        yield "it ended with code 2 and no word"


def check_journal(journal: Journal, sources: Sources) -> Iterator[str]:
    """The journal is whole and knows no state and no document that there is not."""
    if journal.integrity != "ok":
        yield f"the journal is damaged: {journal.integrity}"
    names = {journal_name(name) for name in sources.names}
    for row in journal.steps:
        if row["state"] not in STATES:
            yield f"{row['document']!r} has the state {row['state']}"
        if row["document"] not in names:
            yield f"{row['document']!r} is no source"
    if journal.run and journal.run["planned"] != len(names):
        yield f"{journal.run['planned']} documents were planned, there are {len(names)}"


def check_report(run: Run, journal: Journal, state: Path) -> Iterator[str]:
    """Exit code, last line, run.json and journal say one thing; every document is told, or counted as not reached."""
    counts = Counter(journal.states().values())
    said = _LAST_LINE.fullmatch(run.said[-1]) if run.said else None
    if said is None:
        yield f"the last line is none: {run.said[-1:]}"
        return
    told = {name: int((value or "0").replace(",", "")) for name, value in said.groupdict().items()}
    planned, total = journal.run["planned"], counts.total()
    meant = {"good": counts["done"], "total": planned, "rest": planned - total}
    meant |= {state: counts[state] for state in ("failed", "poison", "unknown")}
    if told != meant:
        yield f"the last line says {told}, the journal {meant}"
    if (run.code == 0) != (counts["done"] == planned):
        yield f"exit code {run.code} with {counts['done']} of {planned} done"
    report = json.loads((state / "run.json").read_text("utf-8"))
    found = {one["name"]: "done" if one["state"] == "unchanged" else one["state"] for one in report["documents"]}
    if found != journal.states():
        yield f"run.json and journal differ in {len(set(found.items()) ^ set(journal.states().items()))} documents"
    if report["totals"]["last_line"] != run.said[-1]:
        yield f"run.json says {report['totals']['last_line']!r}"
    if not journal.skipped >= set(DECOYS):
        yield f"not told as not taken: {set(DECOYS) - journal.skipped}"
    reasons = [row for row in journal.steps if row["state"] in ("failed", "poison", "unknown") and not row["error"]]
    yield from (f"{row['document']!r} is {row['state']} without a reason" for row in reasons)


def check_results(
    journal: Journal, sources: Sources, place: Place, known: Mapping[str, Reference], is_reported: bool
) -> Iterator[str]:
    """Each result has the bytes of an undisturbed run over something that its source held; no part files."""
    allowed = {
        journal_name(name): {known[held].result for held in sources.history[number] if held in known}
        for number, name in enumerate(sources.names)
    }
    converted = journal.last("convert")
    outputs = {row["output"]: name for name, row in converted.items() if row["output"]}
    parts = []
    for path in place.out.rglob("*"):
        if path.name.endswith(".part"):
            parts.append(path)
        elif path.is_file():
            found = content_hash(path.read_bytes())
            name = outputs.get(journal_name(str(path)))
            number = number_of(path.name)
            if found not in allowed[journal_name(sources.names[number])]:
                yield f"{str(path)!r} has other bytes than an undisturbed run makes"
            is_told = name in journal.visited and name not in journal.told_as_changed()
            if is_reported and is_told and converted[name]["output_hash"] != found:
                yield f"{str(path)!r} is not what the journal says"
    for name, row in converted.items():
        if row["state"] == "done" and row["output_hash"] not in allowed[name]:
            yield f"the journal has another result of {name!r} than an undisturbed run makes"
    if is_reported:
        parts += place.state.glob("*.part")
        yield from (f"a part of a file is left: {str(path)!r}" for path in parts)


def check_server(
    journal: Journal, sources: Sources, sandbox: SandboxProcess, known: Mapping[str, Reference]
) -> Iterator[str]:
    """Each content of a document is at the server once at most, and what the journal has as sent is there."""
    with zipfile.ZipFile(io.BytesIO(sandbox.ask("snapshot", method="GET"))) as archive:
        rows = json.loads(archive.read("state.json"))["documents"]
        there = {
            row["id"]: (number_of(row["title"]), identity_of(archive.read(f"documents/{row['id']}.zip")))
            for row in rows
        }
    for (number, identity), count in Counter(there.values()).items():
        held = {known[one].identity for one in sources.history[number] if one in known}
        if count > 1:
            yield f"{sources.names[number]!r} is at the server {count} times"
        if identity not in held:
            yield f"at the server {sources.names[number]!r} has another content than it ever had"
    for name, row in journal.last("upload").items():
        if row["state"] == "done":
            content = str(row["content_hash"])
            meant = (number_of(name), known[content].identity if content in known else "")
            if there.get(str(row["document_id"])) != meant:
                yield f"{name!r} is not at the server as the journal says"


def check_end(
    journal: Journal, sources: Sources, sandbox: SandboxProcess, place: Place, known: Mapping[str, Reference]
) -> Iterator[str]:
    """After a calm run everything that can be done is done, and nothing is left open."""
    states = journal.states()
    uploads = journal.last("upload")
    for number, name in enumerate(sources.names):
        content = sources.history[number][-1]
        meant = "poison" if "poison" in name else "done" if content in known else "failed"
        state = states.get(journal_name(name), "not told")
        if state != meant:
            row = next((row for row in reversed(journal.steps) if row["document"] == journal_name(name)), {})
            yield f"{name!r} is {state} at the end, not {meant}: {row.get('error')}"
        elif meant == "done" and uploads[journal_name(name)]["content_hash"] != content:
            yield f"{name!r} was sent as it was before"
    if journal.sending:
        yield f"{len(journal.sending)} documents are still in doubt"
    yield from (f"left in the folder for temporary files: {path.name}" for path in place.temporary.iterdir())
