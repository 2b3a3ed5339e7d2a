"""What holds of every input: a result or one typed error, a closed ledger, a valid result, bounded time and memory.

An input is judged by what it is, as users' files are: a package or a page is converted into another format and judged,
a picture is converted, a journal read, an answer of a server given to the client.
"""

from __future__ import annotations

import resource
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from partner_kit import ID, Reply, Script, client

import sdconvert
from sdconvert.batch.journal import NAME, Journal
from sdconvert.choices import Renderer
from sdconvert.errors import InternalFault
from sdconvert.pictures import PictureUnconvertible, convert, sniff
from sdconvert.recognition import FormatName

LIMITS = sdconvert.Limits(total_size=20_000_000, member_size=20_000_000)
SECONDS = 2.0
"""Of processor, for an input of up to 1 MB."""
MEMORY = 200_000_000
MEMORY_PER_BYTE = 20
TARGETS = tuple(FormatName)
SQLITE = b"SQLite format 3\0"


class Broken(Exception):
    """What does not hold of an input."""


def check(data: bytes) -> str:
    """What came of an input: its end and the codes of its findings, as the mark of the way that it took.

    Raises: Broken.
    """
    began, before = time.process_time(), _memory()
    try:
        mark = _use(data)(data)
    except InternalFault as error:
        raise Broken(f"a fault: {error.__cause__!r}"[:300]) from error
    except sdconvert.SdconvertError as error:
        mark = f"{type(error).__name__}"
    except Broken:
        raise
    except Exception as error:
        raise Broken(f"raised {error!r}"[:300]) from error
    spent, grown = time.process_time() - began, _memory() - before
    if spent > SECONDS * max(1.0, len(data) / 1_000_000):
        raise Broken(f"took {spent:.1f} s of processor")
    if grown > MEMORY + MEMORY_PER_BYTE * len(data):
        raise Broken(f"took {grown // 1_000_000} MB")
    return mark


def _memory() -> int:
    """The most that this process has held so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _use(data: bytes) -> Callable[[bytes], str]:
    if data.startswith(SQLITE):
        return _read_journal
    if data.lstrip()[:1] in (b"{", b"[", b'"') or data[:4] in (b"null", b"true"):
        return _call_client
    if data[:2] != b"PK" and sniff(data) is not None:
        return _convert_picture
    return _convert


def _convert(data: bytes) -> str:
    target = TARGETS[zlib.crc32(data) % len(TARGETS)]
    result = sdconvert.convert(data, to=target, limits=LIMITS, renderer=Renderer.BUILTIN)
    imbalance = {str(kind): number for kind, number in result.ledger.imbalance().items()}
    if imbalance:
        raise Broken(f"the ledger of {target} stays open: {imbalance}")
    errors = [finding for finding in sdconvert.validate(result.value) if finding.severity is sdconvert.Severity.ERROR]
    if errors:
        raise Broken(f"the result in {target} is refused: {errors[0]}"[:300])
    judged = sdconvert.validate(data, limits=LIMITS)
    return " ".join(sorted({str(target), *(finding.code.id for finding in (*result.findings, *judged))}))


def _convert_picture(data: bytes) -> str:
    (outcome,) = convert([data], Renderer.BUILTIN)
    if isinstance(outcome, PictureUnconvertible):
        return f"{sniff(data)} refused"
    if outcome is not None and sniff(outcome.png) != "png":
        raise Broken(f"a picture of {sniff(data)} became none")
    return f"{sniff(data)} {getattr(getattr(outcome, 'doubt', None), 'reason', None)}"


def _read_journal(data: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / NAME).write_bytes(data)
        with Journal(Path(folder)) as journal:
            runs = journal.runs()
            outcomes = [one for run in runs for one in journal.outcomes(run.number)]
            known = [*journal.sources(), *journal.outputs()]
    return f"journal of {min(len(runs), 3)} runs, {min(len(outcomes), 3)} outcomes, {min(len(known), 3)} files"


def _call_client(data: bytes) -> str:
    marks = []
    status = 200 if zlib.crc32(data) % 3 else 412
    calls: tuple[Callable[[sdconvert.partner.PartnerClient], object], ...] = (
        lambda api: api.info(ID, "u1"),
        lambda api: tuple(api.list_documents(user_id="u1")),
        lambda api: api.unseen_count("u1"),
        lambda api: api.word_templates(),
        lambda api: api.duplicate(ID, "T", "u1"),
        lambda api: api.ping(),
    )
    for call in calls:
        with client(Script(Reply(data, status))) as api:
            try:
                marks.append(type(call(api)).__name__)
            except InternalFault:
                raise
            except sdconvert.SdconvertError as error:
                marks.append(type(error).__name__)
    return " ".join(marks)
