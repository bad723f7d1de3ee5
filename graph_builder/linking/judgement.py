"""Whether words that make a name are meant as that name: capitals, and what stands around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from graph_builder.linking.compact import Compact
from graph_builder.linking.forms import Case, Form, Role
from graph_builder.linking.lexicon import Hit
from graph_builder.linking.surroundings import Neighbour, after, before, is_quoted, opens_quote

# Bodies that every country has: another country's name beside them means another body.
_STATE_TYPES: Final = frozenset({"government", "parliament", "ministry", "state-body"})
_PROJECT_NOUNS: Final = ("долбоор", "проект", "программ", "project", "programme", "program")
_PLACE_NOUNS: Final = (
    *("айма", "облус", "район", "шаар", "айыл", "муниципалитет", "калк", "жаран"),
    *("территори", "регион", "област", "город", "населен", "граждан", "жител", "территория"),
)
_OF_SOMEBODY: Final = re.compile(r"\s+of\s+(?:the\s+)?[A-ZА-ЯЁӨҮҢ]")
_PREPOSITIONS: Final = frozenset({"в", "во", "по", "из", "для", "о", "об", "с", "за", "in", "of", "for", "from", "the"})


@dataclass(frozen=True, slots=True)
class Setting:
    """A hit with its neighbours, and the archive's own country where that stands beside it."""

    text: Compact
    hit: Hit
    left: Neighbour
    right: Neighbour
    country_before: Hit | None
    country_after: Hit | None

    @property
    def words(self) -> tuple[str, ...]:
        """The words as written."""
        return tuple(self.text.text[token.start : token.end] for token in self.hit.tokens)


def setting(text: Compact, hit: Hit, country_before: Hit | None, country_after: Hit | None) -> Setting:
    """Return a hit with what stands around it."""
    return Setting(text, hit, before(text, hit.start), after(text, hit.end), country_before, country_after)


def meant(form: Form, place: Setting) -> bool:
    """Tell whether a form is meant where its words stand."""
    if not _written_right(form, place):
        return False
    if form.role is Role.ABBREVIATION:
        return place.left.gap != "-" or not place.left.word.isupper()
    if form.kind == "region":
        return _country_meant(form, place)
    if form.kind == "project" and _is_phrase(form):
        return _named_as_project(place)
    if form.kind == "organization":
        return _body_meant(form, place)
    return True


def _written_right(form: Form, place: Setting) -> bool:
    """Tell whether the capitals are those of the name."""
    capital = False
    for word, case, token in zip(place.words, form.cases, place.hit.tokens, strict=True):
        stem = word[: token.stem_end - token.start]
        if case is Case.ABBREVIATION and not stem.isupper():
            return False
        if case is Case.ABBREVIATION and (tail := word[len(stem) :]) and len(stem) < 3 and not tail.islower():
            return False
        if form.role is Role.ABBREVIATION and case is not Case.ABBREVIATION and stem[0].isupper() != bool(case):
            return False
        capital = capital or word[0].isupper()
    opening = place.words[0][0].isupper() or form.cases[0] is Case.ANY
    if form.kind in {"organization", "instrument"} and len(form.words) > 1:
        return capital or len(form.words) > 2 or bool(place.country_before or place.country_after)
    return opening


def _country_meant(form: Form, place: Setting) -> bool:
    left, right = place.left, place.right
    if "-" in left.gap or "-" in right.gap or is_quoted(place.text, place.hit.start, place.hit.end):
        return False
    if len(form.words) > 1:
        return True
    if form.cases[0] is not Case.ABBREVIATION:
        return not (left.is_name and not left.opens and not left.is_genitive) and not opens_quote(
            place.text, place.hit.start
        )
    # A bare «КР» is an attribute of what follows or precedes: it says the country only beside a word of place.
    return (
        place.hit.tokens[-1].end > place.hit.tokens[-1].stem_end
        or left.folded in _PREPOSITIONS
        or left.folded.startswith(_PLACE_NOUNS)
        or right.folded.startswith(_PLACE_NOUNS)
    )


def _body_meant(form: Form, place: Setting) -> bool:
    left, right = place.left, place.right
    single = len(form.words) == 1
    if single and not form.words[0].isascii():
        bare = place.hit.tokens[-1].end == place.hit.tokens[-1].stem_end
        if bare and form.language == "ky" and right.is_owned:
            return False  # «Өкмөт аппараты» is another body
    if form.type not in _STATE_TYPES and not single:
        return True
    if "-" in left.gap or (single and "-" in right.gap):
        return False
    owned_left = left.is_genitive or ((single or form.language == "en") and not left.opens)
    foreign_left = left.is_name and owned_left and not place.country_before
    owned_right = right.is_name or _OF_SOMEBODY.match(place.text.text, place.hit.end)
    foreign_right = owned_right and form.language != "ky" and not place.country_after and not _says_country(form)
    return not (form.type in _STATE_TYPES and (foreign_left or foreign_right))


def _says_country(form: Form) -> bool:
    """Tell whether the last word of a name is itself a proper name, so that no country needs to follow."""
    return len(form.words) > 1 and form.cases[-1] is not Case.ANY and form.language != "en"


def _is_phrase(form: Form) -> bool:
    """Tell whether a project's name reads like common words: no capitals, digits or abbreviations after the first."""
    return form.role is Role.NAME and not any(
        case is not Case.ANY or word.isdigit() for word, case in zip(form.words[1:], form.cases[1:], strict=True)
    )


def _named_as_project(place: Setting) -> bool:
    return (
        opens_quote(place.text, place.hit.start)
        or place.left.folded.startswith(_PROJECT_NOUNS)
        or place.right.folded.startswith(_PROJECT_NOUNS)
    )


def chosen(forms: Sequence[Form], language: str) -> Form | None:
    """Return the form of the one entity that is meant; nothing if several share the words.

    The page's language decides between entities of which only one bears the name in that language.
    """
    native = [form for form in forms if form.language == language] or forms
    return native[0] if len({form.reference for form in native}) == 1 else None
