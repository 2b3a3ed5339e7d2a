from sdxml_writing import write_blocks

from sdconvert.model.document import IndexEntry


def test_without_an_index_there_is_no_element():
    assert "<indexes" not in write_blocks().xml


def test_entries_make_a_tree():
    child = IndexEntry("c", "Child", target="t", description='"d"', sorting_key="k")
    written = write_blocks(index=(IndexEntry("p", "Parent", (child,)), IndexEntry("t", "Target")))
    target = written.xml.rsplit('<index-node id="', 1)[1][:36]
    attributes = f'title="Child" target-reference-id="{target}" description="&quot;d&quot;" sorting-key="k"'
    assert f"{attributes}></index-node></index-node><index-node" in written.xml


def test_a_target_that_is_not_there_is_reported():
    written = write_blocks(index=(IndexEntry("p", "Parent", target="gone"),))
    assert "target-reference-id" not in written.xml
    assert written.codes == ["SDXML-W085"]


def test_entries_of_one_id_get_two():
    written = write_blocks(index=(IndexEntry("p", "One"), IndexEntry("p", "Two")))
    first, second = (piece[:36] for piece in written.xml.split('<index-node id="')[1:])
    assert first != second
    assert written.codes == ["SDXML-W086"]
