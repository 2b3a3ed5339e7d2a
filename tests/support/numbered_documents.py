"""Numbered documents of chance: lists, styles that name them, paragraphs that use both."""

from __future__ import annotations

from random import Random

from docx_builder import build_docx
from docx_documents import bookmark, field, p, simple
from docx_lists import abstract, level, num, override, start_at
from word_labels import Paragraph, paragraphs_of

_FORMATS = ("decimal", "decimal", "decimal", "lowerLetter", "upperRoman", "decimalZero", "lowerRoman", "ordinal")


def make_numbered(random: Random, *, is_wide: bool = True) -> bytes:
    """A document with up to three lists. `is_wide`: also what few programs besides Word know, which are levels left
    out, `w:isLgl`, `w:lvlRestart`, bullets, levels tied to styles, looks of labels, starts at 0, and overrides of
    levels that deeper ones were shown without."""
    body, parts = _content(random, is_wide)
    return build_docx("".join(body), **parts)


def make_referring(random: Random) -> bytes:
    """Such a document with references before and behind the numbered text, to numbers and to texts. Most of the stored
    results are what Word would show, some are not."""
    body, parts = _content(random, is_wide=True)
    shown = paragraphs_of(build_docx("".join(body), **parts))
    references = [_reference(random, number, shown) for number in range(random.randint(1, 5))]
    at = random.randint(0, len(references))
    return build_docx("".join([*references[:at], *body, *references[at:]]), **parts)


def make_unanswered(random: Random) -> bytes:
    """Such a document, and behind the numbered text a reference to the number of each paragraph in full context,
    without a result, which Word computes as the settings ask."""
    body, parts = _content(random, is_wide=True)
    parts["settings"] = "<w:updateFields/>"
    references = [p(f"see{at} ", simple(f"REF b{at} \\w")) for at in range(len(body))]
    return build_docx("".join([*body, *references]), **parts)


def make_noted(random: Random) -> bytes:
    """A document of some sections with footnotes and endnotes, which count as sections and settings say."""
    ids = {kind: iter(range(1, 99)) for kind in ("footnote", "endnote")}
    body = ""
    for _ in range(random.randint(1, 4)):
        kinds = [random.choice(("footnote", "endnote")) for _ in range(random.randint(0, 3))]
        runs = [f'<w:r><w:{kind}Reference w:id="{next(ids[kind])}"/></w:r>' for kind in kinds]
        ends = random.random() < 0.6
        body += p("text", *runs, ppr=f"<w:sectPr>{_note_rules(random)}</w:sectPr>" if ends else "")
    if random.random() < 0.5:
        body += f"<w:sectPr>{_note_rules(random)}</w:sectPr>"
    notes = {f"{kind}s": "".join(f'<w:{kind} w:id="{id}">{p("n")}</w:{kind}>' for id in range(1, 30)) for kind in ids}
    return build_docx(body, settings=_note_rules(random), **notes)


def _note_rules(random: Random) -> str:
    rules = ""
    for kind in ("footnote", "endnote"):
        said = ""
        if random.random() < 0.4:
            said += f'<w:numFmt w:val="{random.choice(("lowerLetter", "upperRoman", "decimal"))}"/>'
        if random.random() < 0.3:
            said += f'<w:numStart w:val="{random.randint(1, 4)}"/>'
        if random.random() < 0.4:
            said += f'<w:numRestart w:val="{random.choice(("eachSect", "continuous"))}"/>'
        rules += f"<w:{kind}Pr>{said}</w:{kind}Pr>" if said else ""
    return rules


def _reference(random: Random, number: int, shown: list[Paragraph]) -> str:
    at = random.randrange(len(shown))
    switch = random.choice(("", "\\n", "\\r", "\\w", "\\n \\t"))
    stored = shown[at].label.rstrip(".") if switch else shown[at].text
    if not stored.strip() or random.random() < 0.3:
        stored = random.choice(("9.9(z)", "1", "old words", "text0"))
    return p("see ", field(f" REF b{at} {switch} \\h ", stored), f" end{number}")


