"""The pages of a sandbox for a browser: the overview, and a document that an access link opens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from html import escape

from sdconvert.sandbox.journal import Entry
from sdconvert.sandbox.service import Service
from sdconvert.sandbox.store import Document, Link

_STYLE = """body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#222}
table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}th,td{border-bottom:1px solid #ddd;padding:.3rem .6rem;
text-align:left;vertical-align:top}th{font-weight:600}iframe{width:100%;height:70vh;border:1px solid #bbb}
code{font-size:.9em}.bad{color:#a00}"""
_FOLLOW_LINK = """<script>
const match = location.hash.match(/^#(\\/document\\/[0-9a-f-]+)&otpt=([0-9a-f]+)$/);
if (match) location.replace(match[1] + "?otpt=" + match[2]);
</script>"""
"""What follows the # of an access link never reaches a server: the page has to hand it over."""


def index_page(service: Service) -> bytes:
    """The documents, the groups and the journal of requests."""
    documents = service.store.documents()
    groups = sorted({document.group_id for document in documents})
    by_group = ([group, str(sum(document.group_id == group for document in documents))] for group in groups)
    body = (
        f"{_FOLLOW_LINK}<h1>Partner API sandbox</h1><h2>Documents</h2>"
        + _table(("Title", "Id", "Group", "Creator", "State", "Made"), map(_document_row, documents))
        + "<h2>Groups</h2>"
        + _table(("Group", "Documents"), ([escape(cell) for cell in row] for row in by_group))
        + "<h2>Requests</h2>"
        + _table(("Time", "Method", "Path", "Status", "What was wrong"), map(_journal_row, service.journal.entries()))
    )
    return _page("Partner API sandbox", body)


def document_page(service: Service, document: Document, link: Link | None) -> bytes:
    """A document with its metadata, its findings and its state; `link` says who came and by which role."""
    facts = {
        "Id": document.id,
        "State": _state(document),
        "Group": document.group_id,
        "Creator": document.creator_id,
        "Made": _time(document.created),
        "Subtitle": document.subtitle,
        "Description": document.description,
        "File name": document.filename,
        "Footer": document.footer,
        "Tags": ", ".join(document.tags),
        "Supplemental": document.supplemental,
    }
    if link is not None:
        facts["Opened by"] = f"{link.user_id} as {link.role}"
    rows = ([escape(name), escape(value)] for name, value in facts.items() if value)
    findings = (
        [escape(str(finding.get(name, ""))) for name in ("severity", "code", "message")]
        for finding in document.findings
    )
    content = service.page(document).decode()
    body = (
        f'<p><a href="/">All documents</a></p><h1>{escape(document.title)}</h1>'
        f'<iframe sandbox title="The document" srcdoc="{escape(content)}"></iframe>'
        f"<h2>Metadata</h2>{_table((), rows)}<h2>Findings</h2>" + _table(("Severity", "Code", "Finding"), findings)
    )
    return _page(document.title, body)


def used_link_page() -> bytes:
    """What a link shows that was used or is too old."""
    words = "An access link can be used once, and for one minute. Open the document again by the API for a new one."
    return _page(
        "The link is not valid", f'<h1>The link is not valid</h1><p>{words}</p><p><a href="/">All documents</a></p>'
    )


def _document_row(document: Document) -> list[str]:
    title = f'<a href="/_sandbox/documents/{document.id}/page">{escape(document.title)}</a>'
    cells = (document.group_id, document.creator_id, _state(document), _time(document.created))
    return [title, f"<code>{document.id}</code>", *map(escape, cells)]


def _journal_row(entry: Entry) -> list[str]:
    status = str(entry.status) if entry.status else "none"
    problem = " ".join(filter(None, (entry.problem, entry.fault and f"(fault: {entry.fault})")))
    kind = "" if entry.status == 200 else ' class="bad"'
    cells = (_time(entry.time), entry.method, entry.path)
    return [*map(escape, cells), f"<span{kind}>{status}</span>", escape(problem)]


def _state(document: Document) -> str:
    return f"{document.status}, archived" if document.archived else document.status


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")


def _table(head: tuple[str, ...], rows: Iterable[list[str]]) -> str:
    """A table of cells that are HTML already."""
    top = f"<tr>{''.join(f'<th>{name}</th>' for name in head)}</tr>" if head else ""
    return (
        f"<table>{top}{''.join('<tr>' + ''.join(f'<td>{cell}</td>' for cell in row) + '</tr>' for row in rows)}</table>"
    )


def _page(title: str, body: str) -> bytes:
    page = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body>{body}</body></html>"
    )
    return page.encode()
