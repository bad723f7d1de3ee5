"""Labels of entities that have no name of their own: issues, phases, captures, contributions, disagreements.

A label is made from the entity's consolidated values and, for a dependent, from the label of what it belongs to.
"""

from collections.abc import Callable, Mapping
from datetime import MAXYEAR
from typing import Final, TypeAlias

from babel.dates import format_interval

from graph_builder import terms
from graph_builder.dates import PartialDate
from graph_builder.namespaces import RDF_TYPE, SKOS_PREF_LABEL
from graph_builder.rdf import Term, is_iri, literal_parts
from graph_builder.vocabulary import vocabulary

Node: TypeAlias = Mapping[Term, list[Term]]
Nodes: TypeAlias = Mapping[Term, Node]
Texts: TypeAlias = dict[str, str]

LOOKED_THROUGH: Final = frozenset({terms.article, terms.contributor, terms.issue, terms.magazine, terms.project})
"""By what properties the label of one node is made from another node."""

_NAMES: Final = (terms.name, SKOS_PREF_LABEL, terms.title)
_WORDS: Final[dict[str, Texts]] = {
    "within": dict.fromkeys(("ky", "ru", "en"), "{project}: {name}"),
    "phase": {
        "ky": "{project}: {ordinal}-фаза",
        "ru": "{project}: фаза {ordinal}",
        "en": "{project}: phase {ordinal}",
    },
    "component": {
        "ky": "{project}: {ordinal}-компонент",
        "ru": "{project}: компонент {ordinal}",
        "en": "{project}: component {ordinal}",
    },
    "capture": {
        "ky": "Көчүрмө {code}: {title}",
        "ru": "Снимок {code}: {title}",
        "en": "Capture {code}: {title}",
    },
    "untitled": {
        "ky": "Аталышы белгисиз ({code})",
        "ru": "Название неизвестно ({code})",
        "en": "Title unknown ({code})",
    },
    "ky": {"ky": "кыргызча", "ru": "на кыргызском", "en": "in Kyrgyz"},
    "ru": {"ky": "орусча", "ru": "на русском", "en": "in Russian"},
    "en": {"ky": "англисче", "ru": "на английском", "en": "in English"},
    "rubrics": {"ky": "{name}: рубрикалар", "ru": "{name}: рубрики", "en": "{name}: rubrics"},
    "disagreement": {
        "ky": "Булактардын келишпестиги: {property}",
        "ru": "Расхождение источников: {property}",
        "en": "Sources disagree: {property}",
    },
}


def labels_of(subject: Term, nodes: Nodes) -> Texts:
    """Return the labels of a subject by language; its own name, title or preferred label where it has one."""
    node = nodes[subject]
    named = next((texts for predicate in _NAMES if (texts := _texts(node, predicate))), {})
    for class_ in node[RDF_TYPE]:
        if (make := _MAKERS.get(class_)) and (not named or class_ == terms.Phase):
            return make(subject, node, nodes)
    return named or {"en": _code(subject)}


def _texts(node: Node, predicate: Term) -> Texts:
    parts = (literal_parts(value) for value in node.get(predicate, ()))
    return {language: text for text, language, _ in sorted(parts, reverse=True)}


def _value(node: Node, predicate: Term) -> str:
    values = node.get(predicate)
    return literal_parts(values[0])[0] if values else ""


def _code(subject: Term) -> str:
    return subject[1:-1].rpartition("/")[2]


def _filled(key: str, **parts: Texts | str) -> Texts:
    """Fill the words of a key in each language in which every part exists; a plain text is of any language."""
    texts = {name: part for name, part in parts.items() if not isinstance(part, str)}
    plain = {name: part for name, part in parts.items() if isinstance(part, str)}
    return {
        language: template.format(**plain, **{name: part[language] for name, part in texts.items()})
        for language, template in _WORDS[key].items()
        if all(language in part for part in texts.values())
    }


def _project_short(node: Node, nodes: Nodes) -> Texts:
    projects = node.get(terms.project, [])
    project = nodes.get(projects[0], {}) if projects else {}
    return _texts(project, terms.name) | _texts(project, terms.abbreviation)


def _issue(subject: Term, node: Node, nodes: Nodes) -> Texts:
    number, last = _value(node, terms.number), _value(node, terms.lastNumber)
    whole, last_whole = _value(node, terms.wholeNumber), _value(node, terms.lastWholeNumber)
    head = f"№ {number}-{last}" if last else f"№ {number}" if number else "№"
    head += f" ({whole}-{last_whole})" if last_whole else f" ({whole})" if whole else f" {_code(subject)}"
    months = months_of_issue(node)
    if months is None:
        return dict.fromkeys(("ky", "ru", "en"), head)
    first, second = (month.first for month in months)
    return {
        language: f"{head}, {format_interval(first, second, 'yMMMM', locale=language)}"
        for language in ("ky", "ru", "en")
    }


