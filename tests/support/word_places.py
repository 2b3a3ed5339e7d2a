"""Small Word packages in which each kind of place occurs: each is a body, or a part, of one and the same package."""

from __future__ import annotations

import io
import zipfile
from functools import cache

from docx_builder import Relation, build_docx
from picture_samples import encoded
from word_grammar import DECLARATIONS
from word_samples import PARAGRAPH, PICTURE, SHAPE, anchor, inline

_CONDITIONS = "".join(
    f'<w:tblStylePr w:type="{kind}"><w:tcPr><w:shd w:val="clear" w:fill="{number:02}AA00"/></w:tcPr></w:tblStylePr>'
    for number, kind in enumerate(("firstRow", "lastRow", "firstCol", "lastCol", "band1Horz", "band1Vert"), 10)
)
STYLES = f"""
<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr/></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="heading1"><w:name w:val="heading 1"/>
<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="heading2"><w:name w:val="heading 2"/>
<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Own"><w:name w:val="Own"/>
<w:pPr><w:spacing/></w:pPr><w:rPr/></w:style>
<w:style w:type="paragraph" w:styleId="Counted"><w:name w:val="Counted"/><w:pPr><w:numPr><w:ilvl w:val="1"/>
<w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="Mark"><w:name w:val="Mark"/><w:rPr/></w:style>
<w:style w:type="character" w:customStyle="1" w:styleId="Twin"><w:name w:val="Twin"/><w:link w:val="heading1"/>
</w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="Grid"><w:name w:val="Grid"/><w:basedOn w:val="Looks"/>
<w:pPr/><w:rPr/><w:tblPr/><w:trPr/>
<w:tcPr/><w:tblStylePr w:type="firstRow"><w:pPr/><w:rPr/><w:tblPr/><w:trPr/><w:tcPr/></w:tblStylePr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="Other"><w:name w:val="Other"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="Looks"><w:name w:val="Looks"/>{_CONDITIONS}</w:style>
<w:style w:type="numbering" w:styleId="List"><w:name w:val="List"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>
</w:pPr></w:style>"""
_LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{number}"/><w:lvlRestart w:val="0"/>'
    f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr/><w:rPr/></w:lvl>'
    for level, (number, text) in enumerate((("upperRoman", "%1 a."), ("decimal", "%2.%1")))
)
_ODD_LEVEL = (
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>'
    '<w:lvlText w:val="%3"/></w:lvl>'
)
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/><w:styleLink w:val="List"/>'
    f"{_LEVELS}{_ODD_LEVEL}</w:abstractNum>"
    f'<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
    '</w:abstractNum><w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="List"/></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="3"/></w:num>'
)
_TEXT = "<w:p><w:pPr><w:rPr/></w:pPr><w:r><w:rPr/><w:t>Words here</w:t></w:r></w:p>"
_MARKED = (
    '<w:p><w:pPr><w:pStyle w:val="Own"/></w:pPr><w:r><w:rPr><w:rStyle w:val="Mark"/></w:rPr><w:t>Marked</w:t></w:r>'
    '<w:bookmarkStart w:id="1" w:name="Mark"/><w:r><w:t> words</w:t></w:r><w:bookmarkEnd w:id="1"/>'
    '<w:r><w:rPr><w:rStyle w:val="Twin"/></w:rPr><w:t>!</w:t></w:r></w:p>'
)
_COUNTED = '<w:p><w:pPr><w:pStyle w:val="Counted"/></w:pPr><w:r><w:t>counted</w:t></w:r></w:p>'
_REFERENCES = (
    '<w:p><w:r><w:t>Noted</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
    '<w:r><w:endnoteReference w:id="2"/></w:r>'
    '<w:commentRangeStart w:id="2"/><w:r><w:t>this</w:t></w:r><w:commentRangeEnd w:id="2"/>'
    '<w:r><w:commentReference w:id="2"/></w:r></w:p>'
)
_ITEM = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>item</w:t></w:r></w:p>'
)
_LIST = (
    "".join(map(_ITEM.format, (1, 0, 1, 1, 0, 1, 2, 2)))
    + _ITEM.format(0).replace('numId w:val="1"', 'numId w:val="3"')
    + _ITEM.format(0).replace("<w:numPr>", '<w:pStyle w:val="heading2"/><w:numPr>')
)
_SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/><w:footerReference w:type="default" '
    'r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" '
    'w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'
)
_CELL = "<w:tc><w:tcPr/>{}</w:tc>"
_TABLE = (
    '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblLook w:firstRow="1" w:val="0020"/></w:tblPr>'
    '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="4000"/></w:tblGrid>'
    f"<w:tr><w:trPr/>{_CELL.format(_TEXT) * 2}</w:tr>" + f"<w:tr>{_CELL.format(_TEXT) * 2}</w:tr>" * 3 + "</w:tbl>"
)


