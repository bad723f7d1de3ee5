"""Sizes of archives, each measured in a process of its own: memory is that of the size alone."""

import subprocess
import sys
from collections.abc import Callable, Sequence


def each(module: str, measure: Callable[[int], None], sizes: Sequence[int]) -> None:
    """Measure the sizes that the command line names, or the usual ones.

    Args:
        module: that is run for each, as ``python -m`` names it.
        measure: measures one size, and prints it.
        sizes: the usual ones.
    """
    asked = [int(size) for size in sys.argv[1:]] or list(sizes)
    if len(asked) == 1:
        measure(asked[0])
        return
    for size in asked:
        subprocess.run([sys.executable, "-m", module, str(size)], check=True)
