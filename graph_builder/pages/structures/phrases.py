"""How a sentence names its project: where, in which case, and whether it is surely that project."""

import re
from typing import Final, Literal

from msgspec import Struct

from graph_builder.pages.structures.passages import Passage

Gender = Literal["m", "f", "n", ""]

_ADJACENT: Final = re.compile(r'[\s"()]*(?:(?:[a-z/]+\s+)?по\s+\"?)?')
_WITHIN_AFTER: Final = re.compile(r'["\s)]*(?:алкаг|чегин|боюнча|ичин|тууралуу|жөнүндө|үчүн|менен)')
_WITHIN_BEFORE: Final = re.compile(
    r"(?<!\w)(?:рамках|по|для|от|о|об|к|ко|из|на|с|со|при|через|в|во|участник[а-я]*|within|under|of|for|to|by|with|in)"
    r"(?:\s+(?:the|this))?\s+\"?$"
)
_OBLIQUE_NAME: Final = re.compile(r"(?:н[ыиуү]н|[дт][аеоө]|[гк][аеоө]|[дт][аеоө]н)$")
_NOUN_CASES: Final[tuple[tuple[re.Pattern[str], str], ...]] = tuple(
    (re.compile(pattern), case)
    for pattern, case in (
        (r"проект|project", "P"),
        (r"долбоору?|проекти", "N"),
        (r"долбоору?[дн]у?|проектин|проектти", "A"),
        (r"долбоордун|долбоорунун|проекта|проекттин", "G"),
        (r"долбоорго|долбооруна|проекту", "D"),
        (r"(?:долбоор|проект)(?:лор|тер)[а-яөүң]*|проект(?:ы|ов|ам|ами|ах)|projects", "X"),
    )
)
_CLASS_NOUN: Final = re.compile(r"(?<!\w)(?P<stem>программ|инициатив|партнерств)(?P<ending>[а-я]{1,2})\s+\"?$")
_CLASS_NAME: Final = re.compile(r"(?P<stem>программ|инициатив|партнерств)(?P<ending>[а-я]{1,2})(?!\w)")
_CLASS_AFTER: Final = re.compile(r'["\s]*(?:программа|демилге)с(?P<ending>ы|и|ын|ин|ынын|инин)(?!\w)')
_CLASS_CASES_AFTER: Final[dict[str, str]] = dict(zip(("ы", "и", "ын", "ин", "ынын", "инин"), "NNAAGG", strict=True))
_CLASS_CASES: Final[dict[str, str]] = {"а": "N", "у": "A", "ы": "G", "о": "P", "е": "C", "ой": "C"}
# «Другой проект», «жаңы долбоор», «another project», «“Жашыл шаар” долбоору»: a bare noun so introduced is of others.
_OTHER_BEFORE: Final = re.compile(
    r"(?:(?<!\w)(?!этот|данн|указанн|названн|настоящ|весь|наш)[а-я]+(?:ый|ий|ой|ого|его|ому|ему|ым|им|их)"
    r"|(?<!\w)(?:ее|чей|каждого)|[а-яөүң]+н[ыиуү]н|[а-яөүң]+(?:дагы|деги|доку|догу|дөгү|тагы|теги|луу|лүү|дуу|дүү|туу|түү|лык|лик|дык|дик|тук|түк)"
    r"|(?<!\w)(?:башка|дагы\s+бир|бир|ар\s+бир|жаңы|окшош|ушундай|мындай|кайсы|кандай|көп|көптөгөн|бардык|кээ\s+бир|ар\s+кандай"
    r"|эки|үч|экинчи|үчүнчү|биринчи|мурдагы|мурунку|кийинки|чакан|чоң|ири|эл\s+аралык)"
    r"|(?<!\w)(?!the\b|this\b|our\b|and\b|but\b|that\b)[a-z][a-z'-]*|\")\s*$"
)
_PREDICATE: Final = re.compile(r"-\s*(?:это\s+)?$")
_POSSESSED: Final = re.compile(r"долбоору|долбоорун|долбоорунун|долбооруна|проекти|проектин")