def _drawn(drawing: str) -> str:
    return f"<w:p><w:r><w:t>Beside</w:t></w:r><w:r>{drawing}</w:r></w:p>"


def _with_text_box(box: str) -> str:
    return SHAPE.replace("<wps:bodyPr/>", f"<wps:txbx><w:txbxContent>{box}</w:txbxContent></wps:txbx><wps:bodyPr/>")


def _group(content: str) -> str:
    return (
        '<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/>'
        f'<a:chOff x="0" y="0"/><a:chExt cx="1828800" cy="1828800"/></a:xfrm></wpg:grpSpPr>{content}</wpg:wgp>'
    )


def _control(properties: str, field: str, shown: str = "shown", kind: str = "w") -> str:
    """A control that is bound to a property of the package."""
    binding = (
        f"<{kind}:dataBinding w:prefixMappings=\"xmlns:ns0='http://purl.org/dc/elements/1.1/' xmlns:ns1='"
        "http://schemas.openxmlformats.org/package/2006/metadata/core-properties'\" "
        f'w:xpath="/ns1:coreProperties[1]/{field}[1]" w:storeItemID="{{6C3C8BC8-F283-45AE-878A-BAB7291924A1}}"/>'
    )
    properties = properties.format(binding)
    content = f"<w:sdtContent><w:r><w:t>{shown}</w:t></w:r></w:sdtContent>"
    return f"<w:p><w:sdt><w:sdtPr>{properties}</w:sdtPr>{content}</w:sdt></w:p>"


def _form_field(instruction: str, data: str) -> str:
    return (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="f"/>{data}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )


