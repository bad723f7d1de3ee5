"""The authority files as a read-only index: which of their entities a text names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Final
from urllib.parse import urlsplit

from msgspec.structs import replace

from graph_builder.linking.compact import Compact
from graph_builder.linking.formlist import Forms
from graph_builder.linking.forms import Role
from graph_builder.linking.judgement import chosen, meant
from graph_builder.linking.lexicon import Hit, Lexicon
from graph_builder.linking.mention import Mention
from graph_builder.linking.nametree import NameTree
from graph_builder.linking.naming import report_shared
from graph_builder.linking.people import People
from graph_builder.linking.regions import Divisions, divisions, home_of
from graph_builder.linking.setting import Setting
from graph_builder.problems import Problems
from graph_builder.records import KINDS, AnyRecord, Entry, Person, Region, Rubric
from graph_builder.textforms import key

_KIND_OF: Final = {record: kind for kind, record in KINDS.items()}
_PLACES: Final = frozenset({Role.PLACE, Role.PLACE_ADJECTIVE})
_SHORT: Final = 12
_OF_COUNTRY: Final = frozenset({" ", "\n", " of ", " of the "})


class Authority:
    """What the authority files know, indexed once and never changed.

    A lexicon is compiled for each language of pages when the first such page comes.
    """

    def __init__(self, entries: Mapping[str, Mapping[str, Entry[AnyRecord]]], problems: Problems) -> None:
        self._entries = entries
        everything = [entry.record for of_kind in entries.values() for entry in of_kind.values()]
        within = {one.id: one.within for one in everything if isinstance(one, Region) and one.within}
        self._forms = Forms([entry for of_kind in entries.values() for entry in of_kind.values()], home_of(within))
        self._names = NameTree(self._forms)
        report_shared(self._forms.sharing(), problems)
        self._lexicons: dict[str, Lexicon] = {}
        self._divisions: Divisions = divisions(within, self._forms.alone)
        homes = (
            (kind, getattr(entry.record, "homepage", None)) for kind in entries for entry in entries[kind].values()
        )
        self._sites = {_bare_host(urlsplit(home).hostname or ""): kind for kind, home in homes if home}
        # The logo of the header and the abbreviations of bylines come again on page after page.
        self._found_short = lru_cache(maxsize=4096)(self._found)
        self._rubrics: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for record in everything:
            if isinstance(record, Rubric):
                names = [*record.name.items()]
                names += [(language, text) for language, texts in record.aliases.items() for text in texts]
                for language, text in names:
                    self._rubrics[language][key(text)].add(record.id)

    @classmethod
    def build(cls, entries: Iterable[Entry[AnyRecord]], problems: Problems) -> "Authority":
        """Return the index of authority entries.

        Args:
            entries: records of the authority files; kinds that no text names are kept for :meth:`get`.
            problems: takes a warning for each name that two entities share.
        """
        kept: dict[str, dict[str, Entry[AnyRecord]]] = defaultdict(dict)
        for entry in entries:
            kept[_KIND_OF[type(entry.record)]][entry.record.id] = entry
        return cls(kept, problems)

    def get(self, kind: str, slug: str) -> AnyRecord | None:
        """Return a record; nothing if the authority files have none of that kind and slug."""
        entry = self._entries.get(kind, {}).get(slug)
        return entry.record if entry else None

    def site_of(self, host: str) -> str | None:
        """Return the kind of the entity whose homepage has a host, ``www.`` apart; nothing if the files have none."""
        return self._sites.get(_bare_host(host))

    def people(self, stated_name: str, language: str, *, inflected: bool = True) -> tuple[str, ...]:
        """Return the slugs of the people that a stated name fits: none, the one, or all that it leaves open.

        Args:
            stated_name: the name as it is written: full or with initials, in any order, capitals and script.
            language: language of the page.
            inflected: whether it may stand in an oblique case of Russian («при участии М. МОЛДОБЕКОВА»); give
                false where it is a nominative («Автор: А. Мамытова»), which is no man's name in the genitive.
        """
        return self._people.find(stated_name, inflected and language != "en")

    @cached_property
    def _people(self) -> People:
        """All people; indexed when the first name is looked for."""
        return People(one.record for one in self._entries.get("person", {}).values() if isinstance(one.record, Person))

    def rubric(self, text: str, language: str) -> str | None:
        """Return the slug of the rubric that is so called on pages of a language; nothing if none or several are."""
        found = self._rubrics[language].get(key(text), set())
        return next(iter(found)) if len(found) == 1 else None

    def find(self, text: str, language: str) -> list[Mention]:
        """Return what a text names, in the order of the text, not overlapping: the longest name wins.

        Organizations, projects, regions, instruments, websites and events; people are found by their stated
        names. Give the whole page, not single lines: a bare name of a place is settled by the page that it is on.
        """
        return list(self._found_short(text, language)) if len(text) <= _SHORT else self._found(text, language)

    def _found(self, text: str, language: str) -> list[Mention]:
        compact = Compact.of(text)
        names, places = _sorted_out(self._lexicon(language).scan(compact))
        if not names and not places:
            return []
        spans = [(start, end, "region", slug) for start, end, slug in self._divisions.find(compact, places, language)]
        countries = [hit for hit in names if any(form.slug == self._divisions.home for form in hit.forms)]
        starts, ends = {hit.start: hit for hit in countries}, {hit.end: hit for hit in countries}
        for hit in names:
            beside = (_before(compact, hit, ends), _after(compact, hit, starts)) if countries else (None, None)
            spans += _judged(Setting(compact, language, hit, *beside))
        return _mentions(text, compact, spans)

    def _lexicon(self, language: str) -> Lexicon:
        if language not in self._lexicons:
            self._lexicons[language] = Lexicon(self._names, self._forms.get, language)
        return self._lexicons[language]


def _bare_host(host: str) -> str:
    return host.lower().removeprefix("www.")


def _sorted_out(hits: Iterable[Hit]) -> tuple[list[Hit], list[Hit]]:
    """Return the hits of names and of places; one that is both is in both, with its forms."""
    names, places = list[Hit](), list[Hit]()
    for hit in hits:
        here = tuple(form for form in hit.forms if form.role in _PLACES)
        if not here:
            names.append(hit)
        elif len(here) == len(hit.forms):
            places.append(hit)
        else:
            others = tuple(form for form in hit.forms if form.role not in _PLACES)
            places.append(replace(hit, forms=here))
            names.append(replace(hit, forms=others))
    return names, places


def _before(text: Compact, hit: Hit, ends: Mapping[int, Hit]) -> Hit | None:
    return ends.get(hit.start - 1) if text.folded[max(0, hit.start - 1) : hit.start].isspace() else None


def _after(text: Compact, hit: Hit, starts: Mapping[int, Hit]) -> Hit | None:
    for length in (1, 4, 8):
        if text.folded[hit.end : hit.end + length] in _OF_COUNTRY and (found := starts.get(hit.end + length)):
            return found
    return None


def _judged(place: Setting) -> list[tuple[int, int, str, str]]:
    """Return the span of a hit if it is meant; an empty slug where several entities share the name."""
    forms = [form for form in place.hit.forms if meant(form, place)]
    if not forms:
        return []
    form = chosen(forms, place.language)
    start, end = place.hit.start, place.hit.end
    if form is None:
        return [(start, end, "", "")]
    if form.kind == "organization":  # the country beside it belongs to its name
        start = place.country_before.start if place.country_before else start
        end = place.country_after.end if place.country_after else end
    return [(start, end, form.kind, form.slug)]


def _mentions(text: str, compact: Compact, spans: Iterable[tuple[int, int, str, str]]) -> list[Mention]:
    taken = bytearray(len(compact.text))
    found = []
    for start, end, kind, slug in sorted(spans, key=lambda span: (span[0] - span[1], *span)):
        if any(taken[start:end]):
            continue
        taken[start:end] = b"\x01" * (end - start)
        if slug:
            first, last = compact.original(start, end)
            found.append(Mention(kind, slug, first, last, text[first:last]))
    return sorted(found, key=lambda mention: mention.start)
