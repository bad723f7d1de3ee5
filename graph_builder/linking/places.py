"""Names of regions taken apart into the word of the place and its noun; the nouns in three languages.

«Ош облусу» and «Ош шаары» share the word «Ош»; only the noun tells the region from the city.
"""

import re
from dataclasses import dataclass
from typing import Final

from graph_builder.linking.kyrgyz import ENDING, PLURAL

_ENDS: Final = "(?:а|у|ом|е|и|ы|ов|ам|ами|ах)?"
_OKMOT: Final = f"айыл(?:ный)? [оө][кг]м[оө]т{ENDING}"
_RU_AIMAK: Final = f"(?:айыл?ь?н|аильн)[а-я]{{2,3}} аймак{_ENDS}"

# After the word of the place. Each type in the order ky, ru, en; `other` are units of which no records are kept.
_NOUNS_AFTER: Final = {
    "region": f"обл(?:ус|аст){ENDING}|област(?:ь|ью|ей|ям|ями|ях|и)|обл|oblasts?|regions?|provinces?",
    "aiyl-aimak": (
        # The office of an aimak bears the name of the aimak.
        f"айыл(?:дык)? айма[кг]{ENDING}|{_OKMOT}|{_RU_AIMAK}"
        f"|а[ао]{ENDING}|a[iy]yl aimaks?|rural municipalit(?:y|ies)|aa"
    ),
    "district": f"район(?:{ENDING}|{_ENDS})|р-н(?:{ENDING}|{_ENDS})|districts?|ra[iy]ons?",
    "city": rf"шаар{ENDING}|ш(?=\.)|cit(?:y|ies)",
    "other": (
        f"айыл{ENDING}|кыштагы?{ENDING}|шаарча{ENDING}"
        "|сел[оаеу]|сельск[а-я]+|посел[а-я]+|village|town|valley|avenue|street"
        f"|облустук|райондук|шаардык|өрөөн{ENDING}|дарыя{ENDING}|көч[өо]{ENDING}|эпос{ENDING}"
    ),
}
NOUN_AFTER: Final = re.compile(
    '[" \t]{1,3}\n?(?:'
    + "|".join(f"(?P<{name.replace('-', '_')}>{words})" for name, words in _NOUNS_AFTER.items())
    + r")(?![^\W_])"
)
_PLURAL_NOUN: Final = re.compile(
    f".*(?:облус|област|район|р-н|шаар|айма[кг]|[оө][кг]м[оө]т|а[ао]){PLURAL}.*|област(?:ей|ям|ями|ях)"
    "|(?:район|р-н)(?:ы|ов|ам|ами|ах)|.* аймак(?:и|ов|ам|ами|ах)|[a-z ]*[^s]s|cities|.*ies"
)
# Before the word of the place: a city or aiyl aimak in Russian and English, or something that is no unit at all.
NOUN_BEFORE: Final = re.compile(
    r"(?:^|[^\w])(?:"
    r"(?P<city>(?<!\d )(?<!\d)г\.|гг\.|гор\.|город(?:а|у|ом|е|ов|ам|ами|ах)?|cit(?:y|ies) of(?: the)?)"
    rf"|(?P<aiyl_aimak>{_RU_AIMAK}|аа|a[iy]yl aimaks?)"
    r"|(?P<other>сел[оаеу]|с\.|пос\.|посел[а-я]+|ул\.|улиц[а-я]+|проспект[а-я]*|пр\.|просп\.|пер\."
    r"|рек[а-я]{1,2}|реки|р\.|озер[а-я]+|оз\.|им\.|имени|эпос[а-я]*|долин[а-я]+|памятник[а-я]*|гостиниц[а-я]+"
    r"|аэропорт[а-я]*|станци[а-я]+|(?:авто)?дорог[а-я]*|трасс[а-я]+|поезд[а-я]*|отел[а-я]+|кафе|ресторан[а-я]*"
    r"|кинотеатр[а-я]*|газет[а-я]*|журнал[а-я]*|рын(?:ок|к[а-я]+)|базар[а-я]*|river|lake|village|valley|street|avenue|epic)"
    r")[\" \t]*\n?$"
)
_PLURAL_BEFORE: Final = re.compile(r"гг\.|город(?:а|ов|ам|ами|ах)|cities.*|.*аймак(?:и|ов|ам|ами|ах)|a[iy]yl aimaks")
# A noun that announces the names: «үч облуста – Нарында, Таласта», «двух областей, Чуйской и Ошской», «районы: …».
_ANNOUNCED: Final = re.compile(
    r"(?:^|[^\w-])(?:"
    rf"(?P<region>облус(?P<_region>{ENDING})|област[а-я]{{1,3}})"
    rf"|(?P<aiyl_aimak>айыл(?:дык)? айма[кг](?P<_aiyl_aimak>{ENDING})|{_RU_AIMAK}|а[ао](?P<_aa>{ENDING}))"
    rf"|(?P<district>район(?:(?P<_district>{ENDING})|{_ENDS}))"
    rf"|(?P<city>шаар(?P<_city>{ENDING})|город{_ENDS})"
    r")(?P<mark>\s*[:,(]\s*|\s+-\s+)$"
)
JOINT: Final = re.compile(
    r"\s*,\s*(?:(?:жана|ошондой эле|и|а также|and|or)\s+)?|\s+(?:жана|менен|же|и|или|а также|and|or)\s+"
)

