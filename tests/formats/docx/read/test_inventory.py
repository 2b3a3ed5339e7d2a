from io import BytesIO

import pytest

from sdconvert.archive import write_archive
from sdconvert.errors import UnreadableInput
from sdconvert.formats.docx.names import MC, W
from sdconvert.formats.docx.read.inventory import read_style_uses
from sdconvert.model.styleuse import StyleUse

_ROOT = f'xmlns:w="{W}" xmlns:mc="{MC}" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
_RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _docx(body: str, **parts: str) -> bytes:
    """A package with this body and these parts, by the name of their relationship."""
    links = "".join(f'<Relationship Id="r{kind}" Type="{_RELATIONSHIP}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    main = f'<Relationship Id="r1" Type="{_RELATIONSHIP}/officeDocument" Target="word/document.xml"/>'
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE_RELATIONSHIPS}">{main}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE_RELATIONSHIPS}">{links}</Relationships>',
        "word/document.xml": f"<w:document {_ROOT}><w:body>{body}</w:body></w:document>",
        **{f"word/{kind}.xml": f"<w:{kind} {_ROOT}>{xml}</w:{kind}>" for kind, xml in parts.items()},
    }
    return write_archive({name: text.encode() for name, text in members.items()})


def _style(id: str, name: str, ppr: str = "", rpr: str = "", based_on: str = "", own: bool = True) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    custom = ' w:customStyle="1"' if own else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{id}"{custom}><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


NORMAL = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
HEADING = _style("h", "heading 1", '<w:outlineLvl w:val="0"/>', own=False)


def _p(style: str = "", text: str = "Words", ppr: str = "") -> str:
    name = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{name}{ppr}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _uses(body: str, styles: str = "", **parts: str) -> dict[str, StyleUse]:
    return {use.name: use for use in read_style_uses(_docx(body, styles=NORMAL + styles, **parts)).value}


def test_paragraphs_without_a_style_count_for_the_default_one():
    uses = _uses(_p() + _p("unknown"))
    assert {name: (use.count, use.is_default, use.is_own) for name, use in uses.items()} == {"Normal": (2, True, False)}


def test_a_document_without_styles_uses_the_normal_style():
    (use,) = read_style_uses(_docx(_p())).value
    assert (use.name, use.count) == ("Normal", 1)


def test_tables_content_controls_and_text_boxes_count():
    box = (
        "<w:p><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:txbxContent>{_p("own", "Boxed")}</w:txbxContent></mc:Choice>'
        f"<mc:Fallback><w:pict><w:txbxContent>{_p('own', 'Boxed')}</w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r><w:r><w:t>Outside</w:t></w:r></w:p>"
    )
    table = f"<w:tbl><w:tr><w:tc>{_p('own')}</w:tc></w:tr></w:tbl>"
    control = f"<w:sdt><w:sdtContent>{_p('own')}</w:sdtContent></w:sdt>"
    uses = _uses(box + table + control, _style("own", "Own"))
    assert (uses["Own"].count, uses["Own"].in_tables, uses["Own"].example) == (3, 1, "Boxed")
    assert (uses["Normal"].count, uses["Normal"].example) == (1, "Outside")


def test_notes_count_but_not_their_separators():
    separator = f'<w:footnote w:type="separator" w:id="-1">{_p("note")}</w:footnote>'
    uses = _uses(
        _p(),
        _style("note", "footnote text", own=False),
        footnotes=f'{separator}<w:footnote w:id="1">{_p("note")}</w:footnote>',
        endnotes=f'<w:endnote w:id="1">{_p("note")}</w:endnote>',
    )
    assert uses["footnote text"].count == 2


def test_what_tracked_changes_take_away_does_not_count():
    deleted = (
        '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>'
    )
    moved = "<w:p><w:moveFrom><w:r><w:t>gone </w:t></w:r></w:moveFrom><w:r><w:t>here</w:t></w:r></w:p>"
    use = _uses(deleted + moved)["Normal"]
    assert (use.count, use.example) == (1, "here")


def test_an_outline_level_names_the_style_it_comes_from():
    styles = _style("base", "Base", '<w:outlineLvl w:val="2"/>') + _style("own", "Own", based_on="base")
    use = _uses(_p("own"), styles)["Own"]
    assert (use.outline_level, use.outline_style, use.based_on) == (2, "Base", ("Base",))


def test_a_style_based_on_a_heading_has_its_level_from_there():
    use = _uses(_p("own"), HEADING + _style("own", "Own", based_on="h"))["Own"]
    assert (use.is_own, use.outline_level, use.outline_style) == (True, 0, "heading 1")


def test_a_style_that_says_it_is_body_text_is_named():
    use = _uses(_p("own"), HEADING + _style("own", "Own", '<w:outlineLvl w:val="9"/>', based_on="h"))["Own"]
    assert (use.outline_level, use.outline_style) == (None, "Own")


def test_styles_based_on_each_other_do_no_harm():
    use = _uses(_p("x"), _style("x", "X", based_on="y") + _style("y", "Y", based_on="x"))["X"]
    assert use.count == 1


def _numbering(num_fmt: str, p_style: str = "", text: str = "%1.") -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{ilvl}"><w:start w:val="1"/><w:numFmt w:val="{num_fmt}"/>'
        + (f'<w:pStyle w:val="{p_style}"/>' if p_style and ilvl == 1 else "")
        + f'<w:lvlText w:val="{text}"/></w:lvl>'
        for ilvl in range(2)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )


LISTED = '<w:numPr><w:numId w:val="1"/></w:numPr>'
TAKEN_AWAY = '<w:numPr><w:numId w:val="0"/></w:numPr>'


