"""`sdconvert` and `python -m sdconvert`: what a process begins and ends with."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading

_FEW_LOOKS = 50_000
_TOOLS = range(6)


def main() -> None:
    """Run the command line. A document is a tree without cycles, and so is nearly all that modules make: the collector
    of cycles looks seldom."""
    gc.set_threshold(_FEW_LOOKS)
    from sdconvert.cli.main import main as run

    code: int | str | None = None
    try:
        run()
    except SystemExit as end:
        code = end.code
    if isinstance(code, int) and not _is_watched() and threading.active_count() == 1:
        _leave(code)
    sys.exit(code)


def _leave(code: int) -> None:
    """End the process when all is done that was to be done at its end, and leave its memory to the system. To take
    modules and documents apart one by one takes as long as to convert a small file."""
    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        return  # the interpreter says so
    os._exit(code)


def _is_watched() -> bool:
    """Whether a debugger, a profiler or a tool for coverage runs, which has to say something afterwards."""
    monitoring = getattr(sys, "monitoring", None)  # from Python 3.12 on
    has_tool = monitoring is not None and any(map(monitoring.get_tool, _TOOLS))
    return has_tool or sys.gettrace() is not None or sys.getprofile() is not None


if __name__ == "__main__":
    main()
