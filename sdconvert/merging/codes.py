"""The modules that declare codes."""

from sdconvert.merging import filling, joins, locales, names, records, run, template, tidy
