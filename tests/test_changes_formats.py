"""The feeds are what their specifications say, by readers of other makers; nothing is fetched."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import feedparser
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from changes_support import AS, IRIS, LDES, TREE, Archive, Editor, dataset
from lxml import etree
from pyld import jsonld
from support import CASES

from exports.changes import activity, atom, ldes
from exports.changes.history import NEWEST, History
from exports.graph_index import GraphIndex
from exports.labels import Labels
from exports.page_language import PageLanguage
from graph_builder import terms
from graph_builder.namespaces import RDF_TYPE, RDFS_LABEL
from graph_builder.rdf import tagged

ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# What the context of the IIIF Change Discovery API adds to that of Activity Streams, as far as our documents use it.
IIIF_CONTEXT = {
    "seeAlso": {"@id": "http://www.w3.org/2000/01/rdf-schema#seeAlso", "@type": "@id"},
    "format": "http://purl.org/dc/elements/1.1/format",
    "Dataset": "http://purl.org/dc/dcmitype/Dataset",
}


@cache
def pages() -> dict[str, bytes]:
    """Return the files about changes of an archive that was released several times, on small pages."""
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(activity, "A_PAGE", 7)
        patch.setattr(ldes, "A_PAGE", 6)
        archive = Archive(Path(folder), Editor(3))
        for _ in range(6):
            archive.release()
        root = archive.out / "current"
        return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def _numbered(folder: str) -> list[bytes]:
    found = [path for path in pages() if path.startswith(f"changes/{folder}/")]
    return [pages()[path] for path in sorted(found, key=lambda path: int(re.findall(r"\d+", path)[0]))]


# --- Atom: RFC 4287 ---------------------------------------------------------------------------------------------


def test_atom_is_what_rfc_4287_demands() -> None:
    read = 0
    for path in ("feed.atom", "feed.en.atom"):
        feed = etree.fromstring(pages()[path])
        assert feed.tag == f"{ATOM}feed"
        _one_each(feed, ("id", "title", "updated"))
        assert feed.findall(f"{ATOM}author/{ATOM}name")
        assert [link.get("href") for link in feed.findall(f"{ATOM}link[@rel='self']")] == [IRIS.base + path]
        assert not any(child.tag == f"{ATOM}author" for child in feed.iterfind(f"{ATOM}entry/*"))
        _alternates_differ(feed)
        entries = feed.findall(f"{ATOM}entry")
        assert entries
        for entry in entries:
            _one_each(entry, ("id", "title", "updated", "published"))
            _alternates_differ(entry)
            assert entry.findall(f"{ATOM}link[@rel='alternate']")  # where there is no atom:content: section 4.1.2
            assert len(entry.findall(f"{ATOM}summary")) == 1
            assert all(category.get("term") for category in entry.findall(f"{ATOM}category"))
            read += 1
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(ids)) == len(ids)
        times = [entry.findtext(f"{ATOM}updated") or "" for entry in entries]
        assert times == sorted(times, reverse=True)
        assert feed.findtext(f"{ATOM}updated") == times[0]
        # No element of another namespace, no attribute that the RFC does not know.
        for element in feed.iter():
            assert str(element.tag).startswith(ATOM)
            assert set(element.attrib) <= {
                "rel",
                "href",
                "type",
                "hreflang",
                "term",
                "label",
                "{http://www.w3.org/XML/1998/namespace}lang",
            }
        for element in feed.iter(f"{ATOM}updated", f"{ATOM}published"):
            assert RFC3339.fullmatch(element.text or "")
            datetime.fromisoformat(element.text or "")
        for element in [*feed.iter(f"{ATOM}id")]:
            assert re.fullmatch(r"https://[!-~]+", element.text or "")
        parsed = feedparser.parse(BytesIO(pages()[path]))
        assert (parsed.bozo, parsed.version, len(parsed.entries)) == (False, "atom10", len(entries))
    assert read > 40


def _one_each(parent: Any, names: tuple[str, ...]) -> None:
    for name in names:
        (element,) = parent.findall(f"{ATOM}{name}")
        assert (element.text or "").strip(), (parent.tag, name)


def _alternates_differ(parent: Any) -> None:
    """Section 4.1.1: no two alternate links with the same type and hreflang."""
    found = [(link.get("type"), link.get("hreflang")) for link in parent.findall(f"{ATOM}link[@rel='alternate']")]
    assert len(set(found)) == len(found)


def test_atom_holds_the_newest_and_says_of_each_release_how_much_there_was() -> None:
    things = [IRIS.thing("person", f"p{number}") for number in range(NEWEST + 50)]
    view = {(thing, RDF_TYPE, terms.Person) for thing in things}
    view |= {(thing, RDFS_LABEL, tagged("\u0001 & <b>", "en")) for thing in things}
    made = dataset(view)
    index = GraphIndex(made)
    feeds = dict(atom.plan(History(made), index, [PageLanguage(made, index, Labels(made, index), "en")]))
    parsed = feedparser.parse(BytesIO(feeds["feed.en.atom"]))
    assert not parsed.bozo
    tagged_entries = [entry for entry in parsed.entries if entry.get("tags")]
    assert len(tagged_entries) == NEWEST
    (release,) = [entry for entry in parsed.entries if not entry.get("tags")]
    assert release.summary == f"added: {NEWEST + 50}"


# --- Activity Streams: the JSON-LD, and the API of IIIF ---------------------------------------------------------


def _load(url: str, _: object = None) -> dict[str, Any]:
    contexts = {
        activity.CONTEXT[0]: json.loads((CASES / "changes" / "activitystreams.jsonld").read_text("utf-8")),
        activity.CONTEXT[1]: {"@context": IIIF_CONTEXT},
    }
    assert url in contexts, f"{url} would be fetched"
    return {"document": contexts[url], "documentUrl": url, "contextUrl": None, "contentType": "application/ld+json"}


def _triples(data: bytes) -> rdflib.Graph:
    nquads = jsonld.to_rdf(json.loads(data), {"documentLoader": _load, "format": "application/n-quads"})
    return rdflib.Graph().parse(data=nquads, format="nt")


def test_activities_are_what_iiif_change_discovery_demands() -> None:
    collection = json.loads(pages()["changes/activity.as.json"])
    assert collection["type"] == "OrderedCollection"
    assert collection["@context"][-1] == "http://iiif.io/api/discovery/1/context.json"
    found = [json.loads(data) for data in _numbered("activity")]
    assert len(found) > 5
    assert (collection["first"]["id"], collection["last"]["id"]) == (found[0]["id"], found[-1]["id"])
    items: list[dict[str, Any]] = []
    for before, page, after in zip([None, *found[:-1]], found, [*found[1:], None], strict=True):
        assert page["type"] == "OrderedCollectionPage"
        assert page["partOf"] == {"id": collection["id"], "type": "OrderedCollection"}
        assert page["startIndex"] == len(items)
        assert page.get("prev", {}).get("id") == (before["id"] if before else None)
        assert page.get("next", {}).get("id") == (after["id"] if after else None)
        assert page["orderedItems"]
        items += page["orderedItems"]
    assert len(items) == collection["totalItems"]
    times = [item["endTime"] for item in items]
    assert times == sorted(times)
    assert {item["type"] for item in items} == {"Create", "Update", "Delete"}
    assert len({item["id"] for item in items}) == len(items)
    for item in items:
        assert {"id", "type"} <= set(item["object"])
        assert (item["object"]["type"] == "Tombstone") == (item["type"] == "Delete")


def test_activities_mean_what_they_say_in_rdf() -> None:
    types: dict[str, int] = {}
    for data in _numbered("activity"):
        graph = _triples(data)
        page = json.loads(data)
        for item in page["orderedItems"]:
            node = rdflib.URIRef(item["id"])
            assert (node, rdflib.RDF.type, rdflib.URIRef(f"{AS}{item['type']}")) in graph
            assert graph.value(node, rdflib.URIRef(f"{AS}object")) == rdflib.URIRef(item["object"]["id"])
            end = graph.value(node, rdflib.URIRef(f"{AS}endTime"))
            assert isinstance(end, rdflib.Literal)
            assert end.datatype == rdflib.XSD.dateTime
            for code, text in item["object"].get("nameMap", {}).items():
                name = rdflib.Literal(text, lang=code)
                assert (rdflib.URIRef(item["object"]["id"]), rdflib.URIRef(f"{AS}name"), name) in graph
            types[item["type"]] = types.get(item["type"], 0) + 1
            into = item.get("result")
            assert into is None or (node, rdflib.URIRef(f"{AS}result"), rdflib.URIRef(into["id"])) in graph
    assert sum(types.values()) > 30


# --- LDES --------------------------------------------------------------------------------------------------------


def test_the_root_of_the_event_stream_describes_it() -> None:
    root = rdflib.Graph().parse(data=pages()["changes/ldes.ttl"], format="turtle")
    (stream,) = root.subjects(rdflib.RDF.type, rdflib.URIRef(f"{LDES}EventStream"))
    said = {str(path).removeprefix(LDES): value for path, value in root.predicate_objects(stream)}
    assert said["timestampPath"] == rdflib.URIRef(f"{AS}published")
    assert said["versionOfPath"] == rdflib.URIRef(f"{AS}object")
    for kind in ("Create", "Update", "Delete"):
        assert said[f"version{kind}Object"] == rdflib.URIRef(f"{AS}{kind}")
    (retention,) = root.objects(None, rdflib.URIRef(f"{LDES}retentionPolicy"))
    assert root.value(retention, rdflib.URIRef(f"{LDES}startingFrom"))
    assert not [node for triple in root for node in triple if isinstance(node, rdflib.BNode)]
    nodes = set(root.objects(None, rdflib.URIRef(f"{TREE}node")))
    assert {str(node).removeprefix(IRIS.base) for node in nodes} == {
        path for path in pages() if path.startswith("changes/ldes/")
    }


def test_every_member_fits_the_shape_and_the_bounds_of_its_page() -> None:
    root = rdflib.Graph().parse(data=pages()["changes/ldes.ttl"], format="turtle")
    (shape,) = root.objects(None, rdflib.URIRef(f"{TREE}shape"))
    members = 0
    for number, data in enumerate(_numbered("ldes"), start=1):
        page = rdflib.URIRef(f"{IRIS.base}changes/ldes/{number}.nq")
        graphs = _graphs(data)
        hypermedia = graphs.pop("")
        assert (page, rdflib.RDF.type, rdflib.URIRef(f"{TREE}Node")) in hypermedia
        assert {str(one) for one in hypermedia.objects(None, rdflib.URIRef(f"{TREE}member"))} == set(graphs)
        shapes = rdflib.Graph() + root
        activities = rdflib.Graph()
        for member, graph in graphs.items():
            shapes.add((shape, rdflib.URIRef("http://www.w3.org/ns/shacl#targetNode"), rdflib.URIRef(member)))
            activities += graph
        conforms, _, text = pyshacl.validate(activities, shacl_graph=shapes)
        assert conforms, text
        bounds = dict(_bounds(root, page))
        for time in map(str, activities.objects(None, rdflib.URIRef(f"{AS}published"))):
            assert bounds["GreaterThanOrEqualToRelation"] <= time <= bounds.get("LessThanOrEqualToRelation", "9")
        members += len(graphs)
    assert members == json.loads(pages()["changes/activity.as.json"])["totalItems"]


def _graphs(data: bytes) -> dict[str, rdflib.Graph]:
    """Return the default graph (by an empty name) and the named graphs of N-Quads."""
    lines: dict[str, list[str]] = {}
    for quad in ox.parse(data, format=ox.RdfFormat.N_QUADS):
        name = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)[1:-1]
        lines.setdefault(name, []).append(f"{quad.triple} .")
    return {name: rdflib.Graph().parse(data="\n".join(said), format="nt") for name, said in lines.items()}


def _bounds(root: rdflib.Graph, page: rdflib.URIRef) -> Iterator[tuple[str, str]]:
    for relation in root.subjects(rdflib.URIRef(f"{TREE}node"), page):
        kind = str(root.value(relation, rdflib.RDF.type)).removeprefix(TREE)
        yield kind, str(root.value(relation, rdflib.URIRef(f"{TREE}value")))


def test_pages_follow_the_profile_of_tree() -> None:
    """Each member's quads stand together behind its ``tree:member``, the hypermedia before the first."""
    for data in _numbered("ldes"):
        member = ""
        for line in data.decode().splitlines():
            if f"<{TREE}member>" in line:
                member = line.split(" ")[2]
            elif member:
                assert line.endswith(f" {member} .")
        assert member
