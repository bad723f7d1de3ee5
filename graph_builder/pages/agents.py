"""The words of bylines: who wrote, edited, compiled or reviewed, in Kyrgyz and Russian; and nouns of posts."""

import re
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from graph_builder.records.bibliographic import RoleKind
from graph_builder.textforms import fold

Agency: TypeAlias = RoleKind | Literal["other"]
"""What an agent word says: a kind of role, or ``other`` for what is no contribution that we record (photographs)."""

_PUBLICATION_KY: Final = r"(?:түрмөк|макала|материал|текст|рубрика|бөлүм|доклад|баяндама|маек|сереп|жыйнак|басылма)"
_PUBLICATION_RU: Final = r"(?:материал|стать|текст|публикаци|обзор|рубрик|раздел|доклад|интервью|колонк|подборк)"

LABELS: Final[Mapping[Agency, str]] = {
    "compiler": r"автор(?:ы)?[- ]+составител[ьи]|составител[ьи]|түзгөн(?:дөр)?|түзүүчү(?:лөр)?|түзүшкөн",
    "reviewer": r"рецензент(?:тер|тери|ы)?|рецензиялаган(?:дар)?|пикир берген(?:дер)?",
    "editor": r"(?:илимий |жооптуу |научны[йе] |ответственны[йе] )?редактор(?:лор|лору|ы)?|редакциялаган(?:дар)?|"
    r"(?:под )?общ(?:ая|ей) редакци(?:я|ей)|жалпы редакция(?:сы|лаган)?|под редакцией|под ред\.",
    "author": r"автор(?:лор|лору|у|ы)?(?: стать[ии]| текста| материала)?|(?:материалды |текстти |макаланы )?"
    r"даярдаган(?:дар)?|(?:текст|материал)(?: подготовил(?:а|и)?)?|подготовил(?:а|и)?|жазган(?:дар)?",
    "other": r"(?:сүрөт|фото)(?:нун|лордун)?(?: автору| авторы| автор)?|сүрөттөр|фотографии|"
    r"котор(?:гон|мочу)(?:дор|лор)?"
    r"|перевод(?:чик)?|переводчики",
}
"""Words that stand before a colon, semicolon or dash and name what the people after it did."""

PREPOSED: Final[Mapping[Agency, str]] = {
    "editor": r"(?:под )(?:общей )?редакцией(?: и)?|под (?:общ\. )?ред\.|общая редакция|жалпы редакция|"
    r"отредактировал(?:а|и)?",
    "reviewer": r"отрецензировал(?:а|и)?|рецензент(?:ы|тер)?(?= [А-ЯЁӨҮҢ])",
    "compiler": r"составил(?:а|и)?",
    "author": r"(?:материал(?:ы)?|статью|статья|текст|публикацию|обзор|рубрику|раздел|доклад|интервью|подборку)\s+"
    r"(?:подготовлен(?:а|ы|о)?|подготовил(?:а|и)?|написан(?:а)?|написал(?:а|и)?)|подготовил(?:а|и)?|"
    r"подготовлен(?:а|ы|о)?|написал(?:а|и)?|(?:при|с) участи(?:и|ем)|в соавторстве с|беседовал(?:а|и)?|"
    r"интервью (?:вел|вела|взял|взяла)",
    "other": r"перевел(?:а|и)?|сфотографировал(?:а)?|фото",
}
"""Words that stand before the people whom they concern."""

POSTPOSED: Final[Mapping[Agency, str]] = {
    "editor": r"(?:жалпы )?редакция(?:сы|сынын|лоосу)? (?:алдында|астында|менен)|(?:жалпы )?редакциялаган|"
    r"редакциялады|редакциялашты|редакциясы|редакциялоосунда",
    "reviewer": r"рецензиялаган|рецензиялады|пикир берген",
    "compiler": r"түзгөн|түздү|түзүштү|түзүшкөн",
    "author": r"(?:тарабынан )?даярда(?:ды|шты|ган|шкан|лды|лган)|(?:тарабынан )?жаз(?:ды|ышты|ган|ышкан|ылды|ылган)|"
    r"катышуусу менен|катышуусунда|авторлугу менен|тарабынан|маектешкен|маек (?:курган|жүргүзгөн|алган)",
    "other": r"которгон|которду|сүрөткө тарткан|тарткан",
}
"""Words that stand after the people whom they concern."""

_OBJECT: Final = re.compile(
    rf"^(?:(?:бул|ушул|данн\w+|эт\w+)\s+)?(?:{_PUBLICATION_KY}(?:т[уүыи]|[нд][ыиуү]|лард[ыу])?|{_PUBLICATION_RU}\w{{0,3}})"
    r"(?=\s|$)[\s:–-]*"
)
_PUBLICATION_WORD: Final = re.compile(rf"(?:{_PUBLICATION_KY}|{_PUBLICATION_RU})\w{{0,4}}")