def months_of_issue(node: Node) -> tuple[PartialDate, PartialDate] | None:
    """Return the first and the last month for which an issue stands; nothing if none is known.

    A double issue stands for two months where the magazine numbers its issues by the month of the year.
    """
    stated = _value(node, terms.nominalMonth)
    if not stated:
        return None
    first = PartialDate.parse(stated)
    whole, last_whole = _value(node, terms.wholeNumber), _value(node, terms.lastWholeNumber)
    more = int(last_whole) - int(whole) if whole and last_whole else 0
    year, month = divmod(first.first.year * 12 + first.first.month - 1 + more, 12)
    if _value(node, terms.number) != str(first.first.month) or not 0 < more < 12 or year > MAXYEAR:
        return first, first
    return first, PartialDate.parse(f"{year:04}-{month + 1:02}")


def _edition(subject: Term, node: Node, nodes: Nodes) -> Texts:
    issues = node.get(terms.issue, [])
    issue = _issue(issues[0], nodes.get(issues[0], {}), nodes) if issues else {}
    words = _WORDS.get(_value(node, terms.language), {})
    return {language: f"{text}, {words.get(language, '')}" for language, text in issue.items()}


def _article(subject: Term, node: Node, nodes: Nodes) -> Texts:
    return _filled("untitled", code=_code(subject))


def _contribution(subject: Term, node: Node, nodes: Nodes) -> Texts:
    people = [labels_of(person, nodes) for person in node.get(terms.contributor, []) if person in nodes]
    return people[0] if people else {"en": _value(node, terms.statedName) or _code(subject)}


def _phase(subject: Term, node: Node, nodes: Nodes) -> Texts:
    """A phase is called «III фаза» in every project, so its label begins with the project's.

    Where it has no name in a language, its ordinal stands for it.
    """
    project, name, ordinal = _project_short(node, nodes), _texts(node, terms.name), _value(node, terms.ordinal)
    counted = _filled("phase", project=project, ordinal=ordinal) if ordinal else {}
    return counted | _filled("within", project=project, name=name) or name or {"en": _code(subject)}


def _component(subject: Term, node: Node, nodes: Nodes) -> Texts:
    counted = _filled("component", project=_project_short(node, nodes), ordinal=_value(node, terms.ordinal))
    return counted or {"en": _code(subject)}


def _capture(subject: Term, node: Node, nodes: Nodes) -> Texts:
    """What the page shows as its title is in the language of the page."""
    articles = [labels_of(article, nodes) for article in node.get(terms.article, []) if article in nodes]
    shown, language = _value(node, terms.shownTitle), _value(node, terms.language)
    title = {language: shown} if shown and language else articles[0] if articles else {}
    return _filled("capture", code=_code(subject)[:6], title=title) or {"en": _code(subject)}


def _scheme(subject: Term, node: Node, nodes: Nodes) -> Texts:
    magazine = node.get(terms.magazine, [])
    named = _filled("rubrics", name=labels_of(magazine[0], nodes)) if magazine else {}
    return named or {"en": _code(subject)}


def _disagreement(subject: Term, node: Node, nodes: Nodes) -> Texts:
    property_ = vocabulary().terms.get(node[terms.property][0])
    return _filled("disagreement", property=dict(property_.labels) if property_ else _code(subject))


def _claim(subject: Term, node: Node, nodes: Nodes) -> Texts:
    value = next(iter(node.get(terms.value, ())), "")
    if not value:  # a reference to nobody
        return {"en": _code(subject)}
    if is_iri(value):
        return labels_of(value, nodes) if value in nodes else {"en": _code(value)}
    text, language, _ = literal_parts(value)
    return {language: text} if language else dict.fromkeys(("ky", "ru", "en"), text)


_MAKERS: Final[dict[Term, Callable[[Term, Node, Nodes], Texts]]] = {
    terms.Issue: _issue,
    terms.Edition: _edition,
    terms.Article: _article,
    terms.Contribution: _contribution,
    terms.Phase: _phase,
    terms.Component: _component,
    terms.Capture: _capture,
    terms.RubricScheme: _scheme,
    terms.Disagreement: _disagreement,
    terms.Claim: _claim,
}
