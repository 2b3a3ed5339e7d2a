from sdxml_reading import read_body

from sdconvert.model.document import IndexEntry

ONE, TWO = "0f8fad5b-d9cb-469f-a165-000000000001", "0f8fad5b-d9cb-469f-a165-000000000002"


def test_entries_hold_their_sub_entries():
    nodes = (
        f'<index-node id="{ONE}" title="Pump" description="d" sorting-key="p">'
        f'<index-node id="{TWO}" title="old" target-reference-id="{ONE}"/></index-node>'
    )
    result = read_body("", around=f"<indexes>{nodes}</indexes>")
    assert result.codes == []
    assert result.document.index == (
        IndexEntry(ONE, "Pump", (IndexEntry(TWO, "old", target=ONE),), description="d", sorting_key="p"),
    )


def test_of_entries_with_one_id_the_first_has_it():
    result = read_body("", around='<indexes><index-node id="a" title=""/><index-node id="a" title=""/></indexes>')
    assert [entry.extra for entry in result.document.index] == [(("id", "a"),), ()]
    assert result.codes == ["SDXML-R017"]


def test_what_stands_between_entries_is_a_finding_that_holds_it():
    nodes = f'one<index-node id="{ONE}" title="a">two<note>three</note></index-node>four<note/>'
    result = read_body("", around=f"<indexes>{nodes}</indexes>")
    assert [(finding.code.id, finding.details["text"]) for finding in result.findings] == [
        ("SDXML-R015", "one"),
        ("SDXML-R015", "four"),
        ("SDXML-R015", "two"),
        ("SDXML-R016", "three"),
        ("SDXML-R016", ""),
    ]


def test_an_id_that_an_entry_above_has_is_not_taken_twice():
    result = read_body(
        "",
        around=f'<indexes><index-node id="{ONE}" title=""><index-node id="{ONE}" title=""/></index-node></indexes>',
    )
    (entry,) = result.document.index
    assert (entry.extra, entry.children[0].extra) == ((), ())
    assert entry.children[0].id != ONE


def test_an_attribute_that_nobody_knows_is_reported():
    result = read_body("", around=f'<indexes><index-node id="{ONE}" title="" x="1"/></indexes>')
    assert result.codes == ["SDXML-R011"]
