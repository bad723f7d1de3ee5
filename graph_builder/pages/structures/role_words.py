"""The words of sentences that say who pays for a project, carries it out or works with it; in three languages.

Each word has a symbol of one character, so that the form of a sentence is a string (see ``clauses``). All patterns
read the folded text.
"""

import re
from typing import Final

FUNDER: Final = "funder"
IMPLEMENTER: Final = "implementer"
PARTNER: Final = "partner"

_RU_MASKED: Final = "(?:ый|ого|ому|ым|ом|ая|ой|ую|ое)"
_KY_GOES_ON: Final = r"(?:\s+(?:кел(?:ет|ген|үүдө|е\s+(?:жатат|жаткан))|жат(?:ат|кан|ышат)|турат|турган))?"
_RU_BE: Final = r"(?:(?:был[аои]?|будет)\s+)?"

# Passive verbs after which the body stands, the project as their subject: «финансируется», «is funded by».
_PASSIVE: Final = {
    FUNDER: rf"{_RU_BE}(?:(?:со)?финансируется|(?:со|про)?финансировал(?:ся|ась|ось)|(?:со|про)финансирован[ао]?)"
    r"|(?:is|was|being|been)\s+(?:jointly\s+)?(?:co-?)?(?:funded|financed)\s+by",
    IMPLEMENTER: rf"{_RU_BE}(?:реализуется|реализ(?:ов)?ыва(?:ется|л(?:ся|ась|ось))|реализовал(?:ся|ась|ось)"
    r"|реализован[ао]?"
    r"|осуществля(?:ется|л(?:ся|ась|ось))|осуществлен[ао]?|(?:вы|ис)полняется|(?:вы|ис)полнял(?:ся|ась|ось)"
    r"|(?:вы|ис)полнен[ао]?)"
    r"|(?:is|was|being|been)\s+(?:being\s+)?(?:jointly\s+)?implemented\s+by",
}
# Participles that stand by the noun they are said of: «финансируемый», «funded by».
_PARTICIPLE: Final = {
    FUNDER: rf"(?:со)?финансируем{_RU_MASKED}|(?:про|со)?финансированн{_RU_MASKED}"
    rf"|поддержанн{_RU_MASKED}\s+(?:деньгами|средствами|грантом)|(?:co-?)?(?:funded|financed)\s+by",
    IMPLEMENTER: rf"(?:реализу|осуществля|выполня|исполня)ем{_RU_MASKED}"
    rf"|(?:реализован|осуществлен|выполнен|исполнен)н{_RU_MASKED}|implemented\s+by",
}
# Russian verbs whose object is the project and whose subject the body.
_ACTIVE: Final = {
    FUNDER: "(?:про|со)?финансир(?:ует|уют|овал[аои]?)",
    IMPLEMENTER: "реализ(?:ует|уют|овал[аои]?|овывал[аои]?)|осуществ(?:ляет|ляют|лял[аои]?|ил[аои]?)"
    "|(?:вы|ис)полн(?:яет|яют|ял[аои]?|ил[аои]?)",
}
# What the project does with whose money.
_MEANS: Final = {
    FUNDER: r"при\s+финансовой\s+поддержке|(?:на|из)\s+(?:грантовые\s+)?(?:средств[аы]?|деньги|грант)"
    r"|за\s+счет\s+(?:средств|гранта)|благодаря\s+(?:гранту|финансированию)"
    r"|with\s+(?:the\s+)?financial\s+support\s+(?:of|from)",
}
# Nouns of the role itself, which need an owner: «донор проекта», «долбоордун аткаруучусу».
_LABEL: Final = {
    FUNDER: r"донор(?:ом|ы|ами|у|лору|дору)?|каржылоочу(?:су|лар[ы]?)?(?:\s+уюм(?:у|дар|дары)?)?"
    r"|каржылаган\s+уюм(?:у|дар|дары)?|финансировани[ея](?=\s*[:-])|источник(?:и|ом|ами)?\s+финансирования",
    IMPLEMENTER: r"исполнител(?:ь|и|ем|ями)|аткаруучу(?:су|лар[ы]?)?(?:\s+уюм(?:у|дар|дары)?)?"
    r"|ишке\s+ашыр(?:уучу(?:су|лар[ы]?)?(?:\s+уюм(?:у|дар|дары)?)?|ган\s+уюм(?:у|дар|дары)?)",
    PARTNER: r"партнер(?:ом|ы|ами)?|өнөктөш(?:ү|төр|төрү|тер|тери)?(?:\s+катары)?|partners?",
}
# With whom the project works.
_TOGETHER: Final = (
    r"(?:в\s+(?:тесном\s+)?(?:сотрудничестве|партнерстве)|совместно|вместе)\s+со?"
    r"|in\s+(?:cooperation|partnership|collaboration)\s+with"
)
_KY_TOGETHER: Final = (
    r"менен\s+(?:тыгыз\s+)?(?:кызматташтыкта|өнөктөштүктө"
    r"|(?:биргелешип|биргеликте)(?!\s+(?:(?:ишке|жүзөгө)\s+ашыр|аткар)))"
)
# The role as an action that names the project itself, «финансирование проекта осуществляет», and one that does not.
_GIVEN: Final = (
    r"(?:выдел(?:ил[аои]?|яет|яют|ен[оы])|предостав(?:ил[аои]?|ляет|ляют|лен[оы])|обеспеч(?:ил[аои]?|ивает|ивают|ен[оы])"
    r"|осуществля(?:ет|ют|л[аои]?))"
)
_OWN_ACTION: Final = {
    FUNDER: rf"(?:средства|деньги|финансирование)\s+(?:на\s+проект|проекта)\s+{_GIVEN}",
    IMPLEMENTER: r"реализаци(?:ей|ю)\s+проекта\s+(?:занима|осуществля)[а-я]+",
}
_ACTION: Final = {FUNDER: rf"(?:средства|деньги|финансирование)(?:\s+на\s+него)?\s+{_GIVEN}"}
_KY_FINITE: Final = "(?:ган|кан|п|йт|ды|шкан|шты|шат|шып)"
# Kyrgyz: «тарабынан каржыланат», the project as the subject.
_BY: Final = {
    FUNDER: rf"тарабынан\s+(?:толук\s+)?каржыла(?:ган|п|н(?:ган|ат|ды|ып|ууда)){_KY_GOES_ON}",
    IMPLEMENTER: r"тарабынан\s+(?:(?:ишке|жүзөгө)\s+ашыр(?:ган|ып|ыл(?:ган|ат|ды|ып|ууда))"
    rf"|аткар(?:ган|ып|ыл(?:ган|ат|ды|ып|ууда))){_KY_GOES_ON}",
}
# Kyrgyz verbs, the project as their object.
_VERB: Final = {
    FUNDER: rf"каржыла{_KY_FINITE}{_KY_GOES_ON}",
    IMPLEMENTER: r"(?:(?:ишке|жүзөгө)\s+ашыр(?:ган|ат|ып|ды|ышкан|ышат|ышты|ышып)|аткар(?:ган|ат|ып|ды|ышкан|ышат))"
    rf"{_KY_GOES_ON}",
}
# Kyrgyz: with whose money.
_SUPPORT: Final = {
    FUNDER: r"(?:(?:каржылык|финансылык)\s+колдоосу|каржылоосу)\s+(?:менен|аркасында|астында)"
    r"|(?:каржылык|финансылык)\s+колдоосунда|(?:акча\s+)?каражат(?:тар)?ы?(?:на|нын\s+эсебинен|\s+менен)"
    r"|гранты(?:на|нын\s+эсебинен)",
}
# Kyrgyz: gives to the project.
_GIVES: Final = {
    FUNDER: r"(?:(?:каржылык|финансылык)\s+колдоо\s+көрсөт|(?:акча\s+)?каражат\s+(?:бөл|бер))"
    rf"(?:[күгд][өүи]?[нп]?|көн|үп|өт|дү|гөн|үп|өт|ди|ген|ип|ет)?(?!\w){_KY_GOES_ON}",
}

