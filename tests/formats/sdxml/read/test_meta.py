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
