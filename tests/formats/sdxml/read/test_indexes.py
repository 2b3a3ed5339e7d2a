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


def test_ids_that_are_no_uuids_or_not_the_first_are_carried():
    result = read_body("", around='<indexes><index-node id="a" title=""/><index-node id="a" title=""/></indexes>')
    assert [entry.extra for entry in result.document.index] == [(("id", "a"),), (("id", "a"),)]
