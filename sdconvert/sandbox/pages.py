"""The pages of a sandbox for a browser: the overview, and a document that an access link opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from html import escape
from itertools import zip_longest

from sdconvert.sandbox.journal import JournalEntry
from sdconvert.sandbox.records import AccessLink, StoredDocument
from sdconvert.sandbox.service import SandboxService

_STYLE = """:root{color-scheme:light dark;--paper:#fff;--ink:#222;--quiet:#5c636b;--line:#e2e2e2;--link:#1553a1;
--plain:#eee;--good:#dcf0e0;--good-ink:#14532d;--blue:#e4ecf7;--blue-ink:#1e3a68;--mild:#fbeecb;--mild-ink:#6b4a00;
--bad:#fadddd;--bad-ink:#8f1414}
@media(prefers-color-scheme:dark){:root{--paper:#15181c;--ink:#e4e7eb;--quiet:#9aa4ae;--line:#30363d;--link:#8ab8ff;
--plain:#2a2f36;--good:#173322;--good-ink:#a6e3b8;--blue:#1b2b44;--blue-ink:#b5cffb;--mild:#372b10;--mild-ink:#f2cf7f;
--bad:#3d1c1c;--bad-ink:#ffb0a8}}
*{box-sizing:border-box}
body{font:15px/1.45 system-ui,sans-serif;margin:0 auto;max-width:84rem;padding:0 1.5rem 2rem;color:var(--ink);
background:var(--paper)}
h1{font-size:1.6rem;overflow-wrap:anywhere}h2{font-size:1.15rem;margin:1.8rem 0 .4rem}a{color:var(--link)}
.quiet{color:var(--quiet)}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid var(--line);padding:.3rem .6rem .3rem 0;
text-align:left;vertical-align:top}th{font-weight:600;color:var(--quiet);font-size:.85em}td{overflow-wrap:anywhere}
.whole{white-space:nowrap;overflow-wrap:normal}code{font-size:.88em}
.badge{border-radius:.8em;padding:.1em .7em;font-size:.85em;background:var(--plain);white-space:nowrap}
.review,.ok{background:var(--good);color:var(--good-ink)}.draft,.info{background:var(--blue);color:var(--blue-ink)}
.archived,.warning{background:var(--mild);color:var(--mild-ink)}.bad,.error{background:var(--bad);color:var(--bad-ink)}
iframe{width:100%;height:80vh;border:1px solid var(--line);border-radius:4px;position:sticky;top:1rem}
@media(min-width:70rem){.beside{display:grid;grid-template-columns:3fr 2fr;gap:2rem;align-items:start}
.beside h2:first-child{margin-top:0}}
@media(max-width:46rem){body{padding:0 .75rem 2rem}table,tbody,td{display:block}iframe{position:static;height:70vh}
tr:has(th){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tr{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:0 .6rem;padding:.5rem 0;
border-bottom:1px solid var(--line)}
td{border:0;padding:.15rem 0;min-width:0}td:first-child,td:last-child{grid-column:1/-1}td:empty{display:none}
.whole{white-space:normal;overflow-wrap:anywhere}
td[data-label]::before{content:attr(data-label);display:block;color:var(--quiet);font-size:.8rem}}
@media print{.whole{white-space:normal}iframe{position:static;height:200mm}tr{break-inside:avoid}}"""
_FOLLOW_LINK = """<script>
const match = location.hash.match(/^#(\\/document\\/[0-9a-f-]+)&otpt=([0-9a-f]+)$/);
if (match) location.replace(match[1] + "?otpt=" + match[2]);
</script>"""
"""What follows the # of an access link never reaches a server: the page has to hand it over."""


def index_page(service: SandboxService) -> bytes:
    """The documents, the groups and the journal of requests, and what the sandbox was told to do."""
    documents = service.store.documents()
    groups = sorted({document.group_id for document in documents})
    by_group = ([group, str(sum(document.group_id == group for document in documents))] for group in groups)
    body = (
        f"{_FOLLOW_LINK}<h1>Partner API sandbox</h1>{_status_line(service)}<h2>Documents</h2>"
        + _table(("Title", "State", "Group", "Creator", "Made", "Id"), map(_document_row, documents))
        + "<h2>Groups</h2>"
        + _table(("Group", "Documents"), ([escape(cell) for cell in row] for row in by_group))
        + "<h2>Requests</h2>"
        + _table(("Time", "Status", "Method", "Path", "What was wrong"), map(_journal_row, service.journal.entries()))
    )
    return _page("Partner API sandbox", body)


def _status_line(service: SandboxService) -> str:
    """The time, the faults that will strike, and the payment that is due."""
    faults = sum(fault["left"] != 0 for fault in service.faults.as_dicts())
    notes = [f"It is {_time(service.clock())} (UTC) here."]
    notes += [f"Faults that will strike: {faults}."] if faults else []
    notes += ["New documents have to be paid for (402)."] if service.payment_required else []
    return f'<p class="quiet">{" ".join(notes)} <a href="/openapi.json">The calls</a></p>'


def document_page(service: SandboxService, document: StoredDocument, link: AccessLink | None) -> bytes:
    """A document with its metadata, its findings and its state; `link` says who came and by which role."""
    facts = {
        "State": _state(document),
        "Id": f"<code>{document.id}</code>",
        "Opened by": escape(f"{link.user_id} as {link.role}") if link is not None else "",
        "Section history": _history_words(service, document),
        "Group": escape(document.group_id),
        "Creator": escape(document.creator_id),
        "Made": _time(document.created),
        "Subtitle": escape(document.subtitle),
        "Description": escape(document.description),
        "File name": escape(document.filename),
        "Footer": escape(document.footer),
        "Tags": escape(", ".join(document.tags)),
        "Supplemental": escape(document.supplemental),
    }
    rows = ([f'<span class="quiet">{name}</span>', value] for name, value in facts.items() if value)
    content = service.exports.page(document).decode()
    body = (
        f'<p><a href="/">All documents</a></p><h1>{escape(document.title)}</h1><div class="beside">'
        f'<iframe sandbox title="The document" srcdoc="{escape(content)}"></iframe><div>'
        f"<h2>Metadata</h2>{_table((), rows)}<h2>Findings of the import</h2>"
        + _table(("Severity", "Code", "Finding"), map(_finding_row, document.findings))
        + "</div></div>"
    )
    return _page(document.title, body)


def _history_words(service: SandboxService, document: StoredDocument) -> str:
    """Which users may see the history of sections."""
    views = service.store.views_of(document.id)
    return escape(", ".join(user for user, view in views.items() if view.section_history)) or "for nobody"


def _finding_row(finding: Mapping[str, object]) -> list[str]:
    severity, code, message = (str(finding.get(name, "")) for name in ("severity", "code", "message"))
    return [_badge(severity), f'<code class="whole">{escape(code)}</code>', escape(message)]


def used_link_page() -> bytes:
    """What a link shows that was used or is too old."""
    words = "An access link can be used once, and for one minute. Open the document again by the API for a new one."
    return _page(
        "The link is not valid", f'<h1>The link is not valid</h1><p>{words}</p><p><a href="/">All documents</a></p>'
    )


def _document_row(document: StoredDocument) -> list[str]:
    title = f'<a href="/_sandbox/documents/{document.id}/page">{escape(document.title)}</a>'
    made, id = f'<span class="whole">{_time(document.created)}</span>', f'<code class="whole">{document.id}</code>'
    return [title, _state(document), escape(document.group_id), escape(document.creator_id), made, id]


def _journal_row(entry: JournalEntry) -> list[str]:
    status = _badge(str(entry.status) if entry.status else "none", "ok" if entry.status == 200 else "bad")
    problem = " ".join(filter(None, (entry.problem, entry.fault and f"(fault: {entry.fault})")))
    time = f'<span class="whole">{_time(entry.time)}</span>'
    return [time, status, escape(entry.method), escape(entry.path), escape(problem)]


def _state(document: StoredDocument) -> str:
    return _badge(document.status) + (" " + _badge("archived") if document.archived else "")


def _badge(words: str, kind: str = "") -> str:
    return f'<span class="badge {escape(kind or words)}">{escape(words)}</span>'


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _table(head: tuple[str, ...], rows: Iterable[list[str]]) -> str:
    """A table of cells that are HTML already."""
    titles = "".join([f'<th scope="col">{name}</th>' for name in head])
    labels = [f' data-label="{name}"' for name in head]
    lines = [_row(row, labels) for row in rows]
    head_row = f"<tr>{titles}</tr>" if titles else ""
    return f"<table>{head_row}{''.join(lines)}</table>" if lines else '<p class="quiet">None.</p>'


def _row(cells: list[str], labels: list[str]) -> str:
    written = [f"<td{label}>{cell}</td>" for label, cell in zip_longest(labels, cells, fillvalue="")]
    return f"<tr>{''.join(written)}</tr>"


def _page(title: str, body: str) -> bytes:
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="icon" href="data:,"><style>{_STYLE}</style></head><body><main>{body}</main></body></html>'
    )
    return page.encode()
