from lxml import etree

from sdconvert.findings import Location
from sdconvert.validation.locations import ElementLocations

ROOT = etree.XML(
    '<smashdoc xmlns:x="urn:x"><document><paragraph/><heading>First</heading><paragraph>one <b>two</b></paragraph>'
    "<table><tr><td><p>cell text</p></td><td/></tr></table><heading>Second</heading><x:odd/></document></smashdoc>"
)


def test_paths_are_those_of_libxml2_and_lead_back_to_the_element() -> None:
    places = ElementLocations(ROOT)
    for element in ROOT.iter():
        path = places.locate(element).path
        assert ROOT.xpath(path) == [element]
        if not str(element.tag).startswith("{"):
            assert path == ROOT.getroottree().getpath(element)


def test_the_heading_is_the_nearest_one_before_the_block() -> None:
    places = ElementLocations(ROOT)
    headings = [places.locate(block).heading for block in ROOT[0]]
    assert headings == ["", "", "First", "First", "First", "Second"]
    assert places.locate(ROOT.find(".//p")).heading == "First"


def test_the_words_are_the_first_of_the_block_around_the_element() -> None:
    places = ElementLocations(ROOT)
    assert places.locate(ROOT.find(".//b")).words == "one two"
    assert places.locate(ROOT.find(".//td")).words == ""


def test_long_words_are_cut_between_two_words() -> None:
    root = etree.XML(f"<smashdoc><document><paragraph>{'word ' * 100}</paragraph></document></smashdoc>")
    words = ElementLocations(root).locate(root[0][0]).words
    assert words == " ".join(["word"] * 12) + " …"


def test_a_place_deep_in_many_siblings_is_found_in_reasonable_time() -> None:
    root = etree.XML(f"<smashdoc><document>{'<paragraph/>' * 20_000}</document></smashdoc>")
    places = ElementLocations(root)
    paths = {places.locate(block).path for block in root[0]}
    assert len(paths) == 20_000


def test_words_of_just_the_length_are_not_cut_and_no_text_is_read_further_than_that() -> None:
    for text, words in (("x" * 60, "x" * 60), ("x" * 61, "x" * 60 + " …"), ("ab " * 20, ("ab " * 20).strip())):
        root = etree.XML(f"<smashdoc><document><paragraph>{text}</paragraph></document></smashdoc>")
        assert ElementLocations(root).locate(root[0][0]).words == words


def test_the_words_of_many_pieces_are_joined() -> None:
    pieces = "".join(f"<b>{number} </b>" for number in range(500))
    root = etree.XML(f"<smashdoc><document><paragraph>{pieces}</paragraph></document></smashdoc>")
    assert ElementLocations(root).locate(root[0][0]).words.startswith("0 1 2 3")
    assert ElementLocations(root).locate(root[0][0]).words.endswith(" …")


def test_an_image_is_shown_by_its_name_and_a_tree_without_paths_has_none() -> None:
    root = etree.XML("<smashdoc><document><image>a.png</image></document></smashdoc>")
    assert ElementLocations(root, has_paths=False).locate(root[0][0]) == Location("sd.xml", words="a.png")
