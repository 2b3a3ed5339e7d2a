"""The modules that declare codes."""

from sdconvert.batch import uploads
