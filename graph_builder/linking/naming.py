"""The forms under which records can be named; what two records share is reported."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import permutations
from typing import Final

from msgspec import structs

from graph_builder.linking.forms import Form, Role, make_form
from graph_builder.linking.places import place_of
from graph_builder.linking.russian import adjective_forms
from graph_builder.problems import Problems
from graph_builder.records import (
    AnyRecord,
    Entry,
    Event,
    Labels,
    LegalInstrument,
    Organization,
    Project,
    Region,
    Website,
)
from graph_builder.records.base import Aliases, Language

_KIND: Final[dict[type[AnyRecord], str]] = {
    Organization: "organization",
    Project: "project",
    Region: "region",
    LegalInstrument: "instrument",
    Website: "website",
    Event: "event",
}


def forms_of(record: AnyRecord) -> Iterator[Form]:
    """Yield the forms of a record that texts can name; none for people, rubrics and other kinds."""
    if not isinstance(record, Organization | Project | Region | LegalInstrument | Website | Event):
        return
    is_place = isinstance(record, Region) and record.type != "country"
    abbreviations: Aliases = getattr(record, "abbreviation", {})
    for role, texts in (
        (Role.PLACE if is_place else Role.NAME, _texts(record.name, record.aliases)),
        (Role.ABBREVIATION, _texts({}, abbreviations)),
    ):
        for language, text in texts:
            name, has_noun = place_of(text) if is_place else (text, True)
            form = make_form(
                name,
                kind=_KIND[type(record)],
                slug=record.id,
                type_=getattr(record, "type", None) or "",
                language=language,
                role=role,
                alone=not has_noun,
            )
            if form is not None:
                yield _as_adjective(form) if is_place and language == "ru" else form


def with_names_of(country: AnyRecord | None, record: AnyRecord) -> AnyRecord:
    """Return an organization whose names hold a name of the archive's country with the country's other names, too.

    «Правительство Кыргызской Республики» is also «Правительство Кыргызстана».
    """
    if not isinstance(country, Region) or not isinstance(record, Organization):
        return record
    aliases = {language: list(texts) for language, texts in record.aliases.items()}
    for language, text in _texts(record.name, record.aliases):
        names = [name for of, name in _texts(country.name, country.aliases) if of == language]
        for name, other in permutations(names, 2):
            if text.startswith(f"{name} "):
                aliases.setdefault(language, []).append(other + text.removeprefix(name))
            elif text.endswith(f" {name}"):
                aliases.setdefault(language, []).append(text.removesuffix(name) + other)
    return structs.replace(record, aliases=aliases)


def report_shared(forms: Iterable[tuple[Form, Entry[AnyRecord]]], problems: Problems) -> None:
    """Warn of each name or abbreviation that two entities share within a language; it is linked to neither."""
    owners = defaultdict[tuple[str, str, bool], dict[tuple[str, str], Entry[AnyRecord]]](dict)
    for form, entry in forms:
        if form.role in (Role.NAME, Role.ABBREVIATION):
            owners[form.language, *form.key].setdefault(form.reference, entry)
    for (language, words, abbreviation), entries in owners.items():
        for reference, entry in entries.items() if len(entries) > 1 else ():
            others = ", ".join("/".join(other) for other in sorted(entries) if other != reference)
            problems.warn(
                entry.place,
                "shared-name",
                f"the {'abbreviation' if abbreviation else 'name'} “{words}” ({language}) of "
                f"{'/'.join(reference)} is also that of {others}; where a text uses it, nothing is linked",
                "keep it with the one that is meant, or leave both if pages tell them apart by longer names",
            )


def _texts(name: Labels, lists: Aliases) -> Iterator[tuple[Language, str]]:
    yield from name.items()
    for language, texts in lists.items():
        yield from ((language, text) for text in texts)


def _as_adjective(form: Form) -> Form:
    """Return the form of a place that Russian names by an adjective; any other form as it is."""
    spellings = adjective_forms(form.words[-1])
    if not spellings:
        return form
    # Ошская (область) and Ошский (район) are one word of the tree.
    return replace(form, role=Role.PLACE_ADJECTIVE, words=(*form.words[:-1], min(spellings)))
