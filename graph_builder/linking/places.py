"""Names of regions taken apart into the word of the place and its noun; the nouns in three languages.

«Ош облусу» and «Ош шаары» share the word «Ош»; only the noun tells the region from the city.
"""

import re
from typing import Final

from graph_builder.linking.kyrgyz import ENDING, PLURAL

_ENDS: Final = "(?:а|у|ом|е|и|ы|ов|ам|ами|ах)?"
_KY_PLURAL: Final = f"(?:{PLURAL})"

# After the word of the place. Each type in the order ky, ru, en; `other` are units of which no records are kept.
_NOUNS_AFTER: Final = {
    "region": f"обл(?:ус|аст){ENDING}|област(?:ь|ью|ей|ям|ями|ях)|обл|oblasts?|regions?|provinces?",
    "aiyl-aimak": (
        f"айыл(?:дык)? айма[кг]{ENDING}|айыл?ь?н[а-я]{{2,3}} аймак{_ENDS}|аильн[а-я]{{2,3}} аймак{_ENDS}"
        f"|аа{ENDING}|a[iy]yl aimaks?|rural municipalit(?:y|ies)|aa"
    ),
    "district": f"район(?:{ENDING}|{_ENDS})|р-н(?:а|у|ом|е|ы|ов)?|districts?|ra[iy]ons?",
    "city": f"шаар{ENDING}|cit(?:y|ies)",
    "other": (
        f"айыл(?:ы|ынын|ына|ынан|ында|ындагы|дары)?|айыл ө[кг]мөт{ENDING}|кыштагы?{ENDING}|шаарча{ENDING}"
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
    f"(?:облус|област|район|шаар|айма[кг]|аа){PLURAL}.*|област(?:ей|ям|ями|ях)|район(?:ы|ов|ам|ами|ах)"
    ".*|.* аймак(?:и|ов|ам|ами|ах)|[a-z ]*[^s]s|cities|.*ies"
)
# Before the word of the place: a city or aiyl aimak in Russian and English, or something that is no unit at all.
NOUN_BEFORE: Final = re.compile(
    r"(?:^|[^\w])(?:"
    r"(?P<city>(?<!\d )(?<!\d)г\.|гг\.|гор\.|город(?:а|у|ом|е|ов|ам|ами|ах)?|cit(?:y|ies) of(?: the)?)"
    rf"|(?P<aiyl_aimak>айыл?ь?н[а-я]{{2,3}} аймак{_ENDS}|аильн[а-я]{{2,3}} аймак{_ENDS}|аа|a[iy]yl aimaks?)"
    r"|(?P<other>сел[оаеу]|с\.|пос\.|посел[а-я]+|ул\.|улиц[а-я]+|проспект[а-я]*|пр\.|просп\.|пер\."
    r"|рек[а-я]{1,2}|реки|р\.|озер[а-я]+|оз\.|им\.|имени|эпос[а-я]*|долин[а-я]+|памятник[а-я]*|гостиниц[а-я]+"
    r"|аэропорт[а-я]*|станци[а-я]+|river|lake|village|valley|street|avenue|epic)"
    r")[\" \t]*$"
)
_PLURAL_BEFORE: Final = frozenset({"гг.", "города", "городов", "городам", "городами", "городах"})
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
    return str(match.lastgroup).replace("_", "-"), noun in _PLURAL_BEFORE or noun.startswith("cities")
