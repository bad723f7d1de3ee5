"""Writes :mod:`graph_builder.terms`: the ontology's terms as constants that a type checker knows.

A misspelt term is then found before the program runs.
"""

from typing import Final

from graph_builder.vocabulary import Vocabulary, vocabulary

_HEAD: Final = '''\
# GENERATED from the ontology by `tuyun terms`: change the files of ontology/, not this one.
# ruff: noqa: N816 (a constant bears the very name of its term)
"""The terms of Tuyun's own vocabulary as N-Triples terms."""

from typing import Final

'''


def render() -> str:
    """Return the text of the module ``graph_builder.terms``.

    Raises:
        SystemFailure: if the installation lacks the files of the ontology.
    """
    return _HEAD + "".join(f'{name}: Final = "{term}"\n' for name, term in constants(vocabulary()))


def constants(terms: Vocabulary) -> list[tuple[str, str]]:
    """Return the name of each constant with its term, sorted by term."""
    return [(entry.name.replace("-", "_"), entry.term) for entry in terms.own()]
