"""Samples of elements with something to see in them, and values that mean something in the places of `word_places`."""

from __future__ import annotations

from lxml import etree
from word_grammar import TEXT, element_types, parse_snippet, prefixed, qualified

_RUN = "<w:r><w:t>sample</w:t></w:r>"
PARAGRAPH = f"<w:p>{_RUN}</w:p>"
_MATH_RUN = "<m:r><m:t>x</m:t></m:r>"
_REVISION = 'w:id="90" w:author="Ann" w:date="2020-02-03T04:05:06Z"'
PICTURE = (
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="7" name="Picture 7" descr="Own words"/><pic:cNvPicPr/></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="rIdPicture"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="914400" cy="914400"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
)
SHAPE = (
    '<wps:wsp><wps:cNvPr id="8" name="Shape 8"/><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="914400" cy="914400"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:bodyPr/>'
    "</wps:wsp>"
)
TABLE = (
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='2000'/></w:tblGrid>"
    f"<w:tr><w:tc><w:tcPr/>{PARAGRAPH}</w:tc></w:tr></w:tbl>"
)


def inline(graphic: str, uri: str = "picture") -> str:
    """A drawing in the line, as XML."""
    return (
        '<wp:inline><wp:extent cx="914400" cy="914400"/><wp:docPr id="5" name="Drawing 5" descr="Described"/>'
        f'<a:graphic><a:graphicData uri="{uri}">{graphic}</a:graphicData></a:graphic></wp:inline>'
    )


def anchor(graphic: str) -> str:
    """A drawing at a place of its own, as XML."""
    return (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
        '<wp:extent cx="914400" cy="914400"/><wp:wrapSquare wrapText="bothSides"/>'
        '<wp:docPr id="5" name="Drawing 5" title="Described"/>'
        f'<a:graphic><a:graphicData uri="picture">{graphic}</a:graphicData></a:graphic></wp:anchor>'
    )


