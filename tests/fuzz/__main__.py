"""``python -m fuzz [SECONDS] [TARGET …]``: looks for inputs on which a reader fails, guided by coverage (atheris).

Starts from what this checkout holds and from the corpus; what is found stays in ``fuzz/found/``. A reader that fails is named
with the input that did it. Seconds are those of a processor, so that a busy machine does not make the search a shorter one.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import atheris

with atheris.instrument_imports(include=["graph_builder", "exports", "portal"]):
    from fuzz.targets import TARGETS, inputs

FOUND: Final = Path(__file__).parent / "found"
_LONGEST: Final = 4096


def main(arguments: list[str]) -> int:
    """Run each target in a process of its own; return how many failed."""
    seconds = next((one for one in arguments if one.isdecimal()), "600")
    names = [one for one in arguments if one in TARGETS] or [*TARGETS]
    failed = []
    for name in names:
        (FOUND / name).mkdir(parents=True, exist_ok=True)
        options = [f"-max_len={_LONGEST}", "-timeout=300", "-rss_limit_mb=2048"]
        own = [
            f"-artifact_prefix={FOUND / name}-",
            f"-seed_inputs={','.join(map(str, inputs(name)))}",
            str(FOUND / name),
        ]
        run = subprocess.run(
            [sys.executable, "-m", "fuzz", "--one", name, seconds, *options, *own],
            capture_output=True,
            errors="replace",
            text=True,
            check=False,
        )
        ended = f"failed, exit status {run.returncode}"
        outcome = ended if run.returncode else f"{run.stdout.splitlines()[-1]}, no failure"
        print(f"{name:16} {seconds} s, {outcome}", flush=True)
        if run.returncode:
            failed.append(name)
            print(run.stdout[-4000:], run.stderr[-4000:])
    return len(failed)


def one(name: str, seconds: int, arguments: list[str]) -> None:
    """Let atheris run one target in this process, which ends when it has taken so many seconds of a processor."""
    atheris.Setup([sys.argv[0], *arguments], _counted(TARGETS[name], seconds))
    atheris.Fuzz()


def _counted(target: Callable[[bytes], None], seconds: int) -> Callable[[bytes], None]:
    """Return a target that ends the process after so many seconds, and says how many inputs it had."""
    count, began = 0, time.process_time()

    def counted(data: bytes) -> None:
        nonlocal count
        target(data)
        count += 1
        if time.process_time() - began > seconds:
            print(f"{count} inputs", flush=True)
            os._exit(0)

    return counted


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]), sys.argv[4:])
    sys.exit(main(sys.argv[1:]))
