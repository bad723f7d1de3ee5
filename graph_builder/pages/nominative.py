"""The nominative of a stated name, in which a person is published whom no authority file knows."""

import re
from typing import Final, Literal, TypeAlias

Case: TypeAlias = Literal["genitive", "instrumental"]
"""The case that a Russian agent word asks for."""

_U: Final = "А-ЯЁӨѲҮҢӉӇA-Z"
_L: Final = "а-яёөѳүңӊa-z"
_KY_ENDING: Final = re.compile(rf"(?<=[{_U}][{_U}])[{_L}]{{1,5}}(?=$|\s)|(?<=уулу|кызы)н[уы]н?$|(?<=УУЛУ|КЫЗЫ)Н[УЫ]Н?$")
_CASE_ENDING: Final[dict[Case, re.Pattern[str]]] = {
    "genitive": re.compile(r"(?:[аяыи]|ой|ей|ого|его|[ыи]х)$"),
    "instrumental": re.compile(r"(?:[ыи]м|[ое]м|[оеё]й|[ое]ю|ью|[ыи]х)$"),
}
_WOMANS: Final = re.compile(r"(.+(?:[оеё]в|[иы]н))(?:ой|у|ою)")
_WOMANS_ADJECTIVE: Final = re.compile(r"(.+[сц]к)(?:ой|ую|ою)")
_MANS: Final = re.compile(r"(.+(?:[оеё]в|[иы]н))(?:а|у|ым|е)")
_MANS_ADJECTIVE: Final = re.compile(r"(.+[сц]к)(?:ого|ому|им|ом)")
_MANS_GIVEN: Final = (
    (re.compile(r"(.*[аеиоуюя])(?:я|ю|ем|е)"), r"\1й"),
    (re.compile(r"(.*[рлснт])(?:я|ю|ем)"), r"\1ь"),
    (re.compile(r"(.*[бвгджзйклмнпрстфхцчшщ])(?:а|у|ом|ем|е)"), r"\1"),
    (re.compile(r"(.*ь)(?:и|[её]й)"), r"\1я"),
    (re.compile(r"(.*[бвдзлмнпрстф])(?:ой|(?<!ал)ы)"), r"\1а"),
)
_WOMANS_GIVEN: Final = (
    (re.compile(r"(.*ь)ю"), r"\1"),
    (re.compile(r"(.*[ияьеоу])(?:и|ю|ей|ею)"), r"\1я"),
    (re.compile(r"(.{2,}[уеа]л)(?:и|ю)"), r"\1ь"),
    (re.compile(r"(.*[гкхжшчщ])(?:и|ой|ей|у)"), r"\1а"),
    (re.compile(r"(.*[бвдзлмнпрстфц])(?:ы|ой|ою|у)"), r"\1а"),
    (re.compile(r"(.*[бвдзлмнпрстф])(?:и|ей|ю)"), r"\1я"),
)
_PATRONYMIC: Final = ((re.compile(r"(.+вич)(?:а|у|ем|е)"), r"\1"), (re.compile(r"(.+(?:вн|чн))(?:ы|ой|е|у)"), r"\1а"))
_FLEETING: Final = {"Павл": "Павел", "Льв": "Лев"}
_SON: Final = ("уулу", "кызы")
_INDECLINABLE: Final = re.compile(r".*(?:[оеиуюэ]|[ыи]х|ко)")


def stands_in(name: str, case: Case) -> bool:
    """Tell whether a name can stand in a case; «подготовлено: Айнура Асанова» is a nominative all the same."""
    words = [word.lower() for word in name.split() if not word.endswith(".")]
    return any(map(_CASE_ENDING[case].search, words))


def nominative(stated: str, case: Case | None = None) -> str:
    """Return a stated name as a name is published: capitals for initials only, in the nominative.

    Args:
        stated: the name as printed.
        case: the case in which it stands by the words of the sentence.

    >>> nominative("Бектурган ОРОЗБАЕВдин")
    'Бектурган Орозбаев'
    >>> nominative("МАМЫТОВЫМ А.", "instrumental")
    'Мамытов А.'
    >>> nominative("Чолпон ИСАЕВОЙ", "genitive"), nominative("Ольги КИМ", "genitive")
    ('Чолпон Исаева', 'Ольга Ким')
    """
    bare = _KY_ENDING.sub("", stated)
    words = [_quiet(word) for word in bare.split()]
    if case is None:
        return " ".join(words)
    if (son := next((index for index, word in enumerate(words) if word in _SON), None)) is not None:
        # The father's name stays as it is; the given name stands before it or after «уулу».
        first = 0 if son > 1 else len(words) - 1
        words[first] = _given(words[first], words[son] == "кызы")
        return " ".join(words)
    full = [index for index, word in enumerate(words) if not word.endswith(".")]
    surname = _surname_index(bare.split(), words, full)
    words[surname], woman = _surname(words[surname])
    for index in full:
        if index == surname:
            continue
        given = _first(_PATRONYMIC, words[index]) or _given(words[index], woman)
        if woman is None and given != words[index]:
            woman = given.endswith(("а", "я", "ь")) and words[index][-1] in "ыийю"
        words[index] = given
    if woman is False:
        words[surname] = _mans_noun(words[surname])
    return " ".join(words)


def _surname_index(stated: list[str], words: list[str], full: list[int]) -> int:
    """Return which word is the surname: the one in capitals, the one of its shape, or the last."""
    capitals = [index for index in full if stated[index].isupper()]
    if len(capitals) == 1:
        return capitals[0]
    shaped = [index for index in full if _surname(words[index])[1] is not None]
    return (shaped or full)[-1]


def _surname(word: str) -> tuple[str, bool | None]:
    """Return a surname in the nominative, and whether it is a woman's, as far as its form tells."""
    for pattern, ending, woman in (
        (_WOMANS, "а", True),
        (_WOMANS_ADJECTIVE, "ая", True),
        (_MANS_ADJECTIVE, "ий", False),
        (_MANS, "", False),
    ):
        if match := pattern.fullmatch(word):
            return match[1] + ending, woman
    return word, None


def _mans_noun(surname: str) -> str:
    """Return a man's surname that is declined as a noun: Семеняка → Семеняк."""
    if _MANS.fullmatch(surname) or _INDECLINABLE.fullmatch(surname):
        return surname
    return _first(_MANS_GIVEN, surname) or surname


def _given(word: str, woman: bool | None) -> str:
    if woman is None:
        woman = not word.endswith(("а", "я", "ом", "ем", "у"))
    found = _first(_WOMANS_GIVEN if woman else _MANS_GIVEN, word) or word
    return _FLEETING.get(found, found)


def _first(rules: tuple[tuple[re.Pattern[str], str], ...], word: str) -> str | None:
    for pattern, replacement in rules:
        if match := pattern.fullmatch(word):
            return match.expand(replacement)
    return None


def _quiet(word: str) -> str:
    if "." in word or len(word) < 2 or not word.isupper():
        return word
    if word in ("УУЛУ", "КЫЗЫ"):
        return word.lower()
    return "-".join(part.capitalize() for part in word.split("-"))
