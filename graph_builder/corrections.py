"""Corrections: a source that corrects another overrules it where the two speak of the same fields of an entity.

What is overruled stays in the graph of its source; it is only no candidate for the published view any more. A
list that a correction gives is the whole list, and so is an empty one; of two single values the rank decides, as
between any two sources, so that the disagreement is shown.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from graph_builder.claims import claims
from graph_builder.identifiers import Iris
from graph_builder.problems import Place, Problems
from graph_builder.rdf import Quad, document_of
from graph_builder.records import AnyRecord, Entry, Source
from graph_builder.records.base import default_of
from graph_builder.records.faults import nearest
from graph_builder.settings import SUGGEST_AMONG

if TYPE_CHECKING:  # reading pages takes long to load, and an archive may have none
    from graph_builder.pages.assembly import PageRecords


def resolve(
    sources: Mapping[str, Source], places: Mapping[str, Place], pages: "Iterable[PageRecords]", problems: Problems
) -> dict[str, Source]:
    """Return the sources, each with the slug of the one that it corrects.

    Args:
        sources: all sources by their slug.
        places: where a source names the one that it corrects, by its own slug.
        pages: the pages as they are now.
        problems: takes what names no source, and what corrects a page that has changed since.
    """
    if not places:
        return dict(sources)
    by_name = {source.file: slug for slug, source in sources.items()} | {slug: slug for slug in sources}
    checksums: dict[str, str] = {}
    for page in pages:
        by_name[page.source.file] = page.source.id
        checksums[page.source.id] = page.reading.capture.sha256
    found = dict(sources)
    for slug, place in places.items():
        source = sources[slug]
        target = by_name.get(str(source.corrects))
        if target in (None, slug):
            target = None
            message = f"nothing was read from “{source.corrects}”, which this file corrects"
            problems.error(place, "unknown-correction", message, _remedy(str(source.corrects), by_name))
        elif source.sha256 and checksums.get(str(target), source.sha256) != source.sha256:
            message = f"the page {source.corrects} changed since it was corrected; the correction still stands"
            remedy = f"run tuyun read {source.corrects} again and compare, then write the new sha256 into the head"
            problems.warn(place, "page-changed", message, remedy)
        found[slug] = msgspec.structs.replace(source, corrects=target)
    return found


def _remedy(name: str, known: Collection[str]) -> str:
    near = nearest(name, sorted(known)) if len(known) <= SUGGEST_AMONG else ""
    return near if near.startswith("did") else "name a page by its file, e.g. pages/ky/1889.txt, or a source by its id"


def check_rejections(
    sources: Mapping[str, Source],
    places: Mapping[str, Place],
    entries: Iterable[Entry[AnyRecord]],
    problems: Problems,
) -> None:
    """Report what a correction rejects though the corrected source does not describe it."""
    rejecting = [source for source in sources.values() if source.corrects and source.rejects]
    targets = {source.corrects for source in rejecting}
    described = {(one.source, _name(one.record)) for one in entries if one.source in targets} if targets else set()
    for source in rejecting:
        for name in source.rejects:
            if (source.corrects, name) not in described:
                message = f"{name} is rejected, but the corrected source does not describe it"
                remedy = "compare with what tuyun read prints, and mend or delete the name in rejects"
                problems.error(places[source.id], "unknown-rejection", message, remedy)


def _name(record: AnyRecord) -> str:
    return f"{record.__struct_config__.tag}/{record.id}"


def overruled(
    sources: Mapping[str, Source],
    entries: Iterable[Entry[AnyRecord]],
    iris: Iris,
    quads: Iterable[Quad] | None = None,
) -> set[Quad]:
    """Return the claims that are no candidates for the view, because a correction speaks against them.

    Args:
        sources: all sources by their slug; what they correct is resolved.
        entries: all records; gone through twice, and once more if something is rejected as a whole.
        iris: the IRIs of the claims.
        quads: claims with all those among them that are rejected as a whole; None to make them from the records.
    """
    targets = {slug: source.corrects for slug, source in sources.items() if source.corrects}
    if not targets:
        return set()
    corrected = {_key(entry, entry.source): entry for entry in entries if entry.source in set(targets.values())}
    rejecting = [source for source in sources.values() if source.rejects and source.corrects]
    if quads is None:
        slugs = {one.corrects for one in rejecting}
        own = [source for slug, source in sources.items() if slug in slugs]
        quads = claims(own, (one for one in entries if one.source in slugs), iris) if rejecting else ()
    found = set(rejected(rejecting, quads, iris))
    for entry in entries:
        theirs = corrected.get(_key(entry, targets.get(entry.source)))
        if theirs:
            found |= _claims(theirs, theirs.record, iris) - _claims(theirs, _left(theirs.record, entry), iris)
    return found


def _key(entry: Entry[AnyRecord], source: str | None) -> tuple[str | None, type[AnyRecord], str]:
    return source, type(entry.record), entry.record.id


def _claims(entry: Entry[AnyRecord], record: AnyRecord, iris: Iris) -> set[Quad]:
    return set(claims((), [Entry(record, entry.source, entry.place)], iris))


def _left(record: AnyRecord, correction: Entry[AnyRecord]) -> AnyRecord:
    """Return what of a corrected record can still be a candidate."""
    changes: dict[str, Any] = {}
    for field in msgspec.structs.fields(record):
        ours, nothing = getattr(correction.record, field.name), default_of(field)
        if field.name in correction.emptied:
            changes[field.name] = nothing
        elif ours != nothing:
            changes[field.name] = _rivals(getattr(record, field.name), ours)
    return msgspec.structs.replace(record, **changes)


def _rivals(theirs: Any, ours: Any) -> Any:
    """Return what of a field's value stands beside its correction: a single value, and a text of the same language."""
    if isinstance(ours, list):
        return []
    if isinstance(ours, dict):
        return {language: text for language, text in theirs.items() if language in ours and isinstance(text, str)}
    return theirs


def rejected(corrections: Iterable[Source], quads: Iterable[Quad], iris: Iris) -> Iterator[Quad]:
    """Yield what corrected sources say of, and by, the entities that are rejected as a whole.

    Args:
        corrections: the sources that correct others, all resolved.
        quads: the claims that are looked through.
        iris: the IRIs of the claims.
    """
    out = {(iris.thing("source", str(one.corrects)), iris.of(name)) for one in corrections for name in one.rejects}
    for quad in quads if out else ():
        if (quad[3], document_of(quad[0])) in out or (quad[3], document_of(quad[2])) in out:
            yield quad