class Phrase(Struct, frozen=True):
    """A place where a sentence names its project: noun, name and abbreviation as far as they stand together.

    Attributes:
        start: offset of its first character.
        end: offset after its last.
        case: nominative (N) or accusative (A) or one of both (P), genitive (G), dative (D), another case or only what
            something happens within (C); or perhaps another project (X).
        gender: the gender that Russian words said of it must have, if it is known.
        noun: the folded noun that carries the case.
    """

    start: int
    end: int
    case: str
    gender: Gender
    noun: str


def phrases(sentence: Passage) -> list[Phrase]:
    """Return where a sentence names a project, in order."""
    nouns = dict(sentence.project_nouns())
    names = {one.start: one.end for one in sentence.mentions if one.kind == "project"}
    found, named = list[Phrase](), list[bool]()
    for start, end in sorted({*nouns.items(), *names.items()}):
        one = _named(sentence, start, end) if start in names else _noun(sentence.folded, start, end)
        last = found[-1] if found else None
        if last and (start < last.end or _ADJACENT.fullmatch(sentence.folded, last.end, start)):
            # The noun after a name in quotes, or before it, tells the case of both.
            carrier = one if start not in names else last
            found[-1] = Phrase(last.start, max(end, last.end), carrier.case, carrier.gender, carrier.noun)
            named[-1] = True
        else:
            found.append(one)
            named.append(start in names)
    return [
        one if is_named else _alone(sentence.folded, one, after_name=any(named[:at]))
        for at, (one, is_named) in enumerate(zip(found, named, strict=True))
    ]


def _noun(folded: str, start: int, end: int) -> Phrase:
    case = next((case for pattern, case in _NOUN_CASES if pattern.fullmatch(folded, start, end)), "C")
    return Phrase(start, end, _within(folded, start, end, case), "m", folded[start:end])


def _named(sentence: Passage, start: int, end: int) -> Phrase:
    folded = sentence.folded
    if after := _CLASS_AFTER.match(folded, end):
        return Phrase(
            start, after.end(), _within(folded, start, after.end(), _CLASS_CASES_AFTER[after["ending"]]), "", ""
        )
    noun = _CLASS_NAME.match(folded, start) or _CLASS_NOUN.search(folded[max(0, start - 24) : start])
    if noun is None:
        case: str = "C" if _OBLIQUE_NAME.search(folded[start:end]) else "P"
        return Phrase(start, end, _within(folded, start, end, case), "", "")
    case = _CLASS_CASES.get(noun["ending"], "C")
    begin = start if noun.string is folded else start - len(noun[0])
    gender: Gender = "n" if noun["stem"] == "партнерств" else "f"
    return Phrase(begin, end, _within(folded, begin, end, case), gender, noun["stem"] + noun["ending"])


def _within(folded: str, start: int, end: int, case: str) -> str:
    if case != "X" and (_WITHIN_AFTER.match(folded, end) or _WITHIN_BEFORE.search(folded[max(0, start - 24) : start])):
        return "C"
    return case


def _alone(folded: str, phrase: Phrase, *, after_name: bool) -> Phrase:
    """Return a noun without a name, doubted if it may be that of another project."""
    head = folded[max(0, phrase.start - 40) : phrase.start]
    if _OTHER_BEFORE.search(head) or _POSSESSED.fullmatch(phrase.noun):
        doubted = True
    else:  # «ГГПОМСУ похож на проект, …», but «донор проекта», and «ГГПОМСУ – проект, …»
        doubted = after_name and not _PREDICATE.search(head) and (phrase.case != "G" or folded[phrase.end :][:1] == ",")
    return Phrase(phrase.start, phrase.end, "X", phrase.gender, phrase.noun) if doubted else phrase
