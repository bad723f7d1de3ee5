"""Why a value is preferred, in words: one sentence a criterion, in the three languages."""

from typing import Final

REASONS: Final[dict[str, dict[str, str]]] = {
    "rank": {
        "ky": "Бул маанини айткан булактын ишеним даражасы жогору.",
        "ru": "Источнику этого значения доверяют больше.",
        "en": "The source of this value has the higher rank.",
    },
    "recency": {
        "ky": "Булактардын ишеним даражасы бирдей, бул маани эң жаңы булакта турат.",
        "ru": "Степень доверия к источникам одинакова; это значение стоит в самом новом из них.",
        "en": "The sources have the same rank; this value stands in the newest of them.",
    },
    "precision": {
        "ky": "Булактардын ишеним даражасы жана жаңылыгы бирдей, бул маани тагыраак.",
        "ru": "Степень доверия к источникам и их новизна одинаковы; это значение точнее.",
        "en": "The sources are equal in rank and recency; this value is the more precise.",
    },
    "agreement": {
        "ky": "Булактардын ишеним даражасы жана жаңылыгы бирдей, бул маанини көбүрөөк булак айтат.",
        "ru": "Степень доверия к источникам и их новизна одинаковы; это значение называет больше источников.",
        "en": "The sources are equal in rank and recency; more of them state this value.",
    },
    "order": {
        "ky": "Булактардын салмагы бирдей; маани иреттөө тартиби боюнча тандалды, чечимди редактор кабыл алышы керек.",
        "ru": "Источники равносильны; значение выбрано по порядку сортировки, решение за редактором.",
        "en": "The sources are equally strong; the value was chosen by sort order and awaits an editor's decision.",
    },
}
