"""Personal names in a byline: given name and surname in either order, with initials, in capitals, with case endings."""

import re
from collections.abc import Callable
from typing import Final, TypeAlias

from msgspec import Struct

from graph_builder.pages.nonnames import is_function_word
from graph_builder.pages.posts import names_post
from graph_builder.textforms import fold

Known: TypeAlias = Callable[[str], bool]

_U: Final = "А-ЯЁӨѲҮҢӉӇA-Z"
_L: Final = "а-яёөѳүңӊa-z"
_PLAIN: Final = rf"[{_U}][{_L}]+(?:-[{_U}{_L}][{_L}]+)?"
# A surname in capitals may bear a case ending in small letters: ОРОЗБАЕВдин.
# A hyphen of print may be left inside it: ТЮЛЮН- ДИЕВА.
_LOUD: Final = rf"[{_U}]{{2,}}(?:-\s?[{_U}]{{2,}})?[{_L}]{{0,5}}"
_WORD: Final = rf"(?:{_LOUD}|{_PLAIN})"
_INITIALS: Final = rf"[{_U}][{_L}]?\.(?:\s?[{_U}](?:\.|(?![\w.])))?"
_PATRONYMIC: Final = (
    rf"(?:[{_U}][{_L}]+(?:ич(?:а|у|ем|е)?|[вч]н(?:а|ы|е|у|ой))|[{_U}]{{3,}}(?:ВИЧ(?:А|У|ЕМ|Е)?|ВН(?:А|Ы|Е|У|ОЙ)))"
)
_SON: Final = r"(?:(?:уулу|кызы)(?:н[уы]н|н[уы])?|УУЛУ(?:НУН)?|КЫЗЫ(?:НЫН)?)"
_FORMS: Final = re.compile(
    rf"(?<![\w.-])(?:"
    rf"(?P<son>(?:{_INITIALS}\s*|{_WORD}\s+){_WORD}\s+{_SON}|{_WORD}\s+{_SON}\s+(?:{_INITIALS}|{_WORD}))"
    rf"|(?P<initials_first>{_INITIALS}\s*{_WORD})"
    rf"|(?P<initials_last>{_WORD}\s+{_INITIALS})"
    rf"|(?P<loud>{_PLAIN}\s+(?:{_PATRONYMIC}\s+)?{_LOUD})"
    rf"|(?P<loud_first>{_LOUD}\s+{_PLAIN}(?:\s+{_PATRONYMIC})?)"
    rf"|(?P<all_loud>{_LOUD}\s+{_LOUD}(?!\s+{_INITIALS})(?:\s+{_PATRONYMIC})?)"
    rf"|(?P<plain>{_PLAIN}\s+(?:{_PATRONYMIC}\s+)?{_PLAIN}(?:\s+{_PATRONYMIC})?)"
    rf")(?![\w-])"
)
# Where either can begin; an expression that begins with one set of letters passes over all others quickly.
_OPENING: Final = re.compile(rf"[{_U}](?<![\w.-].)")
_CAPITALS: Final = re.compile(rf"(?<![\w.-])[{_U}]{{4,}}(?:-[{_U}]{{2,}})?[{_L}]{{0,5}}(?![\w-])")
_ONE_WORD: Final = re.compile(rf"[\s,]*(?P<word>[{_U}][{_L}]{{3,}})[\s.]*")
_STRICT_SURNAME: Final = re.compile(r".{2,}(?:[оеё]в|[иы]н|ск)(?:а|ой|ым|ий|ая|у|им|ого)?(?:[нд][ыиуү]н)?")
_SURNAME: Final = re.compile(
    r"(?:[оеё]в|[иы]н|[цс]к|ц?к[ои]|[яюу]к|[яа]н|швили|дзе|ич|ец|баев|бек|берг|аль|ман|ко|ук|як)"
    r"(?:а|у|ы|е|ой|ою|ым|ом|ем|ых|ыми|ий|ая|ого|ому|ую|им|ей)?"
    r"(?:[нд][ыи]н|т[ыи]н|[гк][ае]|[дтн][ыи]|[дтн][ае]н|[дт][ае])?$"
)
_OF_SOMEBODY: Final = re.compile(r"(?:\bим\.?|\bимени|\bпамяти)\s*$")
_CALLED_AFTER: Final = re.compile(r"\s*(?:атындагы|ат\.)")
_SEPARATORS: Final = re.compile(r"[\s,:–—-]*(?:(?:и|жана|менен|а также|&)\s+)?")
_POSITION_NEXT: Final = re.compile(r"\s*(?:[,–—(]|$)")
_SURNAME_NEXT: Final = re.compile(rf"\s*{_WORD}(?!\w)")
_WORDS_NEXT: Final = re.compile(rf"\s*[,–—(]\s*[{_L}]")
_PLACE_NEXT: Final = re.compile(r"\s+(?:район|област|облус|село|села|город|шаар|айыл|аймак|көч[өе]|улиц|долин|рек[аи])")
# «Новая Покровка», but not the genitive «Николая».
_ATTRIBUTE: Final = re.compile(r"(?:бел|мал|.*[нвдтрмшщ]|.*[^сц]к)(?:ая|яя|ое|ые|ие)")


class FoundName(Struct, frozen=True):
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


