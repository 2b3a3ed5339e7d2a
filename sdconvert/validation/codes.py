"""The modules that declare codes."""

from sdconvert.validation import dtd, ids, media, members, meta, structure, tables
from sdconvert.validation.exports import page_rules, parsx_rules, picture_rules
