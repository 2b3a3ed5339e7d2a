from sdxml_writing import write_blocks

from sdconvert.formats.sdxml.write import SdxmlOptions
from sdconvert.model.document import Metadata


def meta(metadata, **overrides):
    xml = write_blocks(metadata=metadata, options=SdxmlOptions(meta=overrides)).xml
    return xml[xml.index("<meta>") + 6 : xml.index("</meta>")]


def test_what_the_grammar_requires_is_there_even_when_empty():
    assert (
        meta(Metadata())
        == "<title></title><subtitle></subtitle><description></description><footer></footer><creator></creator>"
    )


def test_everything_stands_in_the_order_of_the_grammar():
    metadata = Metadata("T & t", "S", "D", "F", "C", "de-AT", "file.docx", ("a", "b"))
    assert meta(metadata) == (
        '<language value="de_DE"/><title>T &amp; t</title><filename>file.docx</filename><subtitle>S</subtitle>'
        "<description>D</description><footer>F</footer><creator>C</creator><tags><tag>a</tag><tag>b</tag></tags>"
    )


def test_options_go_before_the_document():
    written = meta(Metadata(title="T", language="ru-RU"), title="Other", language="en_GB", tags="a, b,")
    assert '<language value="en_EN"/><title>Other</title>' in written
    assert "<tags><tag>a</tag><tag>b</tag></tags>" in written


def test_a_language_that_sdxml_does_not_know_is_left_out_and_reported():
    written = write_blocks(metadata=Metadata(language="fr-FR"))
    assert "<language" not in written.xml
    assert written.codes == ["SDXML-W090"]