def find_names(text: str, is_known: Known, taken: Known, labelled: bool = False) -> list[FoundName]:
    """Return the personal names in a byline.

    Args:
        text: the byline or a part of it.
        is_known: tells whether a name in plain letters is that of a person of the authority files.
        taken: tells whether some words name an organization, project or place.
        labelled: whether an agent word stands before the text, so that nothing but names can come first.
    """
    found: list[FoundName] = []
    position = 0
    while match := _next_form(text, position):
        first = _SEPARATORS.fullmatch(text, found[-1].end if found else 0, match.start()) is not None
        name = _accepted(match, text, is_known, taken, first and _is_settled(match, text, labelled))
        if name is None:
            # The next word may begin a name: «Консультант Максим СЕМЕНЯК».
            following = _BLANK.search(text, match.start())
            position = following.end() if following and following.end() <= match.end() else match.end()
            continue
        found.append(name)
        position = name.end
    return found


def begins_with_name(text: str) -> bool:
    """Tell whether the first words of a text have the form of a name."""
    return bool(_FORMS.match(text) or _CAPITALS.match(text))


def holds_name(text: str) -> bool:
    """Tell whether some words of a text have the form of a name."""
    starts = [opening.start() for opening in _OPENING.finditer(text)]
    return any(_FORMS.match(text, start) or _CAPITALS.match(text, start) for start in starts)


def find_surname(text: str, taken: Known, labelled: bool) -> FoundName | None:
    """Return a surname that stands for a whole name: «Редактор: УМАНКУЛОВА», «СЫДЫКОВ, журналист».

    Args:
        text: a part of a byline that holds no full name.
        taken: tells whether some words name an organization, project or place.
        labelled: whether an agent word says that the text names somebody; a post behind the surname does, too.
    """
    matches = list(_CAPITALS.finditer(text))
    if not labelled and not (matches and _begins_settled(text, matches[0])):
        return None
    if not matches and (alone := _ONE_WORD.fullmatch(text)):
        start, end = alone.span("word")
    elif len(matches) == 1:
        start, end = matches[0].span()
    else:
        return None
    word = text[start:end]
    if not _STRICT_SURNAME.fullmatch(fold(word)) or is_function_word(word) or taken(word):
        return None
    return FoundName(word, start, end, True)


def _next_form(text: str, position: int) -> re.Match[str] | None:
    """Return the first words from a position on that have the form of a name."""
    for opening in _OPENING.finditer(text, position):
        if match := _FORMS.match(text, opening.start()):
            return match
    return None


def _begins_settled(text: str, match: re.Match[str]) -> bool:
    return not text[: match.start()].strip() and text[match.end() :].lstrip()[:1] == "," and names_post(text)


def _is_settled(match: re.Match[str], text: str, labelled: bool) -> bool:
    """Tell whether the place alone makes two capitalized words a name: after a label, or before a post."""
    end = match.end()
    if match.lastgroup == "loud" and _WORDS_NEXT.match(text, end):
        return True
    return _POSITION_NEXT.match(text, end) is not None and (labelled or names_post(text[end:]))


def _accepted(match: re.Match[str], text: str, is_known: Known, taken: Known, settled: bool) -> FoundName | None:
    kind = match.lastgroup
    name = match[0]
    words = [word for word in _PARTS.split(name) if len(word) > 1]
    if not _are_of_a_person(words, kind) or (kind == "plain" and _ATTRIBUTE.fullmatch(fold(words[0]))):
        return None
    if _OF_SOMEBODY.search(text[: match.start()].lower()) or _CALLED_AFTER.match(text, match.end()):
        return None
    if kind in ("son", "initials_first", "initials_last"):
        sure = kind == "son" or settled or any(len(word) > 2 for word in words)
        if kind == "initials_last" and not _is_surname(words[-1]):
            # «эксперты ИПР Н. ТЮЛЮНДИЕВА»: the initials belong to the word behind them.
            sure = sure and not taken(words[-1]) and not _SURNAME_NEXT.match(text, match.end())
        return FoundName(name, match.start(), match.end(), True) if sure else None
    if taken(name) or _PLACE_NEXT.match(text, match.end()) or _goes_on(match, text, is_known):
        return None
    if kind == "loud":
        loud = words[-1]
        sure = _is_surname(loud) or ((settled or len(loud) >= 4) and not taken(loud)) or is_known(name)
    else:
        sure = settled or any(map(_is_surname, words)) or is_known(name)
        sure = sure and not (kind != "plain" and taken(words[0]))
    return FoundName(name, match.start(), match.end(), kind != "plain") if sure else None


def _goes_on(match: re.Match[str], text: str, is_known: Known) -> bool:
    """Tell whether the name begins with the second word only: «мэр города Ош Эркин АБДРАЗАКОВ»."""
    following = _SURNAME_NEXT.match(text, match.end())
    if match.lastgroup != "plain" or not following:
        return False
    word = following[0].strip()
    loud = word.isupper() and _is_surname(word) and not is_function_word(word)
    return loud or is_known(f"{match[0].split()[-1]} {word}")


def _are_of_a_person(words: list[str], kind: str | None) -> bool:
    """Tell whether no word is that of an institution; Кенеш is a given name, too, beside a surname in capitals."""
    if kind == "loud" and fold(words[0]) == "кенеш" and _is_surname(words[-1]):
        words = words[1:]
    return bool(words) and not any(map(is_function_word, words))


def _is_surname(word: str) -> bool:
    return len(word) > 3 and bool(_SURNAME.search(fold(word)))


_BLANK: Final = re.compile(r"\s+")
_PARTS: Final = re.compile(r"[\s.]+")
