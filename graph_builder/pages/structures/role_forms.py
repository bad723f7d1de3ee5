"""The forms of sentences that say a role of a project; see ``clauses`` for the symbols.

Each form tells what may stand left and right of the words for the role, and on which side the bodies stand. Whatever
fits none is not concluded: a missing link is a pity, a wrong one a lie.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

Said = Literal["", "object", "dropped", "participle"]

# A whole statement on the project: «финансируется X», «X тарабынан каржыланып», «начался».
_ST: Final = (
    r"(?>h?V(?:O(?:pO)?)?|HvO|vHO|vO|RvO|Ov|nO|H?MO|H?LG?k?[:-]?O|cO|O+d|[hH]?O+bs?|H?O+m?y|O+Hy|h?O+z(?:s|O+b)?|h?k?s)"
)
_LINK: Final = r"(?:,?&R?|[,;]|)"
_ALL: Final = rf"{_ST}(?:{_LINK}{_ST})*"
# «Проект», «проект, который», «проект, финансируемый X,», «проект – инициатива, которую».
_HEAD: Final = r"(?:-i?)?(?:,R|,?TO(?:,?&TO|,TO)*,?)?"
_BEGUN: Final = rf"(?:[PN]{_HEAD}|[PNADC],R)"
_OBJECT: Final = rf"(?:[PA]{_HEAD}|[PNADC],R)"
# The whole statement that stands before: it may name the project otherwise than as the first word.
_CORE: Final = (
    rf"(?:(?:[PNA]{_HEAD}|[PNADC],R){_ST}|L[GC](?:k?[:-]*O|-w[:,])|GLk?[:-]*O|AL[:-]*O|^v[PA]O|(?:^|,)O+m?(?:v[PA]|[PA]y)|WO|(?:^[PN][,:]|[PN]\()L[:-]O"
    rf"|^[hH](?:VO|vO|O+m?y|O+b|O+z(?:s|O+b)?|s)|^H?L[:-]O)(?:{_LINK}{_ST})*"
)
_NEXT: Final = rf"{_CORE}(?:,?&R?|[,;])"
_CLAUSE: Final = r"(?:^|,&?|[;:])"
_PROJECT: Final = "[PNAGDC]"
_END: Final = r"(?:\Z|[,;:&)-])"
_ALSO: Final = r"(?:[,&]+O+m?[by])*"
ALSO: Final = re.compile(_ALSO)
"""Further bodies and their Kyrgyz verbs: «…, X ишке ашырган»."""


@dataclass(frozen=True, slots=True)
class Form:
    """What stands around the words for a role.

    Attributes:
        left: pattern of the symbols before, up to the words.
        right: pattern of the symbols after.
        bodies: the side on which the bodies stand.
        said: what else must hold: the statement before has the project as its object (object) or leaves a pronoun out
            (dropped); the verb is a participle (participle).
    """

    left: re.Pattern[str]
    right: re.Pattern[str]
    bodies: Literal["left", "right"]
    said: Said


def _form(left: str, right: str, bodies: Literal["left", "right"], said: Said = "") -> Form:
    return Form(re.compile(rf"(?:{left})\Z"), re.compile(right), bodies, said)


FORMS: Final[dict[str, tuple[Form, ...]]] = {
    "V": (
        _form(rf"{_BEGUN}\(?|[PN]\(VO[,&]+|{_NEXT}h?|^[PN][wpO]*&|^h", "O", "right"),
        _form("^", r"O[PN](?![wO])|[PN]O(?![wO])", "right"),
    ),
    "T": (
        _form(rf"{_PROJECT}[,(]?(?:TO(?:,?&|,))*|VO&", "O", "right"),
        _form("^", "O,?[PN]", "right"),
        _form(r"(?:^|[^O])", rf"O{_PROJECT}", "right"),
    ),
    "v": (
        _form(rf"{_OBJECT}\(?|{_NEXT}H|^H", "O", "right"),
        _form(_NEXT, "O", "right", "object"),
        _form(rf"{_NEXT}|^", "HO", "right"),
        _form("^", r"[PA]O(?:\Z|[,;:&np-])", "right"),
        _form(rf"^[PA]?(?:{_ALL},?)?nO", r"[PA]O(?![wO])|O(?![wO])", "right"),
        _form(rf"[PA]{_HEAD}nO", "O", "right"),
        _form(rf"{_CLAUSE}(?:nO)?O", r"[PA](?:\Z|[,;:&pn-])", "left"),
        _form(r"[PA],RO", _END, "left"),
        _form(rf"{_NEXT}O", r"(?:\Z|[,;])", "left", "object"),
    ),
    "n": (
        _form(rf"{_CORE},?|^O+v[PA]|{_PROJECT},?TO(?:,?&TO|,TO)*", "O", "right"),
        _form(rf"{_BEGUN}|{_OBJECT}", r"O(?:\Z|[Vsv]|Ov)", "right"),
        _form("^", r"O(?:[Vs]O?[PN]|v[PA]|Ov[PA]|[PN][Vs])", "right"),
    ),
    "M": (_form(rf"{_NEXT}|{_CORE}", "O", "right"),),
    "W": (_form("", "O", "right"),),
    "L": (
        _form("(?:^|[^!])", "p?[GC](?:k[:-]?|[:-])O", "right"),
        _form(rf"[GA]|^[PN][,:]|[PN]\(|{_NEXT}H?", "(?:k[:-]?|[:-])O", "right"),
        _form(r"^H?", r"(?:k[:-]?|[:-])O[^PNAGDC]*\Z", "right"),
        _form(rf"{_CLAUSE}O[-k]", rf"[GC]{_END}", "left"),
        _form(rf"{_CLAUSE}O-?G", rf"k?{_END}", "left"),
        _form("G", f"Ok{_END}", "right"),
    ),
    "c": (_form(rf"{_CORE},?|{_BEGUN},?|^w?[PN][wp]*", "O", "right"),),
    "d": (_form(rf"{_BEGUN}O+|{_CORE},?O+", "", "left"),),
    "b": (
        _form(rf"(?:{_BEGUN}|{_NEXT}h?|^h)O+", rf"{_END}|s|O", "left"),
        _form("O+m?", rf"{_ALSO}{_PROJECT}", "left", "participle"),
        _form(rf"[PN]{_HEAD}O+z,?O+", rf"{_END}", "left"),
        _form(r"[PN]-(?:O+m?[yb][,&]+)*O+", rf"{_ALSO}w{{0,3}}[iPNX]{_END}", "left", "participle"),
    ),
    "y": (
        _form(rf"(?:{_OBJECT}(?:O+z)?|{_NEXT}H|^H)O+m?", _END, "left"),
        _form(rf"{_NEXT}O+m?", _END, "left", "dropped"),
        _form(rf"{_CLAUSE}O+m?[APH]", _END, "left"),
        _form("O+m?", rf"{_ALSO}{_PROJECT}", "left", "participle"),
        _form(r"[PN]-(?:O+m?[yb][,&]+)*O+m?", rf"{_ALSO}w{{0,3}}[iPNX]{_END}", "left", "participle"),
    ),
    "z": (
        _form(rf"(?:{_BEGUN}|{_OBJECT}|^h)O+", r",?(?:\Z|s|b|y|O+b|O+m?y)", "left"),
        _form(rf"{_NEXT}O+", rf"{_END}|s", "left"),
        _form("O+", rf"(?:O+(?:b|m?y)|s){_PROJECT}", "left"),
        _form("^O+", "[PN]s", "left"),
    ),
    "g": (
        _form(r"DO+|(?:^|,)O+D", _END, "left"),
        _form("O+", _PROJECT, "left", "participle"),
    ),
}
"""The forms for each symbol that says a role."""


def forms_around(form: str, index: int) -> Iterator[tuple[Form, re.Match[str]]]:
    """Yield the forms that the symbols around a place have, each with its match on the left."""
    left, right = form[:index], form[index + 1 :]
    for one in FORMS[form[index]]:
        match = one.left.search(left)
        if match and one.right.match(right):
            yield one, match


def is_plain(form: str) -> bool:
    """Tell whether a sentence speaks of nothing but the project, so that «it» in the next is the project."""
    return _PLAIN.match(form) is not None


_PLAIN: Final = re.compile(rf"(?:[PNA]{_HEAD}{_ALL}|{_CORE}|[sV][PN][wp]*|[PN]w*q[wp]*)\Z")
