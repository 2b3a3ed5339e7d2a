"""The modules that declare codes."""

from sdconvert.stylemap import apply, check, parse, propose