_MONTHS: Final = (
    "январ|феврал|март|апрел|ма[йяе]|июн|июл|август|сентябр|октябр|ноябр|декабр|үчтүн|january|february|march|april|may"
    "|june|july|august|september|october|november|december"
)
_TIME: Final = (
    rf"\d[\d.]*(?:-(?:й|е|го|х|м|ом|жыл[а-яөүң]*))?(?!\w)|(?:{_MONTHS})[а-яөүң]*"
    r"|год(?:а|у|ом|ы|ов|ах)?|гг?|жыл[а-яөүң]*|жж|ай(?:ы|ынан|ында|ына)|чейин|бери|дейре"
)
_FILLER: Final = (
    rf"(?:(?:с|со|по|до|в|во|к|на|from|to|until|since|in)\s+(?:(?:начала|конца|середины|начале|конце|протяжении|течение)\s+)?)?(?:{_TIME})\.?"
    "|также|тоже|сейчас|ныне|сегодня|теперь|полностью|целиком|частично|(?:совместно|вместе)(?!\\s+со?\\s)|успешно|уже|ежегодно|ранее|раньше"
    "|прежде|тогда|в\\s+основном|главным\\s+образом|по-прежнему|с\\s+самого\\s+начала|сам[аио]?|его\\s+же"
    "|азыр(?:кы\\s+учурда)?|учурда|бүгүн|толугу\\s+менен|толук|негизинен|биргелешип|чогуу|болсо|дагы|башынан\\s+бери"
    "|бул|ушул|аталган|этот|эту|этого|данный|данную|данного"
    "|the|this|currently|fully|partly|jointly|also|now"
)

