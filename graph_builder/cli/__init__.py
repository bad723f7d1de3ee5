"""The command line: the only room that wires the others together, prints, and sets the exit status.

Exit status: 0 done; 1 done, but something was withheld or is wrong in the input; 2 the input or the call is wrong,
nothing was published; 3 the system failed, nothing was published.
"""

from graph_builder.cli.app import main

__all__ = ["main"]
