"""What things are called: in the reader's language where possible, otherwise in a stated order.

The order is: the page's language, the archive's languages in their order, any other language by its code, text
without a language. A text in another language than the page's keeps its language, so that a page can mark it.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct

from exports.graph_index import GraphIndex
from graph_builder.dataset import Dataset
from graph_builder.namespaces import RDFS_LABEL
from graph_builder.rdf import Term, literal_parts
from graph_builder.vocabulary import vocabulary

_FEW: Final = 256
_KEPT: Final = 16_384
"""How many labels are kept as chosen: what most pages name (rubrics, regions, people), whatever the archive's size."""


class Text(Struct, frozen=True):
    """A text to be shown.

    Attributes:
        text: the text itself, not escaped.
        language: its language where that differs from the page's; empty otherwise or if it has none.
    """

    text: str
    language: str = ""


def choose(texts: Mapping[str, str], language: str, order: Sequence[str]) -> Text:
    """Return the text for a reader of a language, by the order in the module's description.

    Raises:
        ValueError: if there is no text at all.
    """
    if language in texts:
        return Text(texts[language])
    for code in (*order, *sorted(code for code in texts if code)):
        if code in texts:
            return Text(texts[code], code)
    if "" in texts:
        return Text(texts[""])
    raise ValueError("nothing to choose from")


class Labels:
    """The labels of all subjects of a dataset and of the terms of the vocabulary, read where they stand.

    Attributes:
        of: tells the label of an entity, a dependent or a term of the vocabulary in a language. What has no label is
            called by its class and the last part of its address, never by its IRI.
        every: tells the label of a subject in each language that it has; the last ones are kept, for the page in the
            next language.
    """

    def __init__(self, dataset: Dataset, index: GraphIndex) -> None:
        self._languages = dataset.languages
        self.of = lru_cache(maxsize=_KEPT)(self._of)
        self.every = lru_cache(maxsize=_FEW)(self._every)
        self._index = index

    def _every(self, term: Term) -> Mapping[str, str]:
        texts: dict[str, str] = {}
        for value in self._index.values(term, RDFS_LABEL):
            text, language, _ = literal_parts(value)
            texts.setdefault(language, text)
        return texts

    def _of(self, term: Term, language: str) -> Text:
        if texts := self.every(term):
            return choose(texts, language, self._languages)
        if known := vocabulary().terms.get(term):
            return choose(known.labels, language, self._languages)
        name = term.strip("<>").rstrip("/").rpartition("/")[2].replace("#", " ")
        class_ = vocabulary().terms.get(self._index.type_of(term))
        if class_ is None:
            return Text(name)
        kind = choose(class_.labels, language, self._languages)
        return Text(f"{kind.text} {name}", kind.language)

    def in_words(self, labels: Mapping[str, str], language: str) -> Text:
        """Return one of the labels given (of a group, a message of a shape), by the same order."""
        return choose(labels, language, self._languages)