@pytest.mark.parametrize("num_fmt", ["decimal", "bullet", "lowerRoman"])
def test_the_numbering_of_a_style_is_what_its_list_counts_in(num_fmt: str):
    use = _uses(_p("own"), _style("own", "Own", LISTED), numbering=_numbering(num_fmt, "own"))["Own"]
    assert (use.numbering, use.number_level, use.listed) == (num_fmt, 1, 0)


def test_a_level_that_shows_nothing_is_no_numbering():
    use = _uses(_p("own"), _style("own", "Own", LISTED), numbering=_numbering("decimal", text=""))["Own"]
    assert use.numbering == "none"


def test_numbering_of_the_paragraphs_themselves_is_counted_apart():
    use = _uses(_p(ppr=LISTED) + _p(), numbering=_numbering("decimal"))["Normal"]
    assert (use.numbering, use.listed, use.count) == (None, 1, 2)


def test_paragraphs_that_take_the_number_away_are_counted():
    body = _p("own") + _p("own", ppr=TAKEN_AWAY)
    use = _uses(body, _style("own", "Own", LISTED), numbering=_numbering("decimal"))["Own"]
    assert (use.numbering, use.unlisted) == ("decimal", 1)


def test_text_that_counts_with_the_headings_is_marked():
    heading = _style("h", "heading 1", LISTED, own=False)
    use = _uses(_p("own"), heading + _style("own", "Own", LISTED), numbering=_numbering("decimal", "own"))["Own"]
    assert (use.is_numbered_with_headings, use.number_level) == (True, 1)


def test_a_style_that_takes_away_the_number_it_inherits_is_marked():
    styles = _style("h", "heading 1", LISTED, own=False) + _style("own", "Own", TAKEN_AWAY, based_on="h")
    uses = _uses(_p("own") + _p("h"), styles, numbering=_numbering("decimal"))
    assert (uses["Own"].has_dropped_number, uses["heading 1"].has_dropped_number) == (True, False)


def test_looks_and_lengths_are_told():
    styles = _style("own", "Own", rpr='<w:b/><w:sz w:val="32"/>') + _style("body", "Body", rpr='<w:sz w:val="21"/>')
    uses = _uses(_p("own", "Scope") + _p("own", "") + _p("body", "A long sentence of the text."), styles)
    own = uses["Own"]
    assert (own.is_bold, own.size, own.body_size) == (True, 16.0, 10.5)
    assert (own.average_length, own.sentences, uses["Body"].sentences) == (5.0, 0, 1)


def test_an_outline_level_of_the_paragraph_itself_is_counted():
    assert _uses(_p(ppr='<w:outlineLvl w:val="1"/>'))["Normal"].outlined == 1


def test_a_long_example_is_cut():
    assert len(_uses(_p(text="word " * 50))["Normal"].example) <= 60


def test_paths_and_files_are_read_like_bytes(tmp_path):
    data = _docx(_p())
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    expected = read_style_uses(data).value
    assert read_style_uses(path).value == read_style_uses(str(path)).value == expected
    assert read_style_uses(BytesIO(data)).value == expected


def test_a_broken_styles_part_is_a_finding():
    data = _docx(_p(), styles="<broken")
    result = read_style_uses(data)
    assert [use.name for use in result.value] == ["Normal"]
    assert [finding.code.id for finding in result.findings] == ["DOCX-R001"]


def test_anything_else_is_refused_by_its_name(tmp_path):
    path = tmp_path / "old.docx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    with pytest.raises(UnreadableInput, match=r"old\.docx is an OLE file"):
        read_style_uses(path)


def test_a_tab_and_a_line_break_are_spaces_in_examples():
    stops = '<w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs>'
    body = f"<w:p><w:pPr>{stops}</w:pPr><w:r><w:t>One</w:t><w:tab/><w:t>two</w:t><w:br/><w:t>three</w:t></w:r></w:p>"
    assert _uses(body)["Normal"].example == "One two three"


def _run(text: str, rpr: str) -> str:
    return f"<w:r><w:rPr>{rpr}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("runs", "is_told"),
    [
        (_run("Scope", "<w:b/>"), True),
        (_run("Scope", '<w:sz w:val="40"/>'), True),
        (_run("Scope of ", "<w:b/>") + _run("supply", ""), False),
        (_run("It ends so.", "<w:b/>"), False),
        (_run("Long " * 20, "<w:b/>"), False),
        (_run("A", "<w:b/>"), False),
    ],
)
def test_lines_that_look_like_headings_by_their_own_formatting_are_counted(runs: str, is_told: bool):
    styles = NORMAL.replace("</w:style>", '<w:rPr><w:sz w:val="20"/></w:rPr></w:style>')
    (use,) = read_style_uses(_docx(f"<w:p>{runs}</w:p>{_p()}", styles=styles)).value
    assert (use.count, use.formatted) == (2, int(is_told))
    assert bool(use.formatted_example) is is_told


@pytest.mark.parametrize(
    ("body", "examples"),
    [
        ("<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", []),
        ("<w:p><w:r><w:rPr><w:del/></w:rPr><w:t>x</w:t></w:r><w:r><w:t>y</w:t></w:r></w:p>", ["y"]),
        (
            "<w:sdt><w:sdtContent><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>"
            "</w:sdtContent></w:sdt><w:p><w:r><w:t>b</w:t></w:r></w:p>",
            ["ab"],
        ),
        ("<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>", ["new"]),
    ],
)
def test_tracked_changes_are_accepted_as_a_conversion_does(body, examples):
    uses = _uses(body)
    assert [(use.example, use.count) for use in uses.values()] == [(example, 1) for example in examples]
