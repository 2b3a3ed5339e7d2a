"""The modules that declare codes."""

from sdconvert.merging import documents, file_names, filling, joins, locales, records, template, tidy