_MATH = "<m:e><m:r><m:rPr/><m:t>x</m:t></m:r></m:e>"
_SUB, _SUP = (f"<m:{name}><m:r><m:t>y</m:t></m:r></m:{name}>" for name in ("sub", "sup"))
_STRUCTURES = "".join(
    (
        f"<m:nary><m:naryPr/>{_SUB}{_SUP}{_MATH}</m:nary>",
        f"<m:d><m:dPr/>{_MATH * 2}</m:d>",
        f'<m:m><m:mPr><m:mcs><m:mc><m:mcPr><m:count m:val="2"/><m:mcJc m:val="left"/></m:mcPr></m:mc></m:mcs>'
        f"</m:mPr><m:mr>{_MATH * 2}</m:mr></m:m>",
        "<m:f><m:fPr/><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>",
        f"<m:groupChr><m:groupChrPr/>{_MATH}</m:groupChr>",
        f"<m:phant><m:phantPr/>{_MATH}</m:phant>",
        f"<m:eqArr><m:eqArrPr/>{_MATH * 2}</m:eqArr>",
    )
)
_FILLED = SHAPE.replace(
    "</wps:spPr>",
    '<a:blipFill><a:blip r:embed="rIdPicture"/><a:stretch><a:fillRect/></a:stretch></a:blipFill></wps:spPr>',
)
_BODIES = {
    "text": _TEXT + _MARKED + _COUNTED + _TEXT,
    "reference": f'{_MARKED}<w:p><w:fldSimple w:instr="REF Mark \\h"><w:r><w:t>Marked</w:t></w:r></w:fldSimple></w:p>',
    "complex script": (
        '<w:p><w:r><w:rPr><w:bCs/><w:iCs/><w:sz w:val="20"/><w:szCs w:val="40"/><w:rtl/></w:rPr>'
        "<w:t>שלום</w:t></w:r></w:p>"
    ),
    "tabs": '<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="3000"/></w:tabs></w:pPr>'
    "<w:r><w:tab/><w:t>One</w:t></w:r></w:p><w:p><w:r><w:tab/><w:tab/><w:t>Two</w:t></w:r></w:p>",
    "page break": (
        "<w:p><w:r><w:t>Before</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>Behind</w:t></w:r></w:p>"
    ),
    "section": (
        _REFERENCES + '<w:p><w:pPr><w:sectPr><w:cols w:num="2" w:equalWidth="0"><w:col w:w="3000" w:space="500"/>'
        '<w:col w:w="5000"/>'
        f"</w:cols></w:sectPr></w:pPr><w:r><w:drawing>{inline(PICTURE)}</w:drawing></w:r></w:p>"
        f"<w:p><w:r><w:drawing>{inline(PICTURE)}</w:drawing></w:r></w:p>{_TABLE}{_TEXT}"
    ),
    "table by cells": (
        "<w:tbl><w:tblPr><w:tblStyle w:val='Grid'/></w:tblPr><w:tblGrid/>"
        "<w:tr><w:tblPrEx/><w:tc><w:tcPr><w:tcW w:w='1000' w:type='dxa'/></w:tcPr>"
        f"{_TEXT}</w:tc><w:tc><w:tcPr><w:tcW w:w='3000' w:type='dxa'/></w:tcPr>{_TEXT}</w:tc></w:tr></w:tbl>{_TEXT}"
    ),
    "merged cells": (
        f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc>{_TEXT}</w:tc><w:tc><w:tcPr><w:hMerge w:val='restart'/></w:tcPr>"
        f"{_TEXT}</w:tc><w:tc><w:tcPr><w:hMerge/></w:tcPr>{_TEXT}</w:tc></w:tr>"
        f"<w:tr>{f'<w:tc>{_TEXT}</w:tc>' * 3}</w:tr></w:tbl>{_TEXT}"
    ),
    "group": _drawn(f"<w:drawing>{inline(_group(PICTURE))}</w:drawing>").replace("<w:r><w:t>Beside</w:t></w:r>", ""),
    "filled shape": _drawn(f"<w:drawing>{inline(_FILLED)}</w:drawing>"),
    "structures": f"<w:p><m:oMath>{_STRUCTURES}</m:oMath></w:p>",
    "drop-down": _control(
        '{}<w:dropDownList w:lastValue="b"><w:listItem w:displayText="Second" w:value="b"/>'
        '<w:listItem w:displayText="First" w:value="a"/></w:dropDownList>',
        "ns0:subject",
    ),
    "combo box": _control('{}<w:comboBox><w:listItem w:displayText="Second" w:value="b"/></w:comboBox>', "ns0:subject"),
    "date": _control(
        '{}<w:date w:fullDate="2020-02-04T00:00:00Z"><w:dateFormat w:val="d MMMM yyyy"/>'
        '<w:lid w:val="fr-FR"/></w:date>',
        "ns1:category",
    ),
    "check box": _control(
        '{}<w14:checkbox><w14:checked w14:val="1"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>',
        "ns1:contentStatus",
        "☐",
    ),
    "bound control": _control('{}<w:text w:multiLine="1"/>', "ns0:title"),
    "newer bound control": _control("{}<w:text/>", "ns0:title", kind="w15"),
    "form check box": _form_field("FORMCHECKBOX", '<w:checkBox><w:sizeAuto/><w:checked w:val="1"/></w:checkBox>'),
    "form list": _form_field(
        "FORMDROPDOWN", '<w:ddList><w:result w:val="1"/><w:listEntry w:val="a"/><w:listEntry w:val="b"/></w:ddList>'
    ),
    "form text": _form_field("FORMTEXT", '<w:textInput><w:default w:val="typed"/></w:textInput>'),
    "list": _LIST,
    "table": _TABLE + _TEXT,
    "styled": _TEXT + _MARKED + _COUNTED + _TABLE + _TEXT,
    "picture": f"<w:p><w:r><w:drawing>{inline(PICTURE)}</w:drawing></w:r></w:p>",
    "floating picture": _drawn(f"<w:drawing>{anchor(PICTURE)}</w:drawing>"),
    "text box": _drawn(f"<w:drawing>{anchor(_with_text_box(_TEXT))}</w:drawing>"),
    "shape": _drawn(f"<w:drawing>{anchor(SHAPE)}</w:drawing>"),
    "VML picture": _drawn(
        '<w:pict><v:shape id="s1" style="width:72pt;height:72pt"><v:imagedata r:id="rIdPicture"/></v:shape></w:pict>'
    ),
    "VML text box": _drawn(
        '<w:pict><v:rect style="width:72pt;height:72pt"><v:textbox><w:txbxContent>'
        f"{PARAGRAPH}</w:txbxContent></v:textbox></v:rect></w:pict>"
    ),
    "VML shape": _drawn('<w:pict><v:shape style="width:72pt;height:72pt" path="m,l,100,100,100xe"/></w:pict>'),
    "equation": "<w:p><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>",
}
_NOTED = ("text", "tabs", "styled")
_WITH_NOTES = (*_NOTED, "section")
_PAGED = ("text", "styled", "section")
PLACES = {
    "paragraph": ("document", "text"),
    "section": ("document", "section"),
    "page break": ("document", "page break"),
    "tab stops": ("document", "tabs"),
    "reference": ("document", "reference"),
    "complex script": ("document", "complex script"),
    "list": ("document", "list"),
    "table": ("document", "table"),
    "table by cells": ("document", "table by cells"),
    "merged cells": ("document", "merged cells"),
    "equation": ("document", "equation"),
    **{
        name: ("document", name)
        for name in (
            "structures",
            "drop-down",
            "date",
            "combo box",
            "check box",
            "bound control",
            "newer bound control",
        )
    },
    **{name: ("document", name) for name in ("form check box", "form list", "form text", "group", "filled shape")},
    "picture": ("document", "picture"),
    "floating picture": ("document", "floating picture"),
    "text box": ("document", "text box"),
    "shape": ("document", "shape"),
    "VML picture": ("document", "VML picture"),
    "VML text box": ("document", "VML text box"),
    "VML shape": ("document", "VML shape"),
    "footnote": ("footnotes", "text"),
    "endnote": ("endnotes", "text"),
    "comment": ("comments", "text"),
    "header": ("header1", "text"),
    "footer": ("footer1", "text"),
    "style": ("styles", "styled"),
    "numbering": ("numbering", "list"),
    "settings": ("settings", "tabs"),
}
"""Which part a place is in, and the body of the document that shows what the part does."""

