import pytest
from parsx_reading import codes, sample
from strategies import png

from sdconvert.archive import write_archive
from sdconvert.errors import SdconvertError, UnreadableInput, UnsafeInput
from sdconvert.formats.parsx.read import read
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Metadata
from sdconvert.model.inlines import Run
from sdconvert.model.measure import measure
from sdconvert.model.tables import Table

SMALL = "<projekt><werk><abs>a</abs></werk></projekt>"


def texts(result):
    return ["".join(node.text for node in block.content if isinstance(node, Run)) for block in result.value.blocks]


def test_the_sample_of_an_export_becomes_a_document_with_all_it_holds() -> None:
    result = read(sample("manual"))
    kinds = [type(block) for block in result.value.blocks]
    assert kinds == [
        *[Paragraph, Heading, Paragraph, Paragraph, Heading, ListItem, ListItem, Paragraph, ListItem, Table, Picture],
        *[Paragraph] * 3,
    ]
    assert result.value.metadata == Metadata("Handbuch", creator="Ada Beispiel", language="de-DE", tags=("Probe",))
    assert codes(result) == ["PARSX-R002", "PARSX-R029", "PARSX-R060", "PARSX-R001"]
    assert result.ledger.imbalance() == measure(result.value)


def test_an_old_file_without_a_namespace_is_read_too() -> None:
    assert texts(read(sample("old")))[:2] == [
        "Ohne Namensraum",
        "Ältere Ausgabe mit hochgestelltem und gesperrtem Text.",
    ]


@pytest.mark.parametrize("namespace", ["", ' xmlns="https://www.parsx.de/ns/4.0"', ' xmlns="urn:other"'])
def test_elements_go_by_their_local_names(namespace: str) -> None:
    assert texts(read(SMALL.replace("<projekt", f"<projekt{namespace}").encode())) == ["a"]


def test_a_prefix_is_no_matter() -> None:
    assert texts(read(b'<p:projekt xmlns:p="urn:x"><p:werk><p:abs>a</p:abs></p:werk></p:projekt>')) == ["a"]


@pytest.mark.parametrize("name", ["parsx.xml", "export/parsx.xml", "other.xml"])
def test_the_main_part_is_found_where_it_stands(name: str) -> None:
    assert texts(read(write_archive({name: SMALL.encode(), "readme.txt": b""}))) == ["a"]


def test_pictures_stand_beside_a_main_part_in_a_folder() -> None:
    xml = '<projekt><werk><bild><abbildung quelle="p.png"/></bild></werk></projekt>'
    document = read(write_archive({"x/parsx.xml": xml.encode(), "x/images/p.png": png()})).value
    assert document.assets == {"p.png": png()}


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", UnreadableInput),
        (b"PK\3\4 no zip", UnreadableInput),
        (b"<projekt><werk>", UnreadableInput),
        (b"<smashdoc/>", UnreadableInput),
        (write_archive({"a.txt": b""}), UnreadableInput),
        (write_archive({"a.xml": SMALL.encode(), "b.xml": b"<b/>"}), UnreadableInput),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><projekt><werk>&a;</werk></projekt>', UnsafeInput),
        (b"<projekt>" + b"<kapitel>" * 5000, SdconvertError),
    ],
)
def test_what_is_no_parsx_is_refused(data: bytes, error: type[SdconvertError]) -> None:
    with pytest.raises(error):
        read(data)


def test_deep_nesting_that_the_parser_takes_is_read() -> None:
    xml = f"<projekt>{'<abschnitt>' * 250}text{'</abschnitt>' * 250}</projekt>"
    assert texts(read(xml.encode())) == ["text"]


META = "<meta><titel>a</titel><titel>b</titel><urheber> </urheber><verlag>x</verlag><verlag> </verlag></meta>"


def test_of_what_a_file_says_twice_the_first_counts_and_what_is_not_carried_is_told() -> None:
    result = read(f"<projekt>{META}<werk><abs>c</abs></werk></projekt>".encode())
    assert (result.value.metadata.title, result.value.metadata.creator) == ("a", " ")
    assert [(finding.code.id, finding.details["text"]) for finding in result.findings] == [
        ("PARSX-R002", "b"),
        ("PARSX-R002", "x"),
    ]
    assert texts(result) == ["c"]


@pytest.mark.parametrize("before", [b"", b" \n", b"\xef\xbb\xbf"])
def test_a_bare_file_may_begin_with_white_space_or_a_mark(before: bytes) -> None:
    assert texts(read(before + SMALL.encode())) == ["a"]


def test_a_document_type_without_entities_is_let_pass() -> None:
    assert texts(read(b'<!DOCTYPE projekt SYSTEM "parsx.dtd">' + SMALL.encode())) == ["a"]


def test_a_file_whose_outermost_element_has_another_name_is_read_when_one_below_it_is_known() -> None:
    assert texts(read(b"<export><werk><abs>a</abs></werk></export>")) == ["a"]
    with pytest.raises(UnreadableInput):
        read(b"<export><buch><werk><abs>a</abs></werk></buch></export>")


@pytest.mark.parametrize(
    ("members", "is_read"),
    [
        (["a.XML"], True),
        (["x/parsx.xml", "other.xml"], True),
        (["x/parsx.xml", "y/parsx.xml"], False),
        (["parsx.xml", "x/parsx.xml"], True),
    ],
)
def test_the_main_part_is_the_only_one_of_its_name_or_the_only_xml_file(members: list[str], is_read: bool) -> None:
    package = write_archive(dict.fromkeys(members, SMALL.encode()))
    if is_read:
        assert texts(read(package)) == ["a"]
    else:
        with pytest.raises(UnreadableInput):
            read(package)


@pytest.mark.parametrize("place", ["x/images/p.png", "x/p.png", "x/deep/p.png"])
def test_a_picture_is_looked_for_where_it_is_named_in_images_and_beside_the_file(place: str) -> None:
    xml = '<projekt><werk><bild><abbildung quelle="deep/p.png"/></bild></werk></projekt>'
    assert read(write_archive({"x/parsx.xml": xml.encode(), place: png()})).value.assets == {"p.png": png()}


def test_two_pictures_of_one_name_in_two_folders_are_two() -> None:
    sources = "".join(f'<bild><abbildung quelle="{folder}/p.png"/></bild>' for folder in "ab")
    xml = f"<projekt><werk>{sources}</werk></projekt>"
    document = read(write_archive({"parsx.xml": xml.encode(), "a/p.png": png(), "b/p.png": png(1)})).value
    assert document.assets == {"p.png": png(), "b-p.png": png(1)}
