"""The command line, with documents that crash, hang or exhaust their worker where their name says so."""

from __future__ import annotations

from poisonous import work

from sdconvert.batch import runner
from sdconvert.cli.main import main

if __name__ == "__main__":
    runner.work = work
    main()