WORDS: Final = (
    *(("V", role, pattern) for role, pattern in _PASSIVE.items()),
    *(("T", role, pattern) for role, pattern in _PARTICIPLE.items()),
    *(("v", role, pattern) for role, pattern in _ACTIVE.items()),
    *(("n", role, pattern) for role, pattern in _MEANS.items()),
    *(("W", role, pattern) for role, pattern in _OWN_ACTION.items()),
    *(("M", role, pattern) for role, pattern in _ACTION.items()),
    *(
        ("L", role, rf"(?:(?:негизги|башкы|главн[а-я]+|основн[а-я]+|main)\s+)?(?:{pattern})")
        for role, pattern in _LABEL.items()
    ),
    ("c", PARTNER, _TOGETHER),
    ("d", PARTNER, _KY_TOGETHER),
    ("L", None, "заказчик(?:ом)?"),
    *(("b", role, pattern) for role, pattern in _BY.items()),
    *(("z", role, pattern) for role, pattern in _SUPPORT.items()),
    *(("g", role, pattern) for role, pattern in _GIVES.items()),
    *(("y", role, pattern) for role, pattern in _VERB.items()),
    # What a project itself does in time, and what else joins the parts of a sentence.
    (
        "s",
        None,
        r"начал(?:ся|ась|ось)|начинается|стартовал[ао]?|стартует|запущен[ао]?|завершен[ао]?|заверш(?:ил|ит)(?:ся|ась|ось)"
        r"|закончен[ао]?|закончил(?:ся|ась|ось)|окончен[ао]?|(?:про)?дл(?:ится|ился|илась|илось)|продолжается"
        r"|продолжал(?:ся|ась|ось)|рассчитан[ао]?\s+на(?:\s+период)?|действ(?:ует|овал[ао]?)"
        r"|работа(?:ет|л[ао]?)|проходит|проходил[ао]?|прош(?:ел|ла|ло)|ш(?:ел|ла|ло)|идет|ведется|проводится|проводил(?:ся|ась|ось)"
        r"|баштал(?:ды|ган|ат|ып)|аякта(?:ды|ган|йт|п)|бүт(?:тү|көн)|жүр(?:дү|үп|өт|гүзүл(?:өт|гөн|үүдө|дү|үп))"
        rf"{_KY_GOES_ON}|ишт(?:ейт|еп|еген){_KY_GOES_ON}|(?:ишке|жүзөгө)\s+аш(?:ат|кан|ты|ууда|ырыл(?:ат|ган|ып|ды|ууда)){_KY_GOES_ON}"
        rf"|аткарыл(?:ат|ган|ып|ды|ууда){_KY_GOES_ON}|каржылан(?:ат|ган|ып|ды|ууда){_KY_GOES_ON}"
        r"|started|began|ended|(?:is|was)\s+(?:completed|launched)",
    ),
    (
        "!",
        None,
        r"бывш[а-я]+|будущ[а-я]+|потенциальн[а-я]+|возможн[а-я]+|предполагаем[а-я]+|мурдагы|мурунку|болочок|former|future|potential",
    ),
    ("q", None, r"направлен[ао]?|нацелен[ао]?|призван[ао]?|багытталган|көздөйт"),
    (
        "k",
        None,
        r"(?:также\s+)?(?:явля(?:ется|ются|л(?:ся|ись))|выступа(?:ет|ют|л[аи]?)|был[аи]?|стал[аи]?|болуп\s+(?:саналат|эсептелет)|are|is|were|was)",
    ),
    ("R", None, r"котор(?:ый|ого|ому|ая|ой|ую|ое)|which|that"),
    ("h", None, r"он|она|оно|ал|it"),
    ("H", None, r"его|ее|аны|анын|its"),
    ("m", None, r"менен\s+(?:бирге|биргеликте|чогуу|биргелешип)"),
    ("&", None, r"а\s+также|ошондой\s+эле|ал\s+эми|жана|и|а|но|and|but"),
    ("i", None, r"инициатив[ауы]|программ[ауы]|демилге(?:си)?|программа(?:сы)?"),
    ("p", None, r"в|во|на|с|со|по|для|из|от|до|к|о|об|у|при|через|in|for|with|of|at|on|to|from"),
)
"""Symbol, role if it says one, and pattern of each word, in the order in which they are tried."""

FILLER: Final = re.compile(rf"(?:{_FILLER})(?!\w)")
APPOSITION: Final = re.compile(r"(?:уюм|фонд|бирикме|компания)(?:у|ы|су|сы)?(?!\w)")
# What may be, is only said to be, or is not.
UNREAL: Final = re.compile(
    r"(?<!\w)(?:если|бы|якобы|возможно|вероятно|неверно|неправда|слух[а-я]*|миф|эгер|балким|имиш"
    r"|if|may|might|could|would|will|reportedly)(?!\w)|\?[\"\s)]*$"
)
TRIGGERS: Final = (
    *("финанс", "реализ", "осуществ", "полн", "средств", "деньг", "грант", "донор", "каржы", "ашыр", "аткар"),
    *("каражат", "fund", "financ", "implement", "поддержанн", "партнер", "сотруднич", "совместно", "вместе", "өнөктөш"),
    *("кызматташ", "бирге", "partner", "cooperation", "collaboration"),
)
"""What a sentence without a role holds none of: a glance spares it the reading."""
