"""The modules that declare codes."""

from sdconvert.effects import findings

__all__ = ["findings"]