def _content(random: Random, is_wide: bool) -> tuple[list[str], dict[str, str]]:
    depths = [random.randint(1, 4) if is_wide else 4 for _ in range(random.randint(1, 3))]
    abstracts = [_abstract(random, id, depth, is_wide) for id, depth in enumerate(depths)]
    of = [random.randrange(len(depths)) for _ in range(random.randint(1, 4))]
    nums = [_num(random, id, which, depths[which], is_wide) for id, which in enumerate(of, 1)]
    count = random.randint(1, 14)
    body = [_paragraph(random, number, len(of)) for number in range(count)]
    if not is_wide:
        body[:0] = [p("first", ppr=_numbered(id, 0)) for id in range(1, len(of) + 1)]
    return body, {"numbering": "".join(abstracts + nums), "styles": _styles(random, len(of), is_wide)}


def _numbered(num_id: int, ilvl: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{num_id}"/></w:numPr>'


def _abstract(random: Random, id: int, depth: int, is_wide: bool) -> str:
    return abstract(*(_level(random, ilvl, id, is_wide) for ilvl in range(depth)), id=id)


def _level(random: Random, ilvl: int, list_number: int, is_wide: bool) -> str:
    form = random.choice(_FORMATS)
    own = f"%{ilvl + 1}"
    full = ".".join(f"%{k + 1}" for k in range(ilvl + 1))
    text = random.choice((f"{own}.", f"({own})", full, f"{full}.", f"§ {own}", f"Article {own}"))
    if is_wide and random.random() < 0.1:
        form, text = "bullet", random.choice(("•", "–", "Note:", "☒"))
    before = after = ""
    if is_wide and random.random() < 0.15 and ilvl:
        before += f'<w:lvlRestart w:val="{random.randint(0, ilvl)}"/>'
    if random.random() < 0.2:
        before += f'<w:pStyle w:val="S{random.randint(0, 3)}"/>' if is_wide else ""
    if is_wide and random.random() < 0.2:
        before += "<w:isLgl/>"
    if is_wide and random.random() < 0.2:
        after = f"<w:rPr>{random.choice(('<w:caps/>', '<w:vanish/>', '<w:smallCaps/>', '<w:b/>'))}</w:rPr>"
    found = level(ilvl, form, text, random.choice((1, 1, 1, 3, 0) if is_wide else (1, 1, 3)), before)
    return found.replace("</w:lvl>", f"{after}</w:lvl>")


def _num(random: Random, id: int, of: int, depth: int, is_wide: bool) -> str:
    more = ""
    for ilvl in range(depth):
        if random.random() < 0.25 and (is_wide or not ilvl):
            more += start_at(ilvl, random.randint(1, 5))
        elif is_wide and random.random() < 0.1:
            more += override(ilvl, _level(random, ilvl, of, is_wide=False))
    return num(id, of, more)


def _styles(random: Random, nums: int, is_wide: bool) -> str:
    found = '<w:style w:type="paragraph" w:styleId="Normal" w:default="1"><w:name w:val="Normal"/></w:style>'
    for number in range(4):
        base = f'<w:basedOn w:val="S{number - 1}"/>' if number and random.random() < 0.7 else ""
        numbered = look = ""
        if random.random() < 0.5:
            numbered += f'<w:ilvl w:val="{random.randint(0, 3)}"/>'
        if random.random() < 0.5:
            numbered += f'<w:numId w:val="{random.randint(0, nums)}"/>'
        if is_wide and random.random() < 0.2:
            look = f"<w:rPr>{random.choice(('<w:caps/>', '<w:b/>'))}</w:rPr>"
        ppr = f"<w:pPr><w:numPr>{numbered}</w:numPr></w:pPr>" if numbered else ""
        found += (
            f'<w:style w:type="paragraph" w:styleId="S{number}" w:customStyle="1"><w:name w:val="Own {number}"/>{base}'
            f"{ppr}{look}</w:style>"
        )
    return found


def _paragraph(random: Random, number: int, nums: int) -> str:
    properties = f'<w:pStyle w:val="S{random.randint(0, 3)}"/>' if random.random() < 0.4 else ""
    if random.random() < 0.7:
        ilvl = f'<w:ilvl w:val="{random.randint(0, 3)}"/>' if random.random() < 0.8 else ""
        num_id = f'<w:numId w:val="{random.randint(0 if properties else 1, nums)}"/>' if random.random() < 0.9 else ""
        properties += f"<w:numPr>{ilvl}{num_id}</w:numPr>" if ilvl or num_id else ""
    return p(bookmark(f"b{number}", f"text{number}", id=number + 1), ppr=properties)
