"""Capitalized words that are no part of a personal name: posts, institutions, places, agent words."""

import re
from functools import lru_cache
from typing import Final

from graph_builder.pages.agents import is_agent_word
from graph_builder.pages.posts import is_post
from graph_builder.textforms import fold

_STEM: Final = re.compile(
    r"(?:кыргыз|республик|жогорку|министр|министер|долбоор|агентт|союз|академ|институт|банк|фонд|программ|"
    r"проект|кодекс|мыйзам|закон|коалици|партнерств|журнал|газет|ассоциац|университет|центр|борбор|альянс|комитет|"
    r"управлен|департамент|област|облус|район|айыл|правительств|өкмөт|парламент|кенеш|кеңеш|президент|"
    r"европ|хартия|муниципал|жергиликт|местн|социал|экономи|развити|өнүктүрүү|финанс|портал|мамлекет|государств|порядо|"
    r"горяч|актуал|аппарат|орган|биринчи|главн|научн|илимий|стать|народ|дүйнө|"
    r"улиц|проспект|площад|школ|мектеп|посел|көчө|семинар|форум|конкурс|тренинг|сельск|городск|общественн|коомдук)"
)
_WHOLE: Final = re.compile(
    r"(?:шаар(?:ы|дык)?|город(?:а|ской|ского)?|сел[оа]|мэри[яи]?|глав[аы]|тема|эл|элдин|мир|азия|дом|парк|река|гора|озеро|мост|"
    r"суу|тоо|к[өо]л|жа[ңн]ы|эски|чо[ңн]|кичи|ак|ала|кара|кызыл|сары|орто|беш|таш|бел|булак|арык|сай|д[өо]б[өо]|жер|аскер|"
    r"дыйкан|[өо]з[өо]н|базар|коргон|башат|талаа?|датка|биздин|наш[иае]?|эта|этот|эти|как|что|для|где|при|по|на|из|все|уже|мсу|жөб|кр|рк|рф|снг|сша)"
)
# What ends as surnames and compound given names end is a name, whatever it begins with: Кенешбек, Горячева.
_PERSONAL: Final = re.compile(
    r".{2,}(?:бек|бай|кул|куль|гуль?|гүл|жан|кан|хан|мырза|мамат)(?:[оеё]в)?(?:а|ой|у|ым|ом|ы)?|.{3,}(?:[оеё]ва|[оеё]вой|ев|евым|овым)"
)
_GENITIVE_PLURAL: Final = re.compile(
    r"(?:орган|район|проект|фонд|союз|закон|банк|институт|центр|журнал|портал|комитет|кодекс|президент|аппарат|министр)ов"
)


@lru_cache(maxsize=16384)
def is_function_word(word: str) -> bool:
    """Tell whether a word is no part of a personal name."""
    folded = fold(word)
    if is_agent_word(folded) or is_post(folded) or _WHOLE.fullmatch(folded):
        return True
    if not _STEM.match(folded):
        return False
    ends_as_name = _PERSONAL.fullmatch(folded) or folded.endswith(("ов", "ова"))
    return not ends_as_name or _GENITIVE_PLURAL.fullmatch(folded) is not None
