"""``python -m fuzz [SECONDS] [TARGET …]``: looks for inputs on which a reader fails, guided by coverage (atheris).

Starts from what this checkout holds and from the corpus; what is found stays in ``fuzz/found/``. A reader that fails is named with the input that did it.
"""

import subprocess
import sys
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
        options = [f"-max_total_time={seconds}", f"-max_len={_LONGEST}", "-timeout=30", "-rss_limit_mb=2048"]
        own = [
            f"-artifact_prefix={FOUND / name}-",
            "-print_final_stats=1",
            f"-seed_inputs={','.join(map(str, inputs(name)))}",
            str(FOUND / name),
        ]
        run = subprocess.run(
            [sys.executable, "-m", "fuzz", "--one", name, *options, *own],
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        count = [line.split()[-1] for line in run.stderr.splitlines() if line.startswith("stat::number_of_executed")]
        print(
            f"{name:16} {seconds} s, {count[0] if count else '?'} inputs, {'failed' if run.returncode else 'no failure'}"
        )
        if run.returncode:
            failed.append(name)
            print(run.stderr[-4000:])
    return len(failed)


def one(name: str, arguments: list[str]) -> None:
    """Let atheris run one target in this process; it never returns."""
    atheris.Setup([sys.argv[0], *arguments], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], sys.argv[3:])
    sys.exit(main(sys.argv[1:]))
