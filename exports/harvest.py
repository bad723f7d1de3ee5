"""What harvesters are told by OAI-PMH: which records there are, when each changed last, to which sets it belongs.

``data/harvest.json`` says what the repository and its sets are called, ``data/harvest.jsonl`` names the records, one a
line, in the order in which they changed. What is gone stays as a deleted record, in the sets that it was in.
https://www.openarchives.org/OAI/openarchivesprotocol.html
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from exports.changes.history import History
from exports.harvest_records import About, Record, Written
from exports.messages import LANGUAGES, catalogue
from exports.metadata_formats import METADATA_FORMATS
from exports.static_repository import static_repository
from exports.wording import language_name
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.namespaces import RDFS_LABEL
from graph_builder.rdf import literal_parts

ABOUT: Final = "data/harvest.json"
RECORDS: Final = "data/harvest.jsonl"
STATIC: Final = "data/oai.xml"
"""The same as one file, for hosts without a program; see :mod:`exports.static_repository`."""

_SUFFIXES: Final = frozenset(one.format.suffix for one in METADATA_FORMATS)
_DIGITS: Final = 16
_KIND, _RUBRIC, _YEAR, _SPOKEN = "kind", "rubric", "year", "language"
_GROUPS: Final = {_KIND: "By kind", _SPOKEN: "By language", _RUBRIC: "By rubric", _YEAR: "By year"}


def plan(history: History, written: Written) -> Iterator[tuple[str, bytes | Iterator[bytes]]]:
    """Yield path and content of the files.

    A record has changed when one of its forms has, such as by another name of an author.

    Args:
        history: the history of the dataset.
        written: the release, but for what is made here.
    """
    records = sorted(_records(history, written.hashes), key=lambda record: (record.changed, record.path))
    about = _about(history, records)
    yield ABOUT, msgspec.json.format(msgspec.json.encode(about), indent=2) + b"\n"
    yield RECORDS, (msgspec.json.encode(record) + b"\n" for record in records)
    yield STATIC, static_repository(about, records, history.dataset.iris, written)


def _records(history: History, hashes: Mapping[str, str]) -> Iterator[Record]:
    iris, now = history.dataset.iris, history.releases[-1].time
    before = {record.path: record for record in _before(history)}
    sets = _sets(history.dataset)
    forms: dict[str, list[str]] = {}
    for path, hash_ in hashes.items():
        name, _, suffix = path.partition(".")
        if name in sets and suffix in _SUFFIXES:
            forms.setdefault(name, []).append(hash_)
    for path, belongs in sets.items():
        form = hashlib.sha256("".join(sorted(forms.get(path, ()))).encode()).hexdigest()[:_DIGITS]
        known = before.get(path)
        changed = known.changed if known and not known.deleted and (known.form, known.sets) == (form, belongs) else now
        yield Record(path, changed, belongs, form=form)
    for iri, stone in history.tombstones.items():
        path = iris.path(f"<{iri}>")
        known = before.get(path)
        kind = (f"{_KIND}:{iris.kind(f'<{iri}>')}",)
        yield Record(path, stone.date, known.sets if known else kind, deleted=True)


def _before(history: History) -> Iterator[Record]:
    if history.last and history.last.read(ABOUT):
        for line in history.last.lines(RECORDS):
            yield msgspec.json.decode(line, type=Record)


def _sets(dataset: Dataset) -> Mapping[str, tuple[str, ...]]:
    """Return the sets of each entity, by its path."""
    found: dict[str, set[str]] = {}
    for subject, property_, value in dataset.view:
        if "#" in subject or not dataset.iris.owns(subject):
            continue
        path = dataset.iris.path(subject)
        if path not in found:
            found[path] = {f"{_KIND}:{path.partition('/')[0]}"}
        if property_ == terms.rubric:
            found[path].add(f"{_RUBRIC}:{dataset.iris.slug(value)}")
        elif property_ == terms.language:
            found[path].add(f"{_SPOKEN}:{literal_parts(value)[0]}")
        elif property_ == terms.datePublished:
            found[path].add(f"{_YEAR}:{literal_parts(value)[0][:4]}")
    return {path: tuple(sorted(sets)) for path, sets in found.items()}


def _about(history: History, records: Sequence[Record]) -> About:
    dataset = history.dataset
    used = sorted({spec for record in records for spec in record.sets})
    groups = {spec.partition(":")[0] for spec in used}
    names = {group: _GROUPS[group] for group in _GROUPS if group in groups}
    rubrics = _rubrics(dataset)
    names |= {spec: rubrics.get(spec) or _name(spec) for spec in used}
    titles, contact = dict(dataset.title), dataset.publication.contact
    return About(
        name=" · ".join(dict.fromkeys(titles.values())),
        base=dataset.iris.base,
        earliest=records[0].changed if records else history.releases[0].time,
        latest=records[-1].changed if records else history.releases[-1].time,
        sets=dict(sorted(names.items())),
        mail=contact.removeprefix("mailto:") if contact.startswith("mailto:") else "",
    )


def _rubrics(dataset: Dataset) -> Mapping[str, str]:
    """Return what each rubric is called, in all its languages, by the ``setSpec`` of its set."""
    called: dict[str, list[str]] = {}
    for subject, property_, value in dataset.view:
        if property_ == RDFS_LABEL and dataset.iris.owns(subject) and dataset.iris.kind(subject) == _RUBRIC:
            called.setdefault(f"{_RUBRIC}:{dataset.iris.slug(subject)}", []).append(literal_parts(value)[0])
    return {spec: " · ".join(dict.fromkeys(names)) for spec, names in called.items()}


def _name(spec: str) -> str:
    group, _, name = spec.partition(":")
    if group == _KIND:
        said = catalogue()[f"kinds_{name}"]
        return " · ".join(said[code] for code in LANGUAGES)
    if group == _SPOKEN:
        return " · ".join(language_name(name, code) for code in LANGUAGES)
    return name
