"""What only the source's own format says about a node, kept for the way back."""

from __future__ import annotations

Extra = tuple[tuple[str, str | None], ...]
"""Names and values in the words of the format that was read: attributes that the model has no field for, and
spellings that a writer of that format would choose otherwise. None: what the format's writer would say was not said.
Names of things other than attributes stand in angle brackets. Writers of other formats do not look at it, and it
never counts in a comparison."""
