"""Whether words tell what somebody does: then they are a sentence and no position of a person."""

import re
from typing import Final

from graph_builder.linking import russian
from graph_builder.pages.posts import names_post
from graph_builder.textforms import fold

_WORD: Final = re.compile(r"[а-яё]+")
_SMALL: Final = re.compile(r"\b(?:это|нет|есть)\b|,\s*[–—-]\s")
# The past has д after a vowel, a sonant and a voiced sound, т after a voiceless one: «депутаты», «студенти» are none.
_PAST: Final = r"(?:[аеоөуүыиэюяйлмнңрзвбгж]д|[птксшчхф]т)[ыиуү](?:м|ң|к|[нң][ыиуү]з|шты|шти)?"
_PRESENT: Final = r"[аеоөй]т"
_KY_PREDICATE: Final = re.compile(
    rf"(?:\w+(?:{_PAST}|{_PRESENT}|[гк][аеоө]н|[мп]акчы|[мп]екчи)|эмес|бар|жок|керек|болсо|экен|зарыл|мүмкүн|деп|ыраазы|макул|каршы|"
    r"минтип)"
)
_KY_NOUN: Final = re.compile(
    r"(?:.*(?:ист[ыиуү]|комитет|университет|факультет|мамлекет|өкмөт|кабинет|совет|парат|торат|фонду|стенды)|кат|азамат|орган|инсан)"
)


def has_verb(words: str, language: str) -> bool:
    """Tell whether words hold a predicate, in Kyrgyz at their end."""
    folded = fold(words).rstrip(" .")
    if language == "ru":
        return bool(_SMALL.search(folded)) or any(map(russian.is_predicate, _WORD.findall(folded)))
    last = folded.rpartition(" ")[2]
    return bool(_KY_PREDICATE.fullmatch(last)) and not _KY_NOUN.fullmatch(last) and not names_post(last)
