"""The command line: parse, call one function, render, pick the exit code."""
