import pytest
from sdxml_reading import read_bytes

META = "<title>T</title><subtitle>S</subtitle><description>D</description><footer>F</footer><creator> C</creator>"


def read_meta(content):
    xml = f'<smashdoc version="2.6.0"><meta>{content}</meta><document/></smashdoc>'
    return read_bytes(xml.encode())


def test_the_texts_are_read_as_they_stand():
    metadata = read_meta(META).document.metadata
    assert (metadata.title, metadata.subtitle, metadata.description) == ("T", "S", "D")
    assert (metadata.footer, metadata.creator) == ("F", " C")


def test_the_language_is_a_tag():
    assert read_meta(f'<language value="de_DE"/>{META}').document.metadata.language == "de-DE"
    assert read_meta(f'<language value="en_EN"/>{META}').document.metadata.language == "en"


def test_tags_and_the_name_of_the_file():
    metadata = read_meta(f"{META}<filename>f.docx</filename><tags><tag>a</tag><tag>b</tag></tags>").document.metadata
    assert (metadata.filename, metadata.tags) == ("f.docx", ("a", "b"))


def test_what_only_sdxml_has_is_carried():
    grid = "<grid><item>1</item></grid>"
    assert dict(read_meta(META + grid).document.metadata.extra)["<grid>"] == grid


def test_an_unknown_element_is_a_finding_that_holds_it():
    result = read_meta(f"{META}<colour>red</colour>")
    assert result.codes == ["SDXML-R016"]
    assert result.findings[0].details["text"] == "red"


@pytest.mark.parametrize(
    ("content", "code", "text"),
    [
        (f"between{META}", "SDXML-R015", "between"),
        (f"{META}<title>Again</title>", "SDXML-R016", "Again"),
        (f'<language value="de_DE">German</language>{META}', "SDXML-R015", "German"),
        (f"{META}<tags>one<tag>two</tag></tags>", "SDXML-R015", "one"),
        (f"{META}<grid><tag>not valid</tag></grid>", "SDXML-R016", "not valid"),
    ],
)
def test_what_has_no_place_there_is_a_finding_that_holds_it(content, code, text):
    (finding,) = read_meta(content).findings
    assert (finding.code.id, finding.details["text"]) == (code, text)


def test_of_two_titles_the_first_counts():
    assert read_meta(f"{META}<title>Again</title>").document.metadata.title == "T"


def test_a_language_that_sdxml_does_not_have_is_a_tag_all_the_same():
    assert read_meta(f'<language value="fr_CA"/>{META}').document.metadata.language == "fr-CA"
