"""What holds for every parsX file that we write, after the published examples, judged on the tree of lxml."""

LOOKS = frozenset(["fett", "kursiv", "unterstr", "durchgestr", "kapitaelchen", "code", "tief", "hoch"])
NOTES = frozenset(["fussnote", "endnote", "marginalie"])
INLINE = LOOKS | NOTES | {"verweis", "register", "formel_inline", "bild", "abbildung"}
LISTS = frozenset(["liste_geordnet", "liste_ungeordnet"])
BLOCKS = LISTS | {"abs", "tabelle", "bild", "einschub", "formel"}
HEADINGS = [f"u{level}" for level in range(1, 7)]
CHILDREN: dict[str, frozenset[str] | set[str]] = {
    "projekt": {"meta", "werk"},
    "meta": {"titel", "untertitel", "beschreibung", "fusszeile", "urheber", "dateiname", "schlagwort"},
    "werk": {"hauptteil"},
    "hauptteil": {"kapitel"},
    "kapitel": BLOCKS | {"kapitel", *HEADINGS},
    **dict.fromkeys(HEADINGS, frozenset(["titel"])),
    "titel": {"zaehler", "text"},
    **dict.fromkeys(["abs", "text", "marginalie"], INLINE),
    **dict.fromkeys(LOOKS, LOOKS),
    "verweis": LOOKS,
    "einschub": {"abs", "formel"},
    **dict.fromkeys(LISTS, frozenset(["eintrag"])),
    "tabelle": {"titel", "table"},
    "table": {"colgroup", "thead", "tbody"},
    "colgroup": {"col"},
    **dict.fromkeys(["thead", "tbody"], frozenset(["tr"])),
    "tr": {"td", "th"},
    **dict.fromkeys(["td", "th"], BLOCKS),
    "bild": {"abbildung", "legende"},
    **dict.fromkeys(["legende", "fussnote", "endnote"], frozenset(["abs"])),
    "register": {"eintrag"},
    **dict.fromkeys(["formel", "formel_inline"], frozenset(["math"])),
    "math": {"semantics"},
    "semantics": {"mtext", "annotation"},
    **dict.fromkeys(["zaehler", "abbildung", "col", "mtext", "annotation"], frozenset()),
}
TEXTS = frozenset(["abs", "text", "marginalie", "verweis", "zaehler", "register", "mtext", "annotation"]) | LOOKS
NOT_EMPTY = LISTS | {"kapitel", "einschub", "tr", "thead", "tbody", "legende", "colgroup", "hauptteil", "titel", "math"}


def problems(tree):
    """What is wrong with a file, as sentences."""
    return [each for rule in (_children, _chapters, _references) for each in rule(tree)]


def _children(tree):
    for element in tree.iter():
        name, parent = element.tag, element.getparent()
        of_meta = parent is not None and parent.tag == "meta"
        if name == "eintrag":
            allowed = frozenset() if parent.tag == "register" else LISTS | {"abs"}
        else:
            allowed = frozenset() if of_meta else CHILDREN[name]
        yield from [f"{child.tag} in {name}" for child in element if child.tag not in allowed]
        has_text = name in TEXTS or of_meta or (name == "eintrag" and parent.tag == "register")
        if not has_text and any(text and text.strip() for text in (element.text, *(child.tail for child in element))):
            yield f"text in {name}"
        if name in NOT_EMPTY and not len(element) and not of_meta and not _is_of_nothing(element):
            yield f"{name} is empty"
        if name == "tabelle" and len(element.findall("table")) != 1:
            yield "a table without a grid"


def _is_of_nothing(element):
    """Whether it is empty as the document has nothing in it: no block, or a row that is covered by others."""
    return element.tag in ("hauptteil", "tr")


def _chapters(tree):
    """A chapter has one heading at its beginning, and chapters of lower ones at its end; one that has none, as the text
    before the first heading has, stands for `u1`."""
    for chapter in tree.iter("kapitel"):
        names = [child.tag for child in chapter]
        if any(name in HEADINGS for name in names[1:]):
            yield "a heading within a chapter"
        first = names.index("kapitel") if "kapitel" in names else len(names)
        if any(name != "kapitel" for name in names[first:]):
            yield "text behind the chapters of a chapter"
        parent = chapter.getparent()
        if parent.tag == "kapitel":
            above = parent[0].tag if parent[0].tag in HEADINGS else "u1"
            if not names or names[0] not in HEADINGS or names[0] <= above:
                yield f"a chapter of {names[:1]} in one of {above}"


def _references(tree):
    ids = {element.get("id") for element in tree.iter()}
    wanted = {element.get("verweis-intern") for element in tree.iter("verweis")} - {None}
    yield from [f"a reference to {id}, which is not there" for id in wanted - ids]
