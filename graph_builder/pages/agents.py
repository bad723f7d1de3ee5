"""The words of bylines: who wrote, edited, compiled or reviewed, in Kyrgyz and Russian."""

import re
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from graph_builder.pages.posts import names_post
from graph_builder.records.bibliographic import RoleKind
from graph_builder.textforms import fold

Agency: TypeAlias = RoleKind | Literal["other"]
"""What an agent word says: a kind of role, or ``other`` for what is no contribution that we record (photographs)."""

_PUBLICATION_KY: Final = (
    r"(?:түрмөк|макала|материал|текст|рубрика|бөлүм|доклад|баяндама|маек|сереп|жыйнак|басылма|репортаж|очерк|"
    r"аңгеме|эскертме|жазма|колдонмо)"
)
_PUBLICATION_RU: Final = (
    r"(?:материал|стать|текст|публикаци|обзор|рубрик|раздел|доклад|интервью|колонк|подборк|репортаж|очерк|эссе|"
    r"памятк|заметк|справочник|беседу|страниц|комментари|сборник|пособи|брошюр|хроник)"
)

LABELS: Final[Mapping[Agency, str]] = {
    "compiler": r"автор(?:ы)?[- ]+составител[ьи]|составител[ьи]|түзгөн(?:дөр)?|түзүүчү(?:лөр)?|түзүшкөн",
    "reviewer": r"рецензент(?:тер|тери|ы|и)?|рецензиялаган(?:дар)?|(?:сын-)?пикир (?:берген|жазган)(?:дер|дар)?",
    "editor": r"(?:илимий |жооптуу |башкы |баш |адабий )?редактор(?:лор|лору|ы|у)?|"
    r"(?:главны[йе] |научны[йе] |ответственны[йе] |литературны[йе] )редактор(?:лор|лору|ы|у)?|редакциялаган(?:дар)?|"
    r"(?:под )?общ(?:ая|ей) редакци(?:я|ей)|жалпы редакция(?:сы(?:н караган)?|лаган)?|"
    r"под редакцией|под ред\.",
    "author": r"автор(?:лор|лору|у|ы)?(?: стать[ии]| текста| материала| публикации)?|"
    r"(?:макала|материал|текст|түрмөк|маек)(?:нын|нун|дын|дун|тин|түн) автор(?:у|лору)|"
    r"авторск(?:ий коллектив|ая группа)|автор(?:лор|дук) (?:тобу|топ|жамаат[ыу]?)|"
    r"(?:материалды |текстти |макаланы )?"
    r"даярдаган(?:дар)?|тексти|(?:текст|материал)(?: подготовил(?:а|и)?)?|подготовил(?:а|и)?|жазган(?:дар)?|"
    r"(?:текст|материал)(?: и |, | жана )(?:фото|сүрөт(?:тө|төр)?)|маектешкен|маекти жүргүзгөн|"
    r"(?:беседу|интервью) вел[аи]?",
    "other": r"(?:сүрөт|фото)(?:нун|лордун)?(?: автору| авторы| автор)?|сүрөттөр|фотографии|сүрөттө(?:гү)?|"
    r"на (?:фото|снимке|фотографии)|иллюстраци[ия]|рисунки|дизайн(?:ер)?|в[её]рстка|корректор|сүрөтчү|"
    r"котор(?:гон|мочу)(?:дор|лор)?|перевод(?:чик)?|переводчики",
}
"""Words that stand before a colon, semicolon or dash and name what the people after it did."""

PREPOSED: Final[Mapping[Agency, str]] = {
    "editor": r"(?:под )(?:общей |научной )?редакцией(?: и)?|под (?:общ\. )?ред\.|общая редакция|жалпы редакция|"
    r"отредактировал(?:а|и)?|редактор",
    "reviewer": r"отрецензировал(?:а|и)?|рецензировал(?:а|и)?|рецензент(?:ы|тер)?",
    "compiler": r"(?:автор-)?составител[ьи]|составил(?:а|и)?|составлен(?:а|о|ы)?|собрал(?:а|и)?",
    "author": r"автор(?:ы|лор)?(?: статьи| текста| материала)?|"
    r"(?:материал(?:ы)?|статью|статья|текст|публикацию|обзор|рубрику|раздел|доклад|интервью|подборку)\s+"
    r"(?:подготовлен(?:а|ы|о)?|подготовил(?:а|и)?|написан(?:а)?|написал(?:а|и)?)|подготовил(?:а|и)?|"
    r"подготовлен(?:а|ы|о)?|написал(?:а|и)?|написан(?:а|ы|о)?|(?:при|с) участи(?:и|ем)|в соавторстве с|"
    r"(?:совместно|вместе) с|(?:бесед(?:у|ы) )?беседовал(?:а|и)?|записал(?:а|и)?|текст(?= [а-яёөүң]+[аыи] )|"
    r"(?:интервью|беседу|рубрику|колонку) (?:(?:про)?вел[аи]?|вед[еу]т|взял[аи]?|записал[аи]?)",
    "other": r"перевел(?:а|и)?|перевод(?: с \w+)?|сфотографировал(?:а)?|фото",
}
"""Words that stand before the people whom they concern."""

