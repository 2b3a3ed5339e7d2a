"""Writes sdconvert/sharing/format_words.txt: the words that belong to the formats and stay when a file is anonymised.

They are the names and enumerated values of the schemas that openxml-audit carries, the names of SDXML's grammar, and
the lists below: styles that Word brings, fields, fonts, names of parts, and keywords of VML.
"""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import openxml_audit

from sdconvert.stylemap import builtin

ROOT = Path(__file__).parents[1]
_SCHEMAS = Path(openxml_audit.__file__).parent / "data" / "openxml" / "schemas"
_LETTERS = re.compile(r"[^\W\d_]+")
_OTHER_PROGRAMS = ("excel", "powerpoint", "spreadsheetml", "presentationml", "emma", "InkML", "ink_2010", "tasks")

STYLES = """
Normal Web Indent heading title subtitle caption toc index table of figures authorities toa annotation
reference subject text balloon block body first bibliography book closing colorful grid accent list shading
light medium dark date default paragraph font document map e-mail signature emphasis followed hyperlink
hashtag html acronym address bottom form cite code definition keyboard preformatted sample top typewriter
variable intense quote bullet continue number no spacing note outline placeholder plain strong subtle mention
message header footer footnote endnote envelope return line macro page revision salutation smart link
unresolved classic columns contemporary elegant professional simple effects theme character char tablenormal
nolist listparagraph defaultparagraphfont tablegrid footnotetext footnotereference endnotetext
endnotereference commenttext commentreference commentsubject balloontext followedhyperlink tocheading
plaintext bodytext überschrift titel untertitel beschriftung standard listenabsatz textkörper zitat
aufzählungszeichen listennummer verzeichnis fußzeile kopfzeile fußnotentext fußnotenzeichen absatz schriftart
tabellenraster listing source titre légende sous-titre paragraphe de liste corps texte título titolo kop
rubrik overskrift nagłówek nadpis заголовок otsikko címsor 标题 見出し smashdocs figure equation abbildung tabelle
formel gleichung figura tableau tabla tabella figuur tabel numbered item article section
"""
FIELDS = """
addressblock advance ask author autonum autonumlgl autonumout autotext autotextlist barcode bibliography
bidioutline citation comments compare control createdate data database date dde ddeauto displaybarcode
docproperty docvariable edittime embed eq filename filesize fillin formcheckbox formdropdown formtext formula
glossary gotobutton greetingline htmlactivex hyperlink if import include includepicture includetext index info
keywords lastsavedby link listnum macrobutton merge mergebarcode mergefield mergeinst mergerec mergeseq next
nextif noteref numchars numpages numwords page pageref print printdate private quote rd ref revnum savedate
section sectionpages seq set shape skipif styleref subject subscriber symbol ta tc template time title toa toc
username userinitials useraddress userproperty xe mergeformat charformat arabic alphabetic roman ordinal
cardtext ordtext hex dollartext upper lower firstcap caps dbchar above below left right sum count average max
min product round abs and or not true false int mod sign defined d dd ddd dddd m mm mmm mmmm y yy yyyy yyy h
hh s ss am pm ref toc hlk goback mon xml
"""
FONTS = """
aharoni angsana new aptos display arial black narrow rounded mt bold unicode ms batang batangche bodoni book
antiqua bookman old style brush script calibri light cambria math candara century schoolbook gothic cg times
comic sans consolas constantia corbel cordia courier daunpenh dejavu serif mono dengxian dokchampa ebrima
estrangelo edessa euphemia fangsong franklin medium freesans freeserif garamond gautami georgia gulim heiti sc
helvetica neue impact iskoola pota javanese jhenghei kaiti kalinga kartika latha leelawadee ui liberation
linux libertine lohit devanagari lucida console grande typewriter malgun mangal marlett meiryo microsoft
himalaya tai lue uighur yahei yi baiti mincho pgothic pmincho mingliu pmingliu mongolian moolboran msicons mv
boli myanmar nirmala noto cjk nsimsun nyala opensymbol palatino linotype phagspa plantagenet cherokee raavi
roboto segoe emoji shruti simhei simsun song stzhongsong sylfaen symbol tahoma traditional arabic trebuchet
tunga verdana vrinda webdings wingdings yu mt extra roman bookshelf rockwell gill
宋体 新細明體 游ゴシック 游明朝 等线
微软雅黑 黑体 楷体 仿宋 맑은 고딕 바탕 굴림 ゴシック 明朝 ｍｓ Ｐゴシック Ｐ明朝 メイリオ
office theme default custom medium title slide
"""
PARTS = """
http https mailto file ftp urn www schemas openxmlformats org microsoft com purl oclc ooxml w dc elements
terms dcmitype package relationships relationship metadata core properties extended content types
officedocument wordprocessingml drawingml spreadsheetml presentationml main word document documents styles
settings websettings fonttable numbering media image images picture pictures theme header footer footnotes
endnotes comments commentsextended commentsids commentsextensible people customxml item itemprops docprops app
custom thumbnail rels xml rel charts chart colors style embeddings embedding oleobject ole object microsoft
excel worksheet powerpoint presentation visio drawing diagrams diagram data layout quickstyle glossary activex
bin vbaproject vbadata vba printersettings afchunk altchunk fonts font odttf stylewitheffects
styleswitheffects signature signatures xmlsignatures origin sigs sig customizations userxml customui customui
images attachedtemplate hyperlink application vnd ms sheet macroenabled template dotx dotm docx docm xlsx xlsm
pptx ppt xls doc rtf html htm mht xhtml txt png jpeg jpg gif bmp tif tiff emf wmf svg wdp xps pdf ink inkml
keymapcustomizations workbook workbooks worksheets sheets sharedstrings calcchain tables connections slides
slide slidelayouts slidemasters digital certificate toolbars attached mailmerge sdxml sd parsx index oleobject
webextension taskpanes taskpane external internal mime mht xmlns rdf uri opc odf openoffice libreoffice google wps
wpscustomdata
apache poi aspose docs lib tns mce normal dotm adobe acrobat preview mimetype mail utf standalone encoding version
thememl chartex wordml cid cex symex
"""
ROMAN = """
viii xiii xvii xviii xxii xxiii xxiv xxvi xxvii xxviii xxix xxxi xxxii xxxiii xxxiv xxxv xxxvi xxxvii xxxviii
xxxix
"""
VML = """
position absolute relative static margin left top right bottom width height rotation flip visibility hidden
visible mso wrap style square tight through none distance edited page area text layout flow alt font char
horizontal vertical anchor align middle baseline next textbox fit shape to t f in pt cm mm px em inherit z
index percent spacing kern size family if prod sum mid abs val sin cos atan pinid sqrt sumangle ellipse tan
linedrawn pixellinewidth pixelwidth pixelheight width height xcenter ycenter xlimo ylimo hasstroke hasfill
emuwidth emuheight m l x e c r v nf ns qb qx qy wa wr at ae al latn cyrl tradnl valencia modern fill darken
lighten blend window windowtext buttonface infobackground infotext highlight menu scrollbar btnface white
silver gray black red maroon yellow olive lime green aqua teal blue navy fuchsia purple blank self parent
equation dsmt mathtype sheet acrord package embed link content icon onload onrequest none windows live ad
shapetype spid spt gfxdata general color red standard float normal word program progid clsid preserve replace
en us de fr es it pt nl pl cs ru ja zh ko ar he el tr sv da nb fi hu
"""
SCRIPTS = """
jpan hang hans hant arab hebr thai ethi beng gujr khmr knda guru cans cher yiii tibt thaa deva telu taml syrc
orya mlym laoo sinh mong viet uigh geor armn bugi bopo java lisu mymr nkoo olck osma phag syrn syrj syre sora
tale talu tfng rid
"""
SDXML_WORDS = """
smashdoc smashdocs uuid pixel percent user imported word export presets cover pagebreak tracked
"""


