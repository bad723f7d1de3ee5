"""Why a value is preferred, in words: one sentence a criterion, in the three languages."""

from typing import Final

REASONS: Final[dict[str, dict[str, str]]] = {
    "rank": {
        "ky": "Бул маанини айткан булактын даражасы жогору.",
        "ru": "Источник этого значения имеет более высокий ранг.",
        "en": "The source of this value has the higher rank.",
    },
    "recency": {
        "ky": "Булактардын даражасы бирдей, бул маани эң жаңы булакта турат.",
        "ru": "Ранг источников одинаков; это значение стоит в самом новом из них.",
        "en": "The sources have the same rank; this value stands in the newest of them.",
    },
    "precision": {
        "ky": "Булактардын даражасы жана жаңылыгы бирдей, бул маани тагыраак.",
        "ru": "Ранг и новизна источников одинаковы; это значение точнее.",
        "en": "The sources are equal in rank and recency; this value is the more precise.",
    },
    "agreement": {
        "ky": "Булактардын даражасы жана жаңылыгы бирдей, бул маанини көбүрөөк булак айтат.",
        "ru": "Ранг и новизна источников одинаковы; это значение называет больше источников.",
        "en": "The sources are equal in rank and recency; more of them state this value.",
    },
    "order": {
        "ky": "Булактар тең күчтүү; маани алфавит тартиби боюнча тандалды, аны редактор чечиши керек.",
        "ru": "Источники равносильны; значение выбрано по порядку, решение за редактором.",
        "en": "The sources are equally strong; the value was chosen by sort order and awaits an editor's decision.",
    },
}