BEFORE_NAME: Final = re.compile(
    r"(?:автор-)?составител[ьи]|рецензент(?:ы|тер)?|редактор|автор(?:ы|лор)?(?: \w+)?|перевод.*"
)
"""Nouns among them; before another noun than a name they only tell what somebody is («автор книги»)."""

POSTPOSED: Final[Mapping[Agency, str]] = {
    "editor": r"(?:жалпы )?редакция(?:сы|сынын|лоосу)? (?:алдында|астында|менен)|(?:жалпы )?редакциялаган|"
    r"редакциялады|редакциялашты|редакциясы|редакциялоосунда",
    "reviewer": r"рецензиялаган|рецензиялады|пикир берген",
    "compiler": r"түзгөн|түздү|түзүштү|түзүшкөн|топтогон|топтоду",
    "author": r"(?:тарабынан )?даярда(?:ды|шты|ган|шкан|лды|лган)|(?:тарабынан )?жаз(?:ды|ышты|ган|ышкан|ылды|ылган)|"
    r"жазып (?:алган|алды|берген)|катышуусу менен|катышуусунда|авторлугу менен|тарабынан|"
    r"маектеш(?:кен|ти|ишти)|сүйлөшкөн|аңгемелеш(?:кен|ти)|маек(?:ти)? (?:курган|курду|жүргүзгөн|жүргүздү|алган|алды)|"
    r"алып бар(?:ган|ды|ышты|ат|ышат)",
    "other": r"которгон|которду|сүрөткө тарткан|сүрөткө тартты|тарткан",
}
"""Words that stand after the people whom they concern; in Kyrgyz before them, too."""

_OF_RUSSIAN: Final = rf"(?:\w+[ыое][йеях]\s+)?{_PUBLICATION_RU}\w{{0,3}}"
_OBJECT: Final = re.compile(
    rf"^(?:(?:бул|ушул|данн\w+|эт\w+)\s+)?"
    rf"(?:{_PUBLICATION_KY}(?:т[уүыи]|[нд][ыиуү]|лард[ыу])?|{_OF_RUSSIAN}(?:(?:,\s*|\s+и\s+){_OF_RUSSIAN})*)"
    r"(?=\s|$)[\s:–-]*"
)
_PUBLICATION_WORD: Final = re.compile(rf"(?:{_PUBLICATION_KY}|{_PUBLICATION_RU})\w{{0,4}}")
_COMMISSION: Final = re.compile(
    r"\bпо (?:заказу|поручению|материалам|данным)\b|\bспециально для\b|"
    r"(?:заказы|тапшырыгы|буйрутмасы|материалдары)\s+боюнча"
)
_KY_OBJECT: Final = re.compile(r"[ндт][ыиуү]$|.{4}[дт][аеоө]$")


def is_agent_word(word: str) -> bool:
    """Tell whether a folded word is one of those that say what somebody did, or the publication that was made."""
    return bool(_AGENT_WORD.fullmatch(word) or _PUBLICATION_WORD.fullmatch(word))


def is_commission(text: str) -> bool:
    """Tell whether a text says who ordered the work; who orders is not whom the author belongs to."""
    return bool(_COMMISSION.search(fold(text)))


def without_object(text: str) -> str:
    """Return a text without the publication with which a sentence begins: «Түрмөктү …», «Памятку и заметки …»."""
    match = _OBJECT.match(fold(text))
    return text[match.end() :] if match else text


def begins_with_other_object(text: str) -> bool:
    """Tell whether a Kyrgyz sentence begins with another object than a publication («Отчетту») or with a place."""
    first = fold(text).partition(" ")[0]
    return bool(_KY_OBJECT.search(first)) and not names_post(first)


_AGENT_WORD: Final = re.compile("|".join(part for table in (LABELS, PREPOSED, POSTPOSED) for part in table.values()))