_OLE_OBJECT = '<o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" ShapeID="s9" DrawAspect="Content" r:id="rIdData"/>'
_BY_NAME = {
    "w:p": PARAGRAPH,
    "w:tbl": TABLE,
    "w:tr": f"<w:tr><w:tc>{PARAGRAPH}</w:tc></w:tr>",
    "w:tc": f"<w:tc>{PARAGRAPH}</w:tc>",
    "w:t": "<w:t>sample</w:t>",
    "w:delText": "<w:delText>sample</w:delText>",
    "w:instrText": "<w:instrText>PAGE</w:instrText>",
    "w:delInstrText": "<w:delInstrText>PAGE</w:delInstrText>",
    "w:r": _RUN,
    "w:hyperlink": f'<w:hyperlink r:id="rIdLink">{_RUN}</w:hyperlink>',
    "w:fldSimple": f'<w:fldSimple w:instr="REF Mark \\h">{_RUN}</w:fldSimple>',
    "w:fldChar": '<w:fldChar w:fldCharType="begin"/>',
    "w:sym": '<w:sym w:font="Wingdings" w:char="F0FC"/>',
    "w:numPr": '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
    "w:ruby": (
        f'<w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="10"/><w:hpsRaise w:val="10"/>'
        f'<w:hpsBaseText w:val="20"/><w:lid w:val="ja-JP"/></w:rubyPr><w:rt>{_RUN}</w:rt>'
        f"<w:rubyBase>{_RUN}</w:rubyBase></w:ruby>"
    ),
    "w:footnoteReference": '<w:footnoteReference w:id="2"/>',
    "w:endnoteReference": '<w:endnoteReference w:id="2"/>',
    "w:commentReference": '<w:commentReference w:id="2"/>',
    "w:drawing": f"<w:drawing>{inline(PICTURE)}</w:drawing>",
    "wp:inline": inline(PICTURE),
    "wp:anchor": anchor(PICTURE),
    "pic:pic": PICTURE,
    "wps:wsp": SHAPE,
    "w:pict": '<w:pict><v:shape style="width:72pt;height:72pt"><v:imagedata r:id="rIdPicture"/></v:shape></w:pict>',
    "w:object": (
        '<w:object><v:shape id="s9" style="width:72pt;height:72pt"><v:imagedata r:id="rIdPicture"/></v:shape>'
        f"{_OLE_OBJECT}</w:object>"
    ),
    "v:imagedata": '<v:imagedata r:id="rIdPicture"/>',
    "v:textbox": f"<v:textbox><w:txbxContent>{PARAGRAPH}</w:txbxContent></v:textbox>",
    "w:txbxContent": f"<w:txbxContent>{PARAGRAPH}</w:txbxContent>",
    "wps:txbx": f"<wps:txbx><w:txbxContent>{PARAGRAPH}</w:txbxContent></wps:txbx>",
    "v:shape": '<v:shape style="width:72pt;height:72pt" path="m,l,100,100,100xe"/>',
    "v:group": '<v:group style="width:72pt;height:72pt"><v:rect style="width:72pt;height:72pt"/></v:group>',
    "o:OLEObject": _OLE_OBJECT,
    "m:oMath": f"<m:oMath>{_MATH_RUN}</m:oMath>",
    "m:oMathPara": f"<m:oMathPara><m:oMath>{_MATH_RUN}</m:oMath></m:oMathPara>",
    "m:r": _MATH_RUN,
    "m:t": "<m:t>x</m:t>",
    **{name: f"<{name}>{_MATH_RUN}</{name}>" for name in ("m:e", "m:sub", "m:sup", "m:num", "m:den", "m:deg", "m:lim")},
    "m:fName": f"<m:fName>{_MATH_RUN}</m:fName>",
    "m:chr": '<m:chr m:val="∏"/>',
    "m:begChr": '<m:begChr m:val="["/>',
    "m:endChr": '<m:endChr m:val="]"/>',
    "m:sepChr": '<m:sepChr m:val=";"/>',
    "w:style": '<w:style w:type="paragraph" w:styleId="Sample"><w:name w:val="Sample"/></w:style>',
    "w:footnote": f'<w:footnote w:id="5">{PARAGRAPH}</w:footnote>',
    "w:endnote": f'<w:endnote w:id="5">{PARAGRAPH}</w:endnote>',
    "w:comment": f'<w:comment w:id="5" w:author="Ann">{PARAGRAPH}</w:comment>',
    "w:pStyle": '<w:pStyle w:val="heading2"/>',
    "w:rStyle": '<w:rStyle w:val="Strong"/>',
    "w:tblStyle": '<w:tblStyle w:val="Other"/>',
    "w:numId": '<w:numId w:val="2"/>',
    "w:ilvl": '<w:ilvl w:val="1"/>',
    "w:lvlText": '<w:lvlText w:val="(%1)"/>',
    "w:basedOn": '<w:basedOn w:val="heading2"/>',
    "w:outlineLvl": '<w:outlineLvl w:val="1"/>',
    "w:bookmarkStart": '<w:bookmarkStart w:id="91" w:name="Sample"/>',
    "w:bookmarkEnd": '<w:bookmarkEnd w:id="91"/>',
    "w:commentRangeStart": '<w:commentRangeStart w:id="2"/>',
    "w:commentRangeEnd": '<w:commentRangeEnd w:id="2"/>',
    "w:altChunk": '<w:altChunk r:id="rIdChunk"/>',
    "w:headerReference": '<w:headerReference w:type="first" r:id="rIdOther"/>',
    "w:footerReference": '<w:footerReference w:type="first" r:id="rIdOther"/>',
    "w:tblGrid": '<w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="3000"/></w:tblGrid>',
    "a:blip": '<a:blip r:embed="rIdPicture"/>',
    "a:hlinkClick": '<a:hlinkClick r:id="rIdLink"/>',
    "a:blipFill": '<a:blipFill><a:blip r:embed="rIdPicture"/><a:stretch><a:fillRect/></a:stretch></a:blipFill>',
    "v:fill": '<v:fill r:id="rIdPicture" type="frame"/>',
    "v:textpath": '<v:textpath on="t" string="sample"/>',
    "wp:align": "<wp:align>center</wp:align>",
    "w:shd": '<w:shd w:val="clear" w:color="auto" w:fill="FFEE00"/>',
    "w:ind": '<w:ind w:left="720"/>',
    "w:lang": '<w:lang w:val="fr-FR"/>',
    "w:u": '<w:u w:val="single"/>',
    "w:vertAlign": '<w:vertAlign w:val="superscript"/>',
    "w:vAlign": '<w:vAlign w:val="center"/>',
    "w:textDirection": '<w:textDirection w:val="btLr"/>',
    "w:tblW": '<w:tblW w:w="2500" w:type="pct"/>',
    "w:tcW": '<w:tcW w:w="1000" w:type="dxa"/>',
    "w:trHeight": '<w:trHeight w:val="1200"/>',
    "w:rFonts": '<w:rFonts w:hAnsi="Courier New"/>',
    "w:numFmt": '<w:numFmt w:val="upperRoman"/>',
    "w:link": '<w:link w:val="heading1"/>',
    "w:w": '<w:w w:val="150%"/>',
    "w:em": '<w:em w:val="dot"/>',
    "w:fitText": '<w:fitText w:val="900"/>',
    "w:eastAsianLayout": '<w:eastAsianLayout w:combine="1"/>',
    "a:ln": '<a:ln w="25400"><a:solidFill><a:srgbClr val="FF0000"/></a:solidFill></a:ln>',
    "a:effectLst": '<a:effectLst><a:outerShdw><a:srgbClr val="FF0000"/></a:outerShdw></a:effectLst>',
    "w:cols": '<w:cols w:num="2" w:space="720"/>',
    "w:type": '<w:type w:val="continuous"/>',
    "w:tblCaption": '<w:tblCaption w:val="sample"/>',
    "w:listItem": '<w:listItem w:displayText="sample" w:value="s"/>',
    "w:caption": '<w:caption w:name="Figure" w:pos="below" w:numFmt="decimal"/>',
    "a:srcRect": '<a:srcRect l="30000"/>',
    "a:custGeom": (
        '<a:custGeom><a:avLst/><a:pathLst><a:path w="10" h="10"><a:moveTo><a:pt x="0" y="0"/></a:moveTo>'
        '<a:lnTo><a:pt x="10" y="10"/></a:lnTo></a:path></a:pathLst></a:custGeom>'
    ),
    "m:show": '<m:show m:val="0"/>',
    **{name: f'<{name} m:val="1"/>' for name in ("m:zeroWid", "m:zeroAsc", "m:zeroDesc")},
    "w:framePr": '<w:framePr w:dropCap="drop" w:lines="3" w:wrap="around" w:vAnchor="text" w:hAnchor="text"/>',
    "wpg:grpSp": f"<wpg:grpSp><wpg:cNvGrpSpPr/><wpg:grpSpPr/>{PICTURE}</wpg:grpSp>",
    "wpg:graphicFrame": (
        '<wpg:graphicFrame><wpg:cNvPr id="9" name="Chart 9"/><wpg:cNvFrPr/><wpg:xfrm/><a:graphic><a:graphicData '
        'uri="chart"><c:chart r:id="rIdData"/></a:graphicData></a:graphic></wpg:graphicFrame>'
    ),
    "w:top": '<w:top w:w="400" w:type="dxa"/>',
    "w:bottom": '<w:bottom w:w="400" w:type="dxa"/>',
    "w:tblLook": '<w:tblLook w:firstColumn="1"/>',
    "w:jc": '<w:jc w:val="center"/>',
    "w:numRestart": '<w:numRestart w:val="eachPage"/>',
    "a:p": "<a:p><a:r><a:t>sample</a:t></a:r></a:p>",
    "a:r": "<a:r><a:t>sample</a:t></a:r>",
    "a:t": "<a:t>sample</a:t>",
    "a:txBody": "<a:txBody><a:bodyPr/><a:p><a:r><a:t>sample</a:t></a:r></a:p></a:txBody>",
    "w:docPartGallery": '<w:docPartGallery w:val="Table of Contents"/>',
}
_BORDER = '<{} w:val="single" w:sz="12" w:space="1" w:color="FF0000"/>'
_BY_TYPE = {
    **dict.fromkeys(("w:CT_PageBorder", "w:CT_TopPageBorder", "w:CT_BottomPageBorder"), _BORDER),
    "w:CT_TabStop": '<{} w:val="left" w:pos="2000"/>',
    "w:CT_Border": _BORDER,
    "w:CT_RPrChange": f"<{{}} {_REVISION}><w:rPr><w:b/></w:rPr></{{}}>",
    "w:CT_ParaRPrChange": f"<{{}} {_REVISION}><w:rPr><w:b/></w:rPr></{{}}>",
    "w:CT_PPrChange": f'<{{}} {_REVISION}><w:pPr><w:jc w:val="center"/></w:pPr></{{}}>',
    "w:CT_TblPrChange": f'<{{}} {_REVISION}><w:tblPr><w:tblStyle w:val="Other"/></w:tblPr></{{}}>',
    "w:CT_TcPrChange": f'<{{}} {_REVISION}><w:tcPr><w:shd w:val="clear" w:fill="00FF00"/></w:tcPr></{{}}>',
    "w:CT_TrPrChange": f"<{{}} {_REVISION}><w:trPr><w:tblHeader/></w:trPr></{{}}>",
    "w:CT_SectPrChange": f'<{{}} {_REVISION}><w:sectPr><w:pgSz w:w="9000" w:h="9000"/></w:sectPr></{{}}>',
}
_EMBEDDED = "<w:r><w:t>sample!</w:t></w:r>"
_HOLDERS = {  # containers by type: what stands in them there
    "w:CT_CustomXmlRun": _RUN,
    "w:CT_CustomXmlBlock": PARAGRAPH,
    "w:CT_CustomXmlCell": f"<w:tc>{PARAGRAPH}</w:tc>",
    "w:CT_CustomXmlRow": f"<w:tr><w:tc>{PARAGRAPH}</w:tc></w:tr>",
    "w:CT_SmartTagRun": _RUN,
    "w:CT_DirContentRun": _EMBEDDED,
    "w:CT_BdoContentRun": _RUN,
    "w:CT_SdtContentRun": _RUN,
    "w:CT_SdtContentBlock": PARAGRAPH,
    "w:CT_SdtContentCell": f"<w:tc>{PARAGRAPH}</w:tc>",
    "w:CT_SdtContentRow": f"<w:tr><w:tc>{PARAGRAPH}</w:tc></w:tr>",
    "w:CT_RunTrackChange": _RUN,
}
_SDT_CONTENT = {
    "w:CT_SdtRun": _RUN,
    "w:CT_SdtBlock": PARAGRAPH,
    "w:CT_SdtCell": f"<w:tc>{PARAGRAPH}</w:tc>",
    "w:CT_SdtRow": f"<w:tr><w:tc>{PARAGRAPH}</w:tc></w:tr>",
}
_VALUES = {
    "w:author": ("Bob",),
    "w:instr": ("PAGEREF Mark", "SEQ Figure"),
    "w:anchor": ("Mark",),
    "r:id": ("rIdLink", "rIdOther"),
    "r:embed": ("rIdOther",),
    "r:link": ("rIdLink",),
    "style": ("width:36pt;height:36pt;visibility:hidden",),
    "string": ("other",),
    **dict.fromkeys(("cropleft", "cropright", "croptop", "cropbottom"), ("0.25",)),
    **dict.fromkeys(("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"), ("Symbol", "Arial")),
    "w:fill": ("00FF00",),
    "w:gutter": ("2000",),
    **dict.fromkeys(("cx", "cy"), ("1828800",)),
    "descr": ("Other words",),
    "ProgID": ("Word.Document.12",),
    "m:val": ("1", "0", "(", "bar", "noBar", "bot", "left", "i", "p", "fraktur", "undOvr"),
}
_VALUES_OF = {
    ("w:numId", "w:val"): ("1", "0"),
    ("w:pStyle", "w:val"): ("Own", "heading1"),
    ("w:rStyle", "w:val"): ("Strong", "Mark"),
    ("w:basedOn", "w:val"): ("heading1",),
    ("w:sym", "w:char"): ("F04A",),
    ("w:sym", "w:font"): ("Symbol",),
    ("w:footnoteReference", "w:id"): ("3",),
    ("w:endnoteReference", "w:id"): ("3",),
    ("w:commentReference", "w:id"): ("3",),
    ("w:tblStyle", "w:val"): ("Grid",),
    ("w:lvlText", "w:val"): ("%1)", "§ %1"),
    ("w:lvl", "w:ilvl"): ("1",),
    ("w:lid", "w:val"): ("en-GB",),
    ("w:link", "w:val"): ("heading2", "Own", "Nothing"),
    ("w:pgSz", "w:w"): ("9000",),
    **{("w:pgMar", f"w:{side}"): ("3000",) for side in ("left", "right", "gutter")},
    ("w:col", "w:w"): ("8000", "3000"),
    ("w:lvlRestart", "w:val"): ("0", "1"),
    ("w14:srgbClr", "w14:val"): ("FF0000", "00FF00"),
    ("w:numFmt", "w:format"): ("001, 002, 003, ...",),
    ("w:ind", "w:hangingChars"): ("300",),
    **{(f"w:{side}", "w:sz"): ("48",) for side in ("start", "end", "insideH", "insideV")},
    ("w:fldChar", "w:fldCharType"): (),
}


