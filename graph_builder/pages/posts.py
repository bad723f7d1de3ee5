"""Nouns of posts and professions, Kyrgyz and Russian: what a person of a byline is."""

import re
from typing import Final

from graph_builder.linking import russian
from graph_builder.textforms import fold

# Stems; the possessive, the plural and the cases come after them.
_KY: Final = (
    r"адис|башчы|жетекчи|орун ?басар|төрага|төрайым|мүчө|кеңешчи|кызматкер|өкүл|директор|катчы|эксперт|консультант|"
    r"координатор|менеджер|юрист|аналитик|талдоочу|серепчи|мугалим|окумуштуу|журналист|кабарчы|лидер|ассистент|"
    r"(?:баш )?редактор|(?:про)?ректор|мэр|депутат|министр|вице-мэр|доктор|кандидат|профессор|доцент|изилдөөчү|ишкер|"
    r"башкаруучу|тренер|экономист|социолог|бухгалтер|президент|адвокат|студент|аспирант|магистр(?:ант)?|агроном|"
    r"архитектор|инженер|врач|дарыгер|окутуучу|педагог|психолог|эколог|тарыхчы|пенсионер|ардагер|активист|"
    r"аудитор|программист|каржычы|эсепчи|сотрудник|модератор|фасилитатор|уюштуруучу|демилгечи|тилчи|жазуучу|акын|"
    r"котормочу|медайым|фермер|дыйкан|[а-яөүң]+(?:уучу|үүчү|оочу|өөчү)|[а-я]+(?:олог|ист)"
)
_KY_FORM: Final = r"(?:[тлд][аеоө]р)?(?:[сн]?[ыиуү])?(?:н[ыиуү]н)?"
_RU: Final = (
    r"(?:вице-|экс-|пресс-|арт-|топ-)?(?:специалист|директор|председател|руководител|заместител|зам\.|консультант|эксперт|"
    r"менеджер|юрист|аналитик|сотрудни[кц]|советни[кц]|журналист|корреспондент|доктор|профессор|кандидат|депутат|министр|"
    r"представител|лидер|координатор|ассистент|заведующ|начальник|глав(?:[аыу]|ой)\b|член|тренер|президент|преподавател|"
    r"доцент|магистр|исследовател|секретар|мэр|социолог|экономист|бухгалтер|редактор|ректор|проректор|декан|"
    r"ответственн\w+ за|политолог|акционер|модератор|фасилитатор|управляющ|обозревател)\w*"
)
# Whoever has to do with a thing; «биринчи» and other ordinals end alike.
_KY_AGENTIVE: Final = re.compile(rf"\b[а-яөүң]{{3,}}(?<!н)(?:чы|чи|чу|чү){_KY_FORM}(?!\w)")
_KY_POST: Final = rf"(?:{_KY}){_KY_FORM}"
_POST: Final = re.compile(rf"\b(?:{_RU}|{_KY_POST})(?!\w)")
_ADJECTIVE: Final = re.compile(r"(?:[ыио]й|[ая]я|[ыи]е|[ыи]х|[ое]го|[ыи]ми?|[ое]му|ою)$")
_PLURAL: Final = re.compile(r"(?:[ыи]|ов|ев|ей|ами?|ями?|ители|[тлд][аеоө]р[ыиуү]?)$")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
# Those of whom a text tells; they are no authors of it.
_TOLD_OF: Final = re.compile(r"(?:собеседни|гост[ьия]|геро|участни|читател|жител|люди|человек|памят|слово|друз|коллег)")


def is_post(word: str) -> bool:
    """Tell whether a folded word is a noun of a post that the lists hold."""
    return _POST.fullmatch(word) is not None


def names_post(text: str) -> bool:
    """Tell whether a text names a post or profession."""
    return bool(_POST.search(fold(text)))


def names_person(text: str, language: str) -> bool:
    """Tell whether a text names a post, or by a common noun any other person: «краевед», «китепканачы»."""
    if names_post(text):
        return True
    if language == "ky":
        return bool(_KY_AGENTIVE.search(fold(text)))
    return any(map(russian.is_person, _WORD.findall(fold(text))))


def begins_with_post(text: str) -> bool:
    """Tell whether a text begins with a post, adjectives before it allowed, as Russian has it.

    «главный редактор журнала» does, «интервью с редактором» and «благодарность редактору» do not.
    """
    folded = fold(text)
    if match := _POST.search(folded):
        return all(map(_ADJECTIVE.search, folded[: match.start()].split()))
    head = next((word for word in _WORD.findall(folded) if not _ADJECTIVE.search(word)), "")
    return russian.is_person(head) and not _TOLD_OF.match(head)


def ends_with_post(text: str) -> bool:
    """Tell whether one of the last two words of a text names a post, as Kyrgyz has it."""
    return names_person(" ".join(text.split()[-2:]), "ky")


def is_plural_post(text: str) -> bool:
    """Tell whether the first post that a text names is that of several people: «консультанты», «адистери»."""
    match = _POST.search(fold(text))
    return bool(match and _PLURAL.search(match[0]))
