"""Twenty releases of an archive that is edited at random, and readers that follow it by its feeds alone."""

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser
import pyoxigraph as ox
import rdflib

from exports import dumps
from exports.changes import atom, files
from exports.changes.history import History
from exports.changes.reasons import Reasons
from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.page_language import PageLanguage
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.identifiers import Iris
from graph_builder.namespaces import DCTERMS_IDENTIFIER, RDF_TYPE, RDFS_LABEL
from graph_builder.old_releases import Last
from graph_builder.problems import Place
from graph_builder.rdf import Triple, document_of, iri_text, literal_parts, plain, tagged
from graph_builder.release import Written, publish
from graph_builder.withdrawals import Withdrawal

IRIS = Iris("https://data.example.kg/")
LANGUAGES = ("ky", "ru", "en")
TITLE = (("ky", "Үлгү"), ("en", "Sample"))
# Slugs whose fragments and documents lie among one another when sorted.
SLUGS = ("a", "a-b", "a-b-c", "a1", "a1-b", "aa", "b", "b-1", "b-10", "b-2", "c", "z", "z-z", "z0")
NAMES = ("Айдай", "Өмүр", "Aidai", 'Say "hello"', "a\\b\tc", "x\ny", "<b>&amp;", "😀 ң ө ү")
# The follower's vocabularies
AS = "https://www.w3.org/ns/activitystreams#"
TREE = "https://w3id.org/tree#"
LDES = "https://w3id.org/ldes#"


def dataset(view: set[Triple]) -> Dataset:
    return Dataset(IRIS, LANGUAGES, TITLE, tuple(sorted(view)), ())