ROOTS = {
    "document": ("w:document", "w:CT_Document"),
    "footnotes": ("w:footnotes", "w:CT_Footnotes"),
    "endnotes": ("w:endnotes", "w:CT_Endnotes"),
    "comments": ("w:comments", "w:CT_Comments"),
    "header1": ("w:hdr", "w:CT_HdrFtr"),
    "footer1": ("w:ftr", "w:CT_HdrFtr"),
    "styles": ("w:styles", "w:CT_Styles"),
    "numbering": ("w:numbering", "w:CT_Numbering"),
    "settings": ("w:settings", "w:CT_Settings"),
}
_CONTENTS = {
    "footnotes": f'<w:footnote w:id="2">{_TEXT}{PARAGRAPH}</w:footnote><w:footnote w:id="3">{PARAGRAPH}</w:footnote>',
    "endnotes": f'<w:endnote w:id="2">{_TEXT}{PARAGRAPH}</w:endnote><w:endnote w:id="3">{PARAGRAPH}</w:endnote>',
    "comments": (
        f'<w:comment w:id="2" w:author="Ann">{_TEXT}</w:comment>'
        f'<w:comment w:id="3" w:author="Ann">{PARAGRAPH}</w:comment>'
    ),
    "styles": STYLES,
    "numbering": NUMBERING,
    "settings": "<w:displayBackgroundShape/><w:compat/>",
    "header1": _TEXT,
    "footer1": _TEXT,
}


