"""Whether a name that bodies of many countries have (Министерство финансов) means that of the archive's country."""

import re
from functools import lru_cache
from typing import Final

from babel import Locale

from graph_builder.linking.forms import Case, Form
from graph_builder.linking.russian import is_genitive_singular
from graph_builder.linking.setting import Setting

STATE_TYPES: Final = frozenset({"government", "parliament", "ministry", "state-body"})
_OF_SOMEBODY: Final = re.compile(r"\s+of\s+(?:the\s+)?[A-ZА-ЯЁӨҮҢ]")
_OTHERS: Final = ("сосед", "коңшу", "чужо", "чужд", "зарубеж", "иностран", "бөтөн", "чет")
_ADJECTIVE: Final = re.compile(
    r"(?!кыргыз|киргиз|республик)(?:\w+[сц]к(?:ое|ий|ая|ого|ому|им|ом|ой|ую|ие|их|ими)|\w+(?:стан|ия)л?[дт]?[ыи]к)"
)
# «Өлкөнүн Финансы министрлиги»: an owner that names no country, though a sentence begins with it.
_OWN: Final = ("өлкө", "мамлекет", "республика", "биз", "анын", "алар", "ушул", "азыркы")
_ABBREVIATED: Final = frozenset(
    ("рф", "рк", "рт", "рб", "руз", "ссср", "сша", "акш", "фрг", "кнр", "кэр", "оаэ", "баэ")
)
_SHORTEST: Final = 4
_CONTINUED: Final = re.compile(r"\s+и\s+([^\W_]+)")


def is_ours(form: Form, place: Setting) -> bool:
    """Tell whether nothing beside the name of a state body says that it is another country's, or another body."""
    if place.country_before or place.country_after:
        return True
    return not (_foreign_before(form, place) or _foreign_after(form, place) or _is_longer(form, place))


def _foreign_before(form: Form, place: Setting) -> bool:
    left = place.left
    if left.folded.startswith(_OTHERS) or _ADJECTIVE.fullmatch(left.folded) or _is_country(left.folded):
        return True
    if left.is_genitive and place.before_left.startswith(_OTHERS):
        return True
    owns = left.is_genitive or ((len(form.words) == 1 or form.language == "en") and not left.opens)
    return left.is_name and owns and not (left.opens and left.folded.startswith(_OWN))


def _foreign_after(form: Form, place: Setting) -> bool:
    if place.right.folded.startswith(_OTHERS):
        return True
    owner = place.right.is_name or _OF_SOMEBODY.match(place.text.text, place.hit.end)
    return bool(owner) and "ky" not in (form.language, place.language) and not _says_country(form)


def _says_country(form: Form) -> bool:
    """Tell whether the last word of a name is itself a proper name, so that no country needs to follow."""
    return len(form.words) > 1 and form.cases[-1] is not Case.ANY and form.language != "en"


def _is_longer(form: Form, place: Setting) -> bool:
    """Tell whether the name of a ministry goes on: «Министерство финансов и экономики»."""
    if form.type != "ministry" or form.language != "ru" or place.right.folded != "и":
        return False
    match = _CONTINUED.match(place.text.text, place.hit.end)
    return match is not None and match[1].islower() and is_genitive_singular(match[1])


def _is_country(folded: str) -> bool:
    if folded in _ABBREVIATED:
        return True
    stems = _countries() if len(folded) >= _SHORTEST else frozenset[str]()
    return any(folded[:length] in stems for length in range(_SHORTEST, len(folded) + 1))


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    """Return the names of the world's countries in Kyrgyz and Russian without their last vowel."""
    names = (name for language in ("ky", "ru") for code, name in Locale(language).territories.items() if code.isalpha())
    words = (name.lower() for name in names if name.isalpha() and len(name) > _SHORTEST)
    return frozenset(word[:-1] if word[-1] in "аяья" else word for word in words) - {"кыргызстан", "киргизи"}
