"""Which language a page is in: by its address, by its header, else by its words."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from msgspec import Struct

from graph_builder.pages.paragraph import Paragraph
from graph_builder.problems import Place, Problems
from graph_builder.records.base import Language
from graph_builder.textforms import fold

_ADDRESS: Final = re.compile(r"https?://[^/]+/(ky|ru)(?:/|$)", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")
_KY_LETTER: Final = re.compile("[ңөү]")
_RU_LETTER: Final = re.compile("[щъ]")
_CYRILLIC: Final = re.compile("[Ѐ-ԯ]+")
_FOREIGN: Final = re.compile("[әіғқұһўҳїєґјљњћђџ]")
_KY_COMMON: Final = (
    "жана менен үчүн бул боюнча болгон болуп бир деп эмес да же алар анын аны ал эле эң ошондой катары караганда"
    " кийин тарабынан туура жок бар керек дагы ошол эми башка ар кандай гана айыл жылы"
)
_RU_COMMON: Final = (
    "и в на с по для что не из к от это как а о об у за при до или его их также который которые были был была"
    " будет может между после более так но же то все году года лет этого этом бы если чтобы"
)
_KY_WORDS: Final = frozenset(_KY_COMMON.split())
_RU_WORDS: Final = frozenset(_RU_COMMON.split())
_KY_END: Final = re.compile(
    r"(?:[ндт][ыиуү]н|[лдт][аео]р[ыиуү]?|[лдт]өр[үи]?|[гк]а[нн]|ышат|ишет|ушат|үшөт|уу|луу|дык|дик|лык|лик|"
    r"лар[ыу]?н|дагы|деги|нда|нде|ына|ине|сын|син)$"
)
_RU_END: Final = re.compile(
    r"(?:ого|ому|ыми|ыми|ться|ется|ются|ения|ение|ению|ость|ости|остью|ских|ский|ская|ской|ского|ации|ацию|аций|"
    r"ная|ное|ные|ных|ными|ным|ует|уют|али|или|ила|ена|ены|ено)$"
)
_LANGUAGES: Final[tuple[Language, ...]] = ("ky", "ru")
_MIXED_SHARE, _MIXED_LETTERS = 0.25, 100
_ENOUGH_LETTERS: Final = 40


# For which language a word speaks.
_NONE, _KY, _RU, _SURE_KY, _SURE_RU = range(5)


class _Weight(Struct, frozen=True):
    ky: int
    ru: int
    sure_ky: int
    sure_ru: int
    letters: int
    cyrillic: int
    foreign: int


def language_of(
    head_language: str | None,
    url: str | None,
    paragraphs: Iterable[Paragraph],
    file: str,
    problems: Problems,
) -> Language | None:
    """Return the language of a page, or nothing if it is in none of the magazine's.

    Args:
        head_language: what the header shows.
        url: address of the page.
        paragraphs: title and body.
        file: path of the page.
        problems: where a mixture of languages, or none, is reported.
    """
    pieces = [(paragraph, _weight(paragraph.text)) for paragraph in paragraphs]
    letters = sum(weight.letters for _, weight in pieces)
    cyrillic = sum(weight.cyrillic for _, weight in pieces)
    foreign = sum(weight.foreign for _, weight in pieces)
    ky, ru = sum(weight.ky for _, weight in pieces), sum(weight.ru for _, weight in pieces)
    if letters >= _ENOUGH_LETTERS and (cyrillic < letters / 2 or foreign > letters / 50):
        problems.error(
            Place(file),
            "language-unknown",
            "the page is in neither Kyrgyz nor Russian",
            "keep pages of the magazine only; describe other works with a record",
        )
        return None
    address = _ADDRESS.match(url or "")
    stated = address[1].lower() if address else head_language
    language = next((one for one in _LANGUAGES if one == stated), None)
    if language is None:
        if ky == ru:
            problems.error(
                Place(file),
                "language-unknown",
                "nothing on the page tells whether it is Kyrgyz or Russian",
                "give its address in pages.csv",
            )
            return None
        language = "ky" if ky > ru else "ru"
    _report_mixture(language, pieces, letters, file, problems)
    return language


def _report_mixture(
    language: Language,
    pieces: list[tuple[Paragraph, _Weight]],
    letters: int,
    file: str,
    problems: Problems,
) -> None:
    others = [
        (paragraph, weight.letters)
        for paragraph, weight in pieces
        if (weight.sure_ru > weight.ky if language == "ky" else weight.sure_ky > weight.ru)
    ]
    amount = sum(count for _, count in others)
    if amount < max(_MIXED_LETTERS, letters * _MIXED_SHARE):
        return
    name = {"ky": "Kyrgyz", "ru": "Russian"}
    other = name["ru" if language == "ky" else "ky"]
    problems.warn(
        Place(file, others[0][0].line, "language"),
        "mixed-languages",
        f"the page is {name[language]}, but {100 * amount // letters} % of its text is {other} from here on",
        "check the address in pages.csv; store the versions as two pages",
    )


def _weight(text: str) -> _Weight:
    """Count what speaks for each language in a piece of text, over its first words."""
    folded = fold(text[:4000])
    words = _WORD.findall(folded)
    spoken = bytes(map(_speaks, words))
    sure_ky, sure_ru = 2 * spoken.count(_SURE_KY), 2 * spoken.count(_SURE_RU)
    letters = len("".join(words))
    cyrillic = len("".join(_CYRILLIC.findall(folded)))
    return _Weight(
        sure_ky + spoken.count(_KY),
        sure_ru + spoken.count(_RU),
        sure_ky,
        sure_ru,
        letters,
        cyrillic,
        len(_FOREIGN.findall(folded)),
    )


@lru_cache(maxsize=16384)
def _speaks(word: str) -> int:
    """Return for which language a folded word speaks, if for any."""
    if word in _KY_WORDS or _KY_LETTER.search(word):
        return _SURE_KY
    if word in _RU_WORDS or _RU_LETTER.search(word):
        return _SURE_RU
    if _KY_END.search(word):
        return _KY
    return _RU if _RU_END.search(word) else _NONE
