"""The modules that declare codes."""

from sdconvert.validation import dtd, ids, media, members, meta, structure, tables
