"""The modules that declare codes."""

from sdconvert.reconciling import context
