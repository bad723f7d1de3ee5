"""Which program this is: what tells one version of it, with all that its results depend on, from another."""

import platform
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from graph_builder.resources import advice_files, ontology_files, shape_files

_LIBRARIES: Final = ("babel", "msgspec", "pyoxigraph", "pyshacl", "python-stdnum", "rdflib", "shacl-rust")
_TEXTS: Final = ("*.py", "*.toml")
"""What the program consists of: code, and tables that it reads."""

_ROOT: Final = Path(__file__).parents[1]


@cache
def fingerprint() -> bytes:
    """Return a hash of the program's text, the ontology, the shapes, and the versions of what it computes with.

    Raises:
        SystemFailure: if the installation lacks the ontology or the shapes.
    """
    digest = sha256(f"{platform.python_implementation()} {platform.python_version()}\n".encode())
    for name in _LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for package in ("graph_builder", "exports"):
        for path in sorted(one for kind in _TEXTS for one in (_ROOT / package).rglob(kind)):
            digest.update(f"{path.relative_to(_ROOT)}\n".encode())
            digest.update(sha256(path.read_bytes()).digest())
    for name, text in (*ontology_files(), *shape_files(), *advice_files()):
        digest.update(f"{name}\n{text}\n".encode())
    return digest.digest()
