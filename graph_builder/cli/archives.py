"""``tuyun init``: a new archive that builds at once."""

from pathlib import Path

from graph_builder.errors import InputError, SystemFailure
from graph_builder.resources import starter_files


def init(directory: Path) -> list[Path]:
    """Write the starter archive and return the files made.

    Raises:
        InputError: if the folder exists and holds anything.
        SystemFailure: if it cannot be written.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise InputError(f"{directory}: not an empty folder; choose a new one, so that nothing is overwritten")
    made = []
    try:
        for name, content in starter_files():
            path = directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            made.append(path)
    except OSError as error:
        raise SystemFailure(f"{error.filename}: {error.strerror}") from error
    return made
