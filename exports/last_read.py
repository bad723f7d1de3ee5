"""When what a page says was last read from one of its sources: the same for the same archive, whenever it is built."""

from collections.abc import Iterable, Mapping
from typing import Final

from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.dates import EDTF, PartialDate
from graph_builder.rdf import Term, document_of, literal_parts

_NEVER: Final = PartialDate.parse("0001")


def last_read(dataset: Dataset) -> dict[Term, str]:
    """Return, for each entity, the newest ``retrieved`` of the sources that say something of it.

    A day, month or year, as ``lastmod`` of a sitemap wants it (https://www.w3.org/TR/NOTE-datetime). An entity is
    absent if none of its sources says when it was read, or only with a season or a doubt.
    """
    read = _read(dataset)
    newest: dict[Term, PartialDate] = {}
    for subject, _, _, source in dataset.claims:
        if date := read.get(source):
            document = document_of(subject)
            newest[document] = max(newest.get(document, _NEVER), date, key=_place)
    return {document: date.text for document, date in newest.items()}


def newest_of(texts: Iterable[str]) -> str:
    """Return the newest of dates as :func:`last_read` gives them, empty ones aside; empty if there is none."""
    dates = [PartialDate.parse(text) for text in texts if text]
    return max(dates, key=_place).text if dates else ""


def _read(dataset: Dataset) -> Mapping[Term, PartialDate]:
    dates = {
        subject: literal_parts(value)
        for subject, property_, value in dataset.view
        if property_ == terms.retrieved and subject.startswith(f"<{dataset.iris.base}source/")
    }
    return {source: PartialDate.parse(text) for source, (text, _, datatype) in dates.items() if datatype != EDTF}


def _place(date: PartialDate) -> tuple[object, object]:
    """Order dates by the last day that they allow; of those that end together, the finer is the newer."""
    return date.last, date.first
