"""Faults of this program: what nobody foresaw reaches a caller as one typed error that asks for a report."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from sdconvert.errors import InternalFault, SdconvertError, one_line

P = ParamSpec("P")
R = TypeVar("R")

_PACKAGE = Path(__file__).parent


def reporting_faults(function: Callable[P, R]) -> Callable[P, R]:
    """The function, whose errors are those of `sdconvert.errors`: any other becomes an InternalFault, whose cause it
    is. A call with arguments that there are not stays a TypeError, and a want of memory a MemoryError."""

    @wraps(function)
    def report_faults(*arguments: P.args, **options: P.kwargs) -> R:
        try:
            return function(*arguments, **options)
        except (SdconvertError, MemoryError):
            raise
        except Exception as error:
            if _is_of_call(error):
                raise
            raise describe_fault(error) from error

    return report_faults


def _is_of_call(error: Exception) -> bool:
    """Whether a function did not take its arguments, so that nothing of it ran."""
    return isinstance(error, TypeError) and error.__traceback__ is not None and error.__traceback__.tb_next is None


def describe_fault(error: Exception) -> InternalFault:
    """What to tell of an error that nobody foresaw; the log `sdconvert.faults` gets the whole of it."""
    import logging

    logging.getLogger("sdconvert.faults").debug("A fault of sdconvert", exc_info=error)
    return InternalFault(
        f"This is a fault of sdconvert: {type(error).__name__}: {one_line(error)}{_place(error)}. Please report it, "
        "with the input where you may; `sdconvert --debug` shows all that is known."
    )


def _place(error: Exception) -> str:
    """Where in this package it happened."""
    import traceback

    frames = [(Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    own = [(path.relative_to(_PACKAGE).as_posix(), line) for path, line in frames if _PACKAGE in path.parents]
    return f" ({own[-1][0]}, line {own[-1][1]})" if own else ""