def _wrap(part: str, content: str) -> bytes:
    root = ROOTS[part][0]
    return f"<{root} {DECLARATIONS}>{content}</{root}>".encode()


@cache
def part_xml(part: str, body: str) -> bytes:
    """One part of the package, with the body of this name where it is the document."""
    if part != "document":
        return _wrap(part, _CONTENTS[part])
    noted = _REFERENCES if body in _NOTED else ""
    return _wrap(part, f"<w:body>{_BODIES[body]}{noted}{_SECTION if body in _PAGED else ''}</w:body>")


_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The\ntitle</dc:title><dc:subject>b</dc:subject>'
    "<cp:category>2020-02-03</cp:category><cp:contentStatus>1</cp:contentStatus></cp:coreProperties>"
)
_FONTS = "<a:{0}Font><a:latin typeface='{1}'/><a:ea typeface='{1}'/><a:cs typeface='{1}'/></a:{0}Font>"
_THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="t"><a:themeElements>'
    '<a:clrScheme name="c">'
    + "".join(
        f'<a:{name}><a:srgbClr val="{number:02}60C0"/></a:{name}>'
        for number, name in enumerate(
            ("dk1", "lt1", "dk2", "lt2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink"), 20
        )
    )
    + '</a:clrScheme><a:fontScheme name="f">'
    + _FONTS.format("major", "Courier New")
    + _FONTS.format("minor", "Arial Black")
    + "</a:fontScheme></a:themeElements></a:theme>"
)
_PACKAGE_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/'
    'relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'
)


def _relations() -> list[Relation]:
    inside = [
        *(("rIdHeader", "header", "header1.xml"), ("rIdFooter", "footer", "footer1.xml")),
        *(("rIdOther", "header", "header2.xml"), ("rIdPicture", "image", "media/image1.png")),
        ("rIdTheme", "theme", "theme/theme1.xml"),
        *(("rIdChunk", "aFChunk", "chunk.txt"), ("rIdData", "oleObject", "embeddings/data.bin")),
    ]
    relations = [Relation(*row) for row in inside]
    return [*relations, Relation("rIdLink", "hyperlink", "https://example.org/", is_external=True)]


@cache
def _members(body: str) -> dict[str, bytes]:
    parts = ["styles", "numbering", "settings", *(("footnotes", "endnotes", "comments") if body in _WITH_NOTES else ())]
    files: dict[str, bytes | str] = {
        "docProps/core.xml": _CORE,
        "_rels/.rels": _PACKAGE_RELATIONS,
        "word/media/image1.png": encoded("PNG"),
        "word/chunk.txt": b"embedded words",
        "word/theme/theme1.xml": _THEME,
        "word/embeddings/data.bin": b"data",
        "word/header2.xml": _wrap("header1", "<w:p><w:r><w:t>Other words</w:t></w:r></w:p>").decode(),
    }
    files |= {f"word/{part}.xml": part_xml(part, "") for part in (*parts, "header1", "footer1")}
    built = build_docx("", relations=_relations(), files=files, **dict.fromkeys(parts, ""))
    with zipfile.ZipFile(io.BytesIO(built)) as zipped:
        members = {name: zipped.read(name) for name in zipped.namelist()}
    relations = members["word/_rels/document.xml.rels"]
    for part in ("footnotes", "endnotes", "comments", "header1", "footer1", "numbering"):
        members[f"word/_rels/{part}.xml.rels"] = relations
    return members | {"word/document.xml": part_xml("document", body)}


def build(part: str, body: str, xml: bytes) -> bytes:
    """The package with this body, and `xml` as the named part."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as zipped:
        for name, content in (_members(body) | {f"word/{part}.xml": xml}).items():
            zipped.writestr(name, content)
    return target.getvalue()