class Editor:
    """Edits an archive at random, the same way for the same seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.people: dict[str, dict[str, Any]] = {}
        self.articles: dict[str, dict[str, Any]] = {}
        self.withdrawals: dict[str, Withdrawal] = {}

    def edit(self) -> None:
        """Create, change, rename, delete, merge and bring back a few things."""
        pick = self._random
        for _ in range(pick.randint(1, 9)):
            slug = pick.choice(SLUGS)
            if pick.random() < 0.35:
                self.people.pop(slug, None)
            else:
                names = {code: pick.choice(NAMES) for code in pick.sample(LANGUAGES, pick.randint(1, 3))}
                self.people[slug] = names
                self.withdrawals.pop(f"person/{slug}", None)
        for _ in range(pick.randint(0, 6)):
            slug = pick.choice(SLUGS)
            if pick.random() < 0.4:
                self.articles.pop(slug, None)
            else:
                who = pick.sample(sorted(self.people), min(len(self.people), pick.randint(0, 3)))
                self.articles[slug] = {"title": pick.choice(NAMES), "by": who}
        for article in self.articles.values():
            article["by"] = [one for one in article["by"] if one in self.people]
        gone = [slug for slug in SLUGS if slug not in self.people and f"person/{slug}" not in self.withdrawals]
        if gone and self.people and pick.random() < 0.5:
            into = pick.choice(sorted(self.people))
            self.withdrawals[f"person/{pick.choice(gone)}"] = Withdrawal(f"person/{into}", {}, Place("withdrawn.csv"))

    def view(self) -> set[Triple]:
        found: set[Triple] = set()
        for slug, names in self.people.items():
            person = IRIS.thing("person", slug)
            found |= {(person, RDF_TYPE, terms.Person), (person, DCTERMS_IDENTIFIER, plain(slug))}
            found |= {(person, path, tagged(text, code)) for code, text in names.items() for path in _NAMED}
        for slug, article in self.articles.items():
            term = IRIS.thing("article", slug)
            found |= {(term, RDF_TYPE, terms.Article), (term, DCTERMS_IDENTIFIER, plain(slug))}
            found |= {(term, path, tagged(article["title"], "ky")) for path in (RDFS_LABEL, terms.title)}
            for number, who in enumerate(article["by"], start=1):
                part = IRIS.part(term, f"contribution-{number}")
                found |= {(term, terms.contribution, part), (part, RDF_TYPE, terms.Contribution)}
                found.add((part, terms.contributor, IRIS.thing("person", who)))
        return found


_NAMED = (RDFS_LABEL, terms.name)


@dataclass
class Archive:
    """A folder of releases, each made by comparing with the last, as the command line does."""

    out: Path
    editor: Editor
    number: int = 0
    history: History = field(init=False)

    def release(self) -> Dataset:
        """Edit, and publish the next release."""
        if self.number:
            self.editor.edit()
        else:
            for _ in range(4):
                self.editor.edit()
        self.number += 1
        return self.publish(self.editor.view())

    def publish(self, view: set[Triple], clock: str = "") -> Dataset:
        made = dataset(view)
        last = Last.of(self.out)
        reasons = Reasons(IRIS.base, self.editor.withdrawals, ())
        time = clock or f"2026-{self.number // 28 + 1:02}-{self.number % 28 + 1:02}T10:00:00Z"
        self.history = History(made, last, reasons, lambda *_: time)
        about: dict[str, object] = {"base": IRIS.base, "previous": last.id if last else ""}
        publish(
            self.out,
            self._files(made),
            about,
            follows=last.id if last else "",
            keep=3,
            closing=lambda written: [partial(self._closing, written)],
        )
        return made

    def _files(self, made: Dataset) -> Iterator[tuple[str, Any]]:
        yield from dumps.dataset_files(made)
        yield from files.plan(self.history)
        index = GraphIndex(made)
        labels = Labels(made, index)
        yield from atom.plan(self.history, index, [PageLanguage(made, index, labels, "en")])

    def _closing(self, _: Written) -> Iterable[tuple[str, Any]]:
        """Yield the files that depend on the others."""
        return ()

    def get(self, address: str) -> bytes:
        """Return what a static host answers for an address."""
        return (self.out / "current" / address.partition("#")[0].removeprefix(IRIS.base)).read_bytes()

    def files(self, folder: str) -> dict[str, bytes]:
        root = self.out / "current" / folder
        return {path.name: path.read_bytes() for path in sorted(root.iterdir())}


def description(view: set[Triple], entity: str) -> frozenset[Triple]:
    """Return what dereferencing an entity gives: its own statements and those of its dependents."""
    return frozenset(triple for triple in view if document_of(triple[0]) == f"<{entity}>")


class LogReader:
    """Follows the log: takes out what stood before, puts in what stands after."""

    def __init__(self) -> None:
        self.seen = 0
        self.state: set[str] = set()

    def follow(self, archive: Archive, _: set[Triple]) -> None:
        for entry in json.loads(archive.get("changes/index.json"))["releases"]:
            if entry["number"] <= self.seen:
                continue
            self.seen = entry["number"]
            lines = [json.loads(line) for line in archive.get(entry["log"]).splitlines()]
            assert len(lines) == entry["events"] == sum(sum(one.values()) for one in entry["counts"].values())
            for change in lines:
                gone = set(change.get("before", ()))
                assert gone <= self.state
                self.state = self.state - gone | set(change.get("after", ()))

    @property
    def triples(self) -> set[Triple]:
        parsed = ox.parse("\n".join(self.state), format=ox.RdfFormat.N_TRIPLES)
        return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in parsed}


class StreamReader:
    """Follows the event stream as a client of TREE does: root, relations that can hold news, members in order."""

    def __init__(self) -> None:
        self.time = ""
        self.seen: set[str] = set()
        self.state: dict[str, frozenset[Triple]] = {}
        self.fetched = 0

    def follow(self, archive: Archive, _: set[Triple]) -> None:
        root = rdflib.Graph().parse(data=archive.get("changes/ldes.ttl"), format="turtle")
        view = rdflib.URIRef(f"{IRIS.base}changes/ldes.ttl")
        (stream,) = root.subjects(rdflib.RDF.type, rdflib.URIRef(f"{LDES}EventStream"))
        assert (stream, rdflib.URIRef(f"{TREE}view"), view) in root
        ends: dict[str, str] = {}
        nodes: set[str] = set()
        for relation in root.objects(view, rdflib.URIRef(f"{TREE}relation")):
            node = str(root.value(relation, rdflib.URIRef(f"{TREE}node")))
            nodes.add(node)
            if (relation, rdflib.RDF.type, rdflib.URIRef(f"{TREE}LessThanOrEqualToRelation")) in root:
                ends[node] = str(root.value(relation, rdflib.URIRef(f"{TREE}value")))
        found: list[tuple[str, int, str, str, frozenset[Triple]]] = []
        for node in nodes:
            if ends.get(node, "9") >= self.time:
                self.fetched += 1
                found += self._members(archive.get(node), node)
        for time, _number, kind, entity, triples in sorted(found):
            self.time = max(self.time, time)
            if kind == "Delete":
                self.state.pop(entity, None)
            else:
                self.state[entity] = triples

    def _members(self, data: bytes, node: str) -> Iterator[tuple[str, int, str, str, frozenset[Triple]]]:
        graphs: dict[str, list[Triple]] = {}
        named: list[str] = []
        for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS):
            if isinstance(quad.graph_name, ox.DefaultGraph):
                if quad.predicate.value == f"{TREE}member":
                    named.append(str(quad.object))
            else:
                triple = (str(quad.subject), str(quad.predicate), str(quad.object))
                graphs.setdefault(str(quad.graph_name), []).append(triple)
        assert set(named) == set(graphs)
        assert len(set(named)) == len(named)
        for member in named:
            assert member.startswith(f"<{node}#")
            if member in self.seen:
                continue
            self.seen.add(member)
            said = {path: value for subject, path, value in graphs[member] if subject == member}
            entity = iri_text(said[f"<{AS}object>"])
            rest = frozenset(triple for triple in graphs[member] if triple[0] != member)
            assert {document_of(triple[0]) for triple in rest} == {f"<{entity}>"}
            kind = said[RDF_TYPE].removeprefix(f"<{AS}").rstrip(">")
            yield literal_parts(said[f"<{AS}published>"])[0], int(member[:-1].rpartition("#")[2]), kind, entity, rest

    @property
    def triples(self) -> set[Triple]:
        return {triple for triples in self.state.values() for triple in triples}


class ActivityReader:
    """Follows the Activity Streams by the algorithm of the IIIF Change Discovery API, 3.5."""

    def __init__(self) -> None:
        self.time = ""
        self.state: dict[str, frozenset[Triple]] = {}

    def follow(self, archive: Archive, view: set[Triple]) -> None:
        collection = json.loads(archive.get("changes/activity.as.json"))
        page_id = collection["last"]["id"]
        done: set[str] = set()
        newest = self.time
        while page_id:
            page = json.loads(archive.get(page_id))
            assert page["id"] == page_id
            assert page["partOf"]["id"] == collection["id"]
            for activity in reversed(page["orderedItems"]):
                if activity["endTime"] <= self.time:
                    page = {}
                    break
                newest = max(newest, activity["endTime"])
                entity = activity["object"]["id"]
                if entity in done:
                    continue
                done.add(entity)
                if activity["type"] == "Delete":
                    self.state.pop(entity, None)
                else:
                    self.state[entity] = description(view, entity)  # the reader dereferences it
            page_id = page.get("prev", {}).get("id")
        self.time = newest

    @property
    def triples(self) -> set[Triple]:
        return {triple for triples in self.state.values() for triple in triples}


class FeedReader:
    """Follows the Atom feed, which holds the newest changes only: it must come to each release."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.state: dict[str, frozenset[Triple]] = {}

    def follow(self, archive: Archive, view: set[Triple]) -> None:
        feed = feedparser.parse(BytesIO(archive.get("feed.en.atom")))
        assert not feed.bozo, feed.bozo_exception
        for entry in reversed(feed.entries):
            if entry.id in self.seen or not entry.get("tags"):
                continue
            self.seen.add(entry.id)
            (entity,) = [link.href for link in entry.links if link.rel == "related"]
            if entry.tags[0].term in {"withdrawn", "merged"}:
                self.state.pop(entity, None)
            else:
                self.state[entity] = description(view, entity)

    @property
    def triples(self) -> set[Triple]:
        return {triple for triples in self.state.values() for triple in triples}


READERS: Mapping[str, Any] = {
    "log": LogReader,
    "event stream": StreamReader,
    "activities": ActivityReader,
    "atom": FeedReader,
}


def live(view: set[Triple]) -> set[str]:
    return {iri_text(document_of(triple[0])) for triple in view}


@dataclass(frozen=True)
class Kept:
    """A release that was kept in memory: what the next one is compared with."""

    files: Mapping[str, bytes]
    id: str = "0123456789abcdef"
    folder: Path = Path("nowhere")

    @classmethod
    def of(cls, made: Dataset, past: History) -> "Kept":
        planned = [*dumps.dataset_files(made), *files.plan(past)]
        return cls({path: data if isinstance(data, bytes) else b"".join(data) for path, data in planned})

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)

    def chunks(self, path: str) -> Iterator[bytes]:
        yield self.files[path]

    def mapped(self, path: str) -> AbstractContextManager[bytes]:
        return nullcontext(self.files[path])

    def lines(self, path: str) -> Iterator[bytes]:
        yield from self.files[path].splitlines()
