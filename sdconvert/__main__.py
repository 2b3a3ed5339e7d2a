"""`python -m sdconvert`."""

from sdconvert.cli.main import main

if __name__ == "__main__":
    main()
