"""The modules that declare codes."""

from sdconvert.merging import cut_tags, documents, file_names, filling, joins, locales, records, template, tidy
