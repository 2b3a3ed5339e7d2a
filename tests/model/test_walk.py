from sdconvert.model.document import IndexEntry
from sdconvert.model.walk import walk_entries

LEAF = IndexEntry("c", "C")
BRANCH = IndexEntry("b", "B", (LEAF,))
TREE = IndexEntry("a", "A", (BRANCH, LEAF))


def test_each_entry_of_an_index_stands_at_the_end_of_those_above_it():
    assert list(walk_entries((TREE, LEAF))) == [(TREE,), (TREE, BRANCH), (TREE, BRANCH, LEAF), (TREE, LEAF), (LEAF,)]