def words_of_schemas() -> Iterator[str]:
    """Names and enumerated values."""
    for namespace in json.loads((_SCHEMAS.parent / "namespaces.json").read_text("utf-8")):
        yield namespace["Prefix"]
    for path in sorted(_SCHEMAS.glob("*.json")):
        if any(program in path.name for program in _OTHER_PROGRAMS):
            continue
        schema = json.loads(path.read_text("utf-8"))
        for enumeration in schema.get("Enums", ()):
            yield from (facet["Value"] for facet in enumeration.get("Facets", ()))
        for kind in schema.get("Types", ()):
            yield kind["Name"].rpartition("/")[2].rpartition(":")[2]
            yield from (attribute["QName"].rpartition(":")[2] for attribute in kind.get("Attributes", ()))


def words_of_grammar() -> Iterator[str]:
    """The declarations of SDXML's grammar, without its comments."""
    grammar = (ROOT / "dtd" / "sdxml-2.6.dtd").read_text("utf-8")
    yield re.sub(r"<!--.*?-->", "", grammar, flags=re.DOTALL)


def all_words() -> list[str]:
    """Every word once, in small letters, sorted."""
    texts = [STYLES, FIELDS, FONTS, PARTS, VML, ROMAN, SCRIPTS, SDXML_WORDS, *builtin._ELSEWHERE, *builtin._OWN_NAMES]
    texts += [*words_of_schemas(), *words_of_grammar()]
    return sorted({word.lower() for text in texts for word in _LETTERS.findall(text)})


def main() -> None:
    """Write the file that is named, or the one of the package."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "sdconvert" / "sharing" / "format_words.txt"
    target.write_text("\n".join(textwrap.wrap(" ".join(all_words()), 120)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
