"""The words that say who pays for a project and who carries it out, in Kyrgyz, Russian and English.

All patterns read the folded text.
"""

import re
from dataclasses import dataclass
from typing import Final

_RU_PAYS: Final = r"(?:про|со)?финансир(?:ует|уют|овал[аои]?)(?!\w)"
_RU_DOES: Final = (
    r"(?:реализ(?:ует|уют|овал[аои]?|овывал[аои]?)|осуществ(?:ляет|ляют|лял[аои]?|ил[аои]?)"
    r"|(?:вы|ис)полн(?:яет|яют|ял[аои]?|ил[аои]?))(?!\w)"
)
_KY_PAYS: Final = r"каржыла(?:ган|йт|п|ды|шкан|шты|шат)"
_KY_DOES: Final = r"(?:(?:ишке|жүзөгө)\s+ашыр(?:ган|ат|ып|ды|ышкан|ышат|ышты)|аткар(?:ган|ат|ып|ды|ышкан|ышат))"
_KY_BY: Final = r"тарабынан\s+"


@dataclass(frozen=True, slots=True)
class Words:
    """The words for a role.

    Attributes:
        before: Kyrgyz words before which the bodies stand, said of the project as its object.
        by: words with «тарабынан», before which they stand, said of the project as its subject.
        after: Russian and English words after which they stand, said of the project as their subject.
        near: the same, where the project must be named close by.
        participle: the same, said of the noun right before.
        either: Russian verbs, the project as their object; the bodies stand after them, or else before.
        label: words that name the role itself; after which they stand.
    """

    before: re.Pattern[str]
    by: re.Pattern[str]
    after: re.Pattern[str]
    near: re.Pattern[str]
    participle: re.Pattern[str]
    either: re.Pattern[str]
    label: re.Pattern[str]


FUNDS: Final = Words(
    before=re.compile(
        rf"(?:{_KY_PAYS}|(?:каржылык|финансылык)\s+колдоо(?:су)?|каржылоосу|(?:акча\s+)?каражат(?:тар)?ы?"
        r"(?:н[ае]|нын\s+эсебинен|менен)|гранты(?:на|нын\s+эсебинен)|(?:долбоорго\s+)?каражат\s+(?:бөл|бер)[а-яөүң]*)"
    ),
    by=re.compile(rf"{_KY_BY}(?:толук\s+)?каржыла[а-яөүң]*"),
    after=re.compile(
        r"(?:финансируется|финансировал[аои]?с[ья]|финансировались|профинансирован[аоы]?"
        r"|(?:is|are|was|were)\s+(?:co-?)?(?:funded|financed)\s+by(?:\s+the)?)\s+"
    ),
    near=re.compile(
        r"(?:при\s+финансовой\s+поддержке|(?:на|из)\s+(?:грантовые\s+)?(?:средств[аы]?|деньги|грант)"
        r"|за\s+счет\s+(?:средств|гранта)|благодаря\s+(?:гранту|финансированию)"
        r"|with\s+(?:the\s+)?financial\s+support\s+(?:of|from)(?:\s+the)?)\s+"
    ),
    participle=re.compile(
        r"(?:(?:со)?финансируем(?:ый|ого|ому|ым|ом|ая|ой|ую)|(?:про)?финансированн(?:ый|ого|ому|ым|ом|ая|ой|ую)"
        r"|поддержанн(?:ый|ого|ому|ым|ом|ая|ой|ую)\s+(?:деньгами|средствами|грантом)|(?:funded|financed)\s+by(?:\s+the)?)\s+"
    ),
    either=re.compile(_RU_PAYS),
    label=re.compile(
        r"(?:донор[а-яөүң]*(?:\s+проекта)?\s*(?:[:-]|явля[а-я]+|выступа[а-я]+|были?\b|стал[аи]?\b)|каржылоочу(?:су|лар[ы]?)?(?:\s+уюм)?\s*[:-]"
        r"|(?:средства|деньги|финансирование)(?:\s+на\s+(?:него|проект))?\s+(?:выдел|предостав|обеспеч)[а-я]+"
        r"|финансирование(?:\s+проекта)?\s+(?:осуществ|обеспеч|предостав)[а-я]+|каржылаган(?:\s+уюм[а-я]*)?\s*[:-]"
        r"|финансировани[ея]\s*[:-]|источник[а-я]*\s+финансирования\s*[:-])\s+"
    ),
)
IMPLEMENTS: Final = Words(
    before=re.compile(_KY_DOES),
    by=re.compile(rf"{_KY_BY}(?:(?:ишке|жүзөгө)\s+ашыр|аткар)[а-яөүң]*"),
    after=re.compile(
        r"(?:(?:реализуется|реализовал(?:ся|ась)|реализован|осуществля(?:ется|лся)|осуществлен|(?:вы|ис)полняется"
        r"|(?:вы|ис)полнялся|(?:вы|ис)полнен)|(?:is|are|was|were)\s+(?:being\s+)?implemented\s+by(?:\s+the)?)\s+"
    ),
    near=re.compile(r"(?!)"),
    participle=re.compile(
        r"(?:(?:реализу|осуществля|выполня|исполня)ем(?:ый|ого|ому|ым|ом|ая|ой|ую)"
        r"|(?:реализован|осуществлен|выполнен|исполнен)н(?:ый|ого|ому|ым|ом)|implemented\s+by(?:\s+the)?)\s+"
    ),
    either=re.compile(_RU_DOES),
    label=re.compile(
        r"(?:исполнител[а-я]+(?:\s+проекта)?\s*(?:[:-]|явля[а-я]+|выступа[а-я]+|были?\b|стал[аи]?\b)"
        r"|аткаруучу(?:су|лар[ы]?)?(?:\s+уюм)?\s*[:-]|ишке\s+ашыр(?:уучу(?:су|лар[ы]?)?|ган)(?:\s+уюм[а-я]*)?\s*[:-]"
        r"|реализаци(?:ей|ю)\s+проекта\s+(?:занима|осуществля)[а-я]+)\s+"
    ),
)