_POST_KY: Final = (
    r"адис(?:и|тер[иы]?)?|башчы(?:сы)?|жетекчи(?:си|лери)?|орун\s?басары|төрага(?:сы)?|мүчө(?:сү)?|кеңешчи(?:си)?|"
    r"кызматкер[иы]?|өкүлү?|директор[уы]?|катчы(?:сы)?|эксперт[иы]?|консультант[ыи]?|координатор[уы]?|менеджер[иы]?|"
    r"юрист[иы]?|аналитик[иы]?|мугалим[иы]?|окумуштуу(?:су)?|журналист[иы]?|кабарчы(?:сы)?|лидер[иы]?|ассистент[иы]?|"
    r"редактор[уы]?|ректор[уы]?|мэр[иы]?|депутат[ыи]?|министр[иы]?|вице-мэри|доктору?|кандидаты?|профессору?|"
    r"изилдөөчү(?:сү)?|ишкер|башкаруучу(?:су)?|тренер[иы]?|экономист[иы]?|социолог[уы]?|бухгалтер[иы]?|президент[иы]?"
)
_POST_RU: Final = (
    r"(?:вице-|экс-|пресс-|арт-|топ-)?(?:специалист|директор|председател|руководител|заместител|зам\.|консультант|эксперт|"
    r"менеджер|юрист|аналитик|сотрудни[кц]|советни[кц]|журналист|корреспондент|доктор|профессор|кандидат|депутат|министр|"
    r"представител|лидер|координатор|ассистент|заведующ|начальник|глав[аыу]\b|член|тренер|президент|преподавател|доцент|"
    r"магистр|исследовател|секретар|мэр|социолог|экономист|бухгалтер|редактор|ректор|проректор|декан|ответственн\w+ за|"
    r"политолог|независим|акционер|модератор|фасилитатор|управляющ|обозревател)\w*"
)
_POST: Final = re.compile(rf"\b(?:{_POST_RU}|(?:{_POST_KY})(?:н[ыиуү]н)?)(?!\w)")
_ADJECTIVE: Final = re.compile(r"(?:[ыио]й|[ая]я|[ыи]е|[ыи]х|[ое]го|[ыи]ми?|[ое]му)$")
_PLURAL: Final = re.compile(r"(?:[ыи]|ов|ев|ей|ами?|ями?|ители|[тл]ер[иы]?|[тлд]ар[ыи]?)$")
_COMMISSION: Final = re.compile(r"\bпо заказу\b|\bпо поручению\b|(?:заказы|тапшырыгы|буйрутмасы)\s+боюнча")
_NO_NAME: Final = re.compile(
    r"(?:кыргыз|кыргызстан|республик|жогорку|министр|министер|долбоор|агентт|союз|академ|институт|банк|фонд|программ|"
    r"проект|кодекс|мыйзам|закон|коалици|партнерств|журнал|газет|ассоциац|университет|центр|борбор|альянс|комитет|"
    r"управлен|департамент|област|облус|район|шаар(?:ы|дык)|айыл|город(?:а|ской|ского)?$|село$|правительств|өкмөт|парламент|кенеш|кеңеш|президент|"
    r"европ|хартия|муниципал|жергиликт|местн|социал|экономи|развити|өнүктүрүү|финанс|портал|мамлекет|государств|порядо|"
    r"горяч|актуал|мэри$|аппарат|орган|глав[аы]$|биринчи|главн|научн|илимий|стать|тема$|народ|эл$|элдин|дүйнө|мир$|азия$)"
)
_KY_ACCUSATIVE: Final = re.compile(r"[ндт][ыиуү]$")


def is_function_word(word: str) -> bool:
    """Tell whether a word is no part of a personal name: an agent word, a post, a common noun of institutions."""
    folded = fold(word)
    return bool(
        _AGENT_WORD.fullmatch(folded)
        or _POST.fullmatch(folded)
        or _NO_NAME.match(folded)
        or _PUBLICATION_WORD.fullmatch(folded)
    )


def names_post(text: str) -> bool:
    """Tell whether a text names a post or profession."""
    return bool(_POST.search(fold(text)))


def begins_with_post(text: str) -> bool:
    """Tell whether a text begins with a post, adjectives before it allowed, as Russian has it.

    «главный редактор журнала» does, «интервью с редактором» and «благодарность редактору» do not.
    """
    match = _POST.search(fold(text))
    return match is not None and all(map(_ADJECTIVE.search, fold(text[: match.start()]).split()))


def ends_with_post(text: str) -> bool:
    """Tell whether one of the last two words of a text names a post, as Kyrgyz has it."""
    return names_post(" ".join(text.split()[-2:]))


def is_plural_post(text: str) -> bool:
    """Tell whether the first post that a text names is that of several people: «консультанты», «адистери»."""
    match = _POST.search(fold(text))
    return bool(match and _PLURAL.search(match[0]))


def is_commission(text: str) -> bool:
    """Tell whether a text says who ordered the work; who orders is not whom the author belongs to."""
    return bool(_COMMISSION.search(fold(text)))


def without_object(text: str) -> str:
    """Return a text without the publication with which a sentence begins: «Түрмөктү …», «Материал …»."""
    match = _OBJECT.match(fold(text))
    return text[match.end() :] if match else text


def begins_with_other_object(text: str) -> bool:
    """Tell whether a Kyrgyz sentence begins with another object than a publication: «Отчетту …»."""
    words = fold(text).split()
    return bool(words) and bool(_KY_ACCUSATIVE.search(words[0])) and not names_post(words[0])


_AGENT_WORD: Final = re.compile("|".join(part for table in (LABELS, PREPOSED, POSTPOSED) for part in table.values()))
