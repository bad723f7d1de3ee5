"""Whether words that make a name are meant as that name: capitals, and what stands around them."""

from collections.abc import Sequence
from typing import Final

from graph_builder.linking.bodies import STATE_TYPES, is_ours
from graph_builder.linking.forms import Case, Form, Role
from graph_builder.linking.setting import Setting
from graph_builder.linking.surroundings import in_short_quote, opens_quote

_PROJECT_NOUNS: Final = ("долбоор", "проект", "программ", "project", "programme", "program")
_PLACE_NOUNS: Final = (
    *("айма", "облус", "район", "шаар", "айыл", "муниципалитет", "калк", "жаран"),
    *("территори", "регион", "област", "город", "населен", "граждан", "жител", "территория"),
)
_PREPOSITIONS: Final = frozenset({"в", "во", "по", "из", "для", "о", "об", "с", "за", "in", "of", "for", "from", "the"})


def meant(form: Form, place: Setting) -> bool:
    """Tell whether a form is meant where its words stand."""
    if not _written_right(form, place) or _quote_goes_on(place):
        return False
    if form.role is Role.ABBREVIATION:
        return not _in_compound(place)
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


def _in_compound(place: Setting) -> bool:
    """Tell whether a hyphen ties an abbreviation to another name (ИПР-Строй); «ӨСИ-нин» only inflects it."""
    left, right = place.left, place.right
    return (left.gap == "-" and left.word.isupper()) or (
        right.gap == "-" and right.word[0].isupper() and not right.word.isupper()
    )


def _quote_goes_on(place: Setting) -> bool:
    """Tell whether a quote that opens within the name holds more words: a law or body of a longer name."""
    quote = place.text.folded.rfind('"', place.hit.start, place.hit.end)
    if quote < 0 or place.text.folded[quote - 1].isalnum():
        return False
    return bool(place.right.word) and '"' not in place.right.gap


def _country_meant(form: Form, place: Setting) -> bool:
    left, right = place.left, place.right
    if "-" in left.gap or "-" in right.gap or in_short_quote(place.text, place.hit.start, place.hit.end):
        return False
    if len(form.words) > 1:
        return True
    if form.cases[0] is not Case.ABBREVIATION:
        apart = not left.is_name or left.opens or left.is_genitive or left.folded.startswith("республик")
        return apart and not opens_quote(place.text, place.hit.start)
    # A bare «КР» is an attribute of what follows or precedes: it says the country only beside a word of place.
    return (
        place.inflected
        or left.folded in _PREPOSITIONS
        or left.folded.startswith(_PLACE_NOUNS)
        or right.folded.startswith(_PLACE_NOUNS)
    )


def _body_meant(form: Form, place: Setting) -> bool:
    single = len(form.words) == 1
    if (
        single
        and not form.words[0].isascii()
        and not place.inflected
        and form.language == "ky"
        and place.right.is_owned
    ):
        return False  # «Өкмөт аппараты» is another body
    if form.type not in STATE_TYPES and not single:
        return True
    if "-" in place.left.gap or (single and "-" in place.right.gap):
        return False
    return form.type not in STATE_TYPES or is_ours(form, place)


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