_NAME_NOUN_LAST: Final = re.compile(
    r"(?P<place>.+?)\s+(?:облусу|району|шаары|айыл(?:дык)? аймагы|АА|область|район|айыл?ь?ный аймак|аильный аймак"
    r"|(?i:region|oblast|province|district|raion|rayon|city|a[iy]yl aimak|rural municipality))"
)
_NAME_NOUN_FIRST: Final = re.compile(
    r"(?:(?:город|айыл?ь?ный аймак|аильный аймак|АА|City of)\s+|(?:г\.|гор\.)\s*)(?P<place>.+)", re.IGNORECASE
)


def place_of(name: str) -> tuple[str, bool]:
    """Return the word of the place in a region's name, and whether the name has its noun with it.

    >>> place_of("Жалал-Абад облусу"), place_of("г. Бишкек"), place_of("Bishkek")
    (('Жалал-Абад', True), ('Бишкек', True), ('Bishkek', False))
    """
    match = _NAME_NOUN_LAST.fullmatch(name) or _NAME_NOUN_FIRST.fullmatch(name)
    return (match["place"], True) if match else (name, False)


def noun_after(folded: str, position: int) -> tuple[str, int, bool] | None:
    """Return type, end and plurality of the noun that follows a place; nothing if none does."""
    match = NOUN_AFTER.match(folded, position)
    if match is None:
        return None
    type_ = str(match.lastgroup).replace("_", "-")
    noun = match[str(match.lastgroup)]
    return type_, match.end(), _PLURAL_NOUN.fullmatch(noun) is not None


def noun_before(folded: str, position: int) -> tuple[str, bool] | None:
    """Return type and plurality of the noun that stands before a place; nothing if none does."""
    match = NOUN_BEFORE.search(folded[max(0, position - 40) : position])
    if match is None:
        return None
    noun = match[str(match.lastgroup)]
    return str(match.lastgroup).replace("_", "-"), _PLURAL_BEFORE.fullmatch(noun) is not None


@dataclass(frozen=True, slots=True)
class Announcement:
    """A noun with a colon, dash, comma or bracket after which names follow.

    Attributes:
        type: type of unit that it says.
        ending: its Kyrgyz ending.
        mark: the punctuation.
    """

    type: str
    ending: str
    mark: str


def announcement(folded: str, position: int) -> Announcement | None:
    """Return the noun that announces a list of names which begins at a position; nothing if none does."""
    match = _ANNOUNCED.search(folded[max(0, position - 40) : position])
    if match is None:
        return None
    type_ = next(name for name in ("region", "aiyl_aimak", "district", "city") if match[name])
    ending = next((match[name] for name in ("_region", "_aiyl_aimak", "_aa", "_district", "_city") if match[name]), "")
    return Announcement(type_.replace("_", "-"), ending, match["mark"].strip())
