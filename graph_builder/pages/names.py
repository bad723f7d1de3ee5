"""Personal names in a byline: given name and surname in either order, with initials, in capitals, with case endings."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from graph_builder.pages.agents import is_function_word
from graph_builder.textforms import fold

Known: TypeAlias = Callable[[str], bool]

_U: Final = "А-ЯЁӨѲҮҢӉӇA-Z"
_L: Final = "а-яёөѳүңӊa-z"
_PLAIN: Final = rf"[{_U}][{_L}]+(?:-[{_U}{_L}][{_L}]+)?"
# A surname in capitals may bear a case ending in small letters: ОРОЗБАЕВдин.
_LOUD: Final = rf"[{_U}]{{3,}}(?:-[{_U}]{{2,}})?[{_L}]{{0,5}}"
_INITIALS: Final = rf"[{_U}][{_L}]?\.(?:\s?[{_U}]\.)?"
_PATRONYMIC: Final = rf"(?:[{_U}][{_L}]+(?:вич|вна|чна|ич)(?:а|у|ем|ы|е|ой)?|[{_U}]{{4,}}(?:ВИЧ|ВНА)(?:[АУЫЕ]|ЕМ|ОЙ)?)"
_SON: Final = r"(?:уулу|кызы|УУЛУ|КЫЗЫ)"
_FORMS: Final = re.compile(
    rf"(?<![\w.-])(?:"
    rf"(?P<son>(?:{_PLAIN}|{_LOUD})\s+{_SON}\s+(?:{_PLAIN}|{_LOUD}))"
    rf"|(?P<initials_first>{_INITIALS}\s?(?:{_LOUD}|{_PLAIN}))"
    rf"|(?P<initials_last>(?:{_LOUD}|{_PLAIN})\s{_INITIALS})"
    rf"|(?P<loud>{_PLAIN}\s+(?:{_PATRONYMIC}\s+)?{_LOUD})"
    rf"|(?P<loud_first>{_LOUD}\s+{_PLAIN}(?:\s+{_PATRONYMIC})?)"
    rf"|(?P<all_loud>{_LOUD}\s+{_LOUD})"
    rf"|(?P<plain>{_PLAIN}\s+(?:{_PATRONYMIC}\s+)?{_PLAIN}(?:\s+{_PATRONYMIC})?)"
    rf")(?![\w-])"
)
_SURNAME: Final = re.compile(
    r"(?:[оеё]в|[иы]н|[цс]к|ц?к[ои]|[яюу]к|[яа]н|швили|дзе|ич|ец|баев|бек|берг|аль|ман|ко|ук|як)"
    r"(?:а|у|ы|е|ой|ою|ым|ом|ем|ых|ыми|ий|ая|ого|ому|ую|им|ей)?"
    r"(?:[нд][ыи]н|т[ыи]н|[гк][ае]|[дтн][ыи]|[дтн][ае]н|[дт][ае])?$"
)
_ENDING: Final = re.compile(rf"(?<=[{_U}][{_U}])[{_L}]{{1,5}}(?=$|\s)")
_OBLIQUE: Final = re.compile(r"(?<=\w)([оеё]в|[иы]н)(а|ой|ым|у)$")
_OF_SOMEBODY: Final = re.compile(r"(?:\bим\.?|\bимени)\s*$")
_CALLED_AFTER: Final = re.compile(r"\s*(?:атындагы|ат\.)")


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name as it stands in a text.

    Attributes:
        text: as printed.
        start: offset of its first character.
        end: offset after its last.
        loud: whether capitals or initials show that it is a name.
    """

    text: str
    start: int
    end: int
    loud: bool


def find_names(text: str, is_known: Known, taken: Known) -> list[FoundName]:
    """Return the personal names in a byline.

    Args:
        text: the byline or a part of it.
        is_known: tells whether a name in plain letters is that of a person of the authority files.
        taken: tells whether some words name an organization, project or place.
    """
    found: list[FoundName] = []
    position = 0
    while match := _FORMS.search(text, position):
        name = _accepted(match, text, is_known, taken)
        if name is None:
            # The next word may begin a name: «Консультант Максим СЕМЕНЯК».
            following = re.compile(r"\s+").search(text, match.start())
            position = following.end() if following and following.end() <= match.end() else match.end()
            continue
        found.append(name)
        position = name.end
    return found


def nominative(stated: str, oblique: bool = False) -> str:
    """Return a stated name as a name is published: capitals for initials only, no case ending that shows.

    Args:
        stated: the name as printed.
        oblique: whether the sentence asks for a case; a Russian surname beside initials then has its own form
            again. A full given name is left as it stands: its ending does not tell its form.

    >>> nominative("Бектурган ОРОЗБАЕВдин")
    'Бектурган Орозбаев'
    >>> nominative("МАМЫТОВЫМ А.", oblique=True)
    'Мамытов А.'
    """
    words = [_quiet(word) for word in _ENDING.sub("", stated).split()]
    if oblique and sum(not word.endswith(".") for word in words) == 1:
        words = [_OBLIQUE.sub(_own_form, word) for word in words]
    return " ".join(words)


def _own_form(match: re.Match[str]) -> str:
    return match[1] + ("а" if match[2] == "ой" else "")


def _accepted(match: re.Match[str], text: str, is_known: Known, taken: Known) -> FoundName | None:
    kind = match.lastgroup
    name = match[0]
    words = re.split(r"[\s.]+", name)
    if any(is_function_word(word) for word in words if len(word) > 1):
        return None
    if _OF_SOMEBODY.search(text[: match.start()].lower()) or _CALLED_AFTER.match(text, match.end()):
        return None
    if kind in ("son", "initials_first", "initials_last"):
        sure = kind == "son" or any(len(word) > 2 for word in words)
        return FoundName(name, match.start(), match.end(), True) if sure else None
    if taken(name):
        return None
    surnames = [word for word in words if _is_surname(word)]
    if kind == "loud":
        loud = words[-1]
        sure = bool(surnames) or (len(loud) >= 4 and not taken(loud)) or is_known(name)
    elif kind in ("loud_first", "all_loud"):
        sure = _is_surname(words[0]) or _is_surname(words[-1]) or is_known(name)
        sure = sure and not taken(words[0])
    else:
        sure = bool(surnames) or is_known(name)
    return FoundName(name, match.start(), match.end(), kind != "plain") if sure else None


def _is_surname(word: str) -> bool:
    return len(word) > 3 and bool(_SURNAME.search(fold(word)))


def _quiet(word: str) -> str:
    if "." in word or len(word) < 2 or not word.isupper():
        return word
    return "-".join(part.capitalize() for part in word.split("-"))