_TINTED = {"w:themeTint": "w:themeColor", "w:themeShade": "w:themeColor"}
_NEEDS = {
    ("w:numFmt", "w:format"): {"w:val": "custom"},
    ("w:tblLook", "w:noVBand"): {"w:noHBand": "1"},
    **{("w:shd", name): {"w:val": "pct50"} for name in ("w:color", "w:themeColor")},
    **{("w:shd", name): {"w:val": "pct50", "w:themeColor": "accent1"} for name in _TINTED},
    **{("w:shd", name): {"w:themeFill": "accent1"} for name in ("w:themeFillTint", "w:themeFillShade")},
}


def needs_of(element: etree._Element, name: str, known: dict[str, object]) -> dict[str, str]:
    """Other attributes without which an attribute would say nothing."""
    needed = _NEEDS.get((prefixed(element.tag), name))
    if needed is None and _TINTED.get(name) in known:
        needed = {"w:themeColor": "accent1"}
    return needed or {}


def minimal(name: str, kind: str) -> etree._Element:
    """The least legal element of this name and type that has something to see in it."""
    known = element_types().get(kind)
    if name in _BY_NAME and kind not in _BY_TYPE and set(parse_snippet(_BY_NAME[name]).attrib) <= _allowed(kind):
        return parse_snippet(_BY_NAME[name])
    if kind in _BY_TYPE:
        return parse_snippet(_BY_TYPE[kind].replace("{}", name))
    element = etree.Element(qualified(name))
    if known is None:
        return element
    for attribute in known.attributes.values():
        if attribute.is_required and attribute.name != TEXT and attribute.values:
            element.set(qualified(attribute.name), _first_value(name, attribute.name, attribute.values))
        elif attribute.name == TEXT:
            element.text = attribute.values[0] if attribute.values else "sample"
    if kind in _SDT_CONTENT:
        element.append(parse_snippet(f"<w:sdtContent>{_SDT_CONTENT[kind]}</w:sdtContent>"))
    elif kind in _HOLDERS:
        element.append(_content(name, _HOLDERS[kind]))
    else:
        element.extend(minimal(child.name, child.type) for child in known.children.values() if child.is_required)
    return element


def _allowed(kind: str) -> set[str]:
    """The attributes that a type may have: some names stand for other things elsewhere."""
    known = element_types().get(kind)
    return set() if known is None else {qualified(name) for name in known.attributes}


def _content(name: str, xml: str) -> etree._Element:
    is_deleted = name in ("w:del", "w:moveFrom", "w14:conflictDel") and xml == _RUN
    return parse_snippet("<w:r><w:delText>sample</w:delText></w:r>" if is_deleted and name != "w:moveFrom" else xml)


def _first_value(name: str, attribute: str, values: tuple[str, ...]) -> str:
    general = () if attribute == "m:val" else _VALUES.get(attribute, ())
    return next(iter(_VALUES_OF.get((name, attribute), ()) or general or values))


def values_of(element: etree._Element, name: str, values: tuple[str, ...]) -> tuple[str, ...]:
    """Values of an attribute that are worth a try at this element, other than the one that it has."""
    tag = prefixed(element.tag)
    own = _VALUES_OF.get((tag, name), _VALUES.get(name, ()))
    return tuple(value for value in dict.fromkeys((*own, *values)) if value != element.get(qualified(name)))
