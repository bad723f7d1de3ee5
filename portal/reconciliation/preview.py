"""A few facts of an entity as a small page, for clients that show it beside a candidate (5.3, 5.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from typing import Final

from jinja2 import Environment, StrictUndefined, Template

from exports.facts import FOR_TOOLS
from graph_builder import terms
from portal.reconciliation.answers import Answers
from portal.reconciliation.facts import properties_of
from portal.reconciliation.names import Entity

WIDTH: Final = 430
HEIGHT: Final = 300
"""Size of the frame that a preview asks for, in CSS pixels."""

_FACTS: Final = 8
_FLYOUT: Final = 3
_VALUES: Final = 4
_LONG: Final = 160
# Said in the heading, or by links to dependents that mean nothing outside their page.
_LEFT_OUT: Final = FOR_TOOLS | {terms.name, terms.title, terms.contribution}


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What a preview shows.

    Attributes:
        language: language of the page.
        name: what the entity is called.
        described: what tells it from others.
        address: its IRI.
        style: address of the style sheet.
        facts: label and value of each fact.
    """

    language: str
    name: str
    described: str
    address: str
    style: str
    facts: Sequence[tuple[str, str]]


@cache
def _template() -> Template:
    text = resources.files("portal.reconciliation").joinpath("preview.html.j2").read_text("utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True).from_string(text)


def preview(entity: Entity, answers: Answers, style: str) -> str:
    """Return the page of an entity.

    Args:
        entity: the entity.
        answers: the release in the language of the page.
        style: address of the style sheet.
    """
    return _template().render(v=_view(entity, answers, style))


def flyout(entity: Entity, answers: Answers) -> str:
    """Return the same as a piece of HTML without links, as suggest services show it."""
    view = _view(entity, answers, "")
    shown = [f"<b>{escape(view.name)}</b><br>{escape(view.described)}"]
    shown += [f"{escape(label)}: {escape(value)}" for label, value in view.facts[:_FLYOUT]]
    return f"<p>{'<br>'.join(shown)}</p>"


def _view(entity: Entity, answers: Answers, style: str) -> PreviewView:
    values = answers.documents.facts(entity.path).values
    facts = []
    for one in properties_of(entity.class_):
        stated = [value for value in answers.in_language(values.get(one.term, ())) if answers.has_name(value)]
        if stated and one.term not in _LEFT_OUT:
            said = ", ".join(answers.text(one.term, value) for value in stated[:_VALUES])
            more = f" … ({len(stated)})" if len(stated) > _VALUES else ""
            facts.append((one.name(answers.language), _cut(said) + more))
    return PreviewView(
        answers.language,
        answers.name(entity),
        answers.described(entity),
        answers.base + entity.path,
        style,
        facts[:_FACTS],
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG].rsplit(' ', 1)[0]} …"
