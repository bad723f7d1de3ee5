"""Who pays for a project, who carries it out and who works with it, as sentences say it in so many words.

An organization takes a role only where the form of the sentence makes the project that of which the role is said: not
the book, the school or the roof beside it, and not what is done within the project.
"""

import re
from collections.abc import Iterator
from typing import Final

from graph_builder.pages.structures.clauses import Clause, Token, read_clause
from graph_builder.pages.structures.passages import Passage
from graph_builder.pages.structures.role_forms import ALSO, FORMS, Form, forms_around
from graph_builder.pages.structures.role_words import FUNDER, IMPLEMENTER, PARTNER, TRIGGERS, UNREAL

_PARTICIPLE: Final = re.compile(r"(?:[гк][ае]н|[гк][оө]н)$")
_CONVERB: Final = re.compile(r"(?<!\w)\w+(?:п|[гк][аеоө]н)(?!\w)")
# «Академию», «министерству»: whom the project itself pays for, or to whom.
_NO_SUBJECT: Final = re.compile(r"[а-я]{4,}[ую](?!\w)")
_OTHER_CASE: Final = {"v": "которая", "V": "которую"}
_LONGEST: Final = 2000
"""Characters: in more, no form is looked for."""
_PRONOUN: Final = re.compile("[hH]")
_NAMED: Final = re.compile("[PNAX]")
_OPENING: Final = re.compile(r"^G?[,:-]*")
_ACCUSATIVE: Final = re.compile(r"(?:[ндт][ыиуү]|[а-я][ыиуү]н)\s*\"?$")
_OBJECT_SAID: Final = re.compile(r"[vW]|[:-]O")
_BY_SAID: Final = re.compile(r"[ybzL]")
# What may follow a list: else its last joint begins a new clause, «… финансируется X, Y предоставил здание».
_AFTER_LIST: Final = ",&;:-)nPNAGDC"
_ENDINGS: Final = {
    "проект": "ый",
    "проекта": "ого",
    "проекту": "ому",
    "проектом": "ым",
    "проекте": "ом",
    "программа": "ая",
    "программу": "ую",
}


def roles(sentence: Passage) -> dict[str, list[str]]:
    """Return the slugs of those who are said to pay for the project, to carry it out or to be its partners, by role."""
    found: dict[str, list[str]] = {FUNDER: [], IMPLEMENTER: [], PARTNER: []}
    if not _may_say(sentence):
        return found
    clause = read_clause(sentence)
    for role, slug in _said(clause):
        found[role].append(slug)
    return found


def payers(clause: Passage) -> Iterator[str]:
    """Yield the slugs of those who pay for what a clause is about, such as a phase: «…, финансируемая …»."""
    if _may_say(clause):
        read = read_clause(clause)
        rest = _OPENING.sub("", read.form)  # «фаза проекта: …»
        of_phase = Clause(read.folded, f"P{rest}", (Token(0, 0), *read.tokens[len(read.form) - len(rest) :]))
        yield from (slug for role, slug in _said(of_phase) if role == FUNDER)


def _may_say(sentence: Passage) -> bool:
    if (
        len(sentence.text) > _LONGEST
        or not any(stem in sentence.folded for stem in TRIGGERS)
        or UNREAL.search(sentence.folded)
    ):
        return False
    return any(one.kind == "organization" for one in sentence.mentions)


def _said(clause: Clause) -> Iterator[tuple[str, str]]:
    for index, symbol in enumerate(clause.form):
        role = clause.tokens[index].role
        if role is None or symbol not in FORMS:
            continue
        for form, left in forms_around(clause.form, index):
            if _holds(clause, index, form, left) and _agrees(clause, index, left):
                yield from ((role, slug) for slug in _bodies(clause, index, form))
                break


def _holds(clause: Clause, index: int, form: Form, left: re.Match[str]) -> bool:
    """Tell whether what a form needs besides the symbols holds."""
    if left.start() == 0 and _PRONOUN.match(left[0]) and _NAMED.search(clause.form):
        return False
    if (
        clause.form[index] == "v"
        and form.bodies == "right"
        and _NO_SUBJECT.match(_words(clause, _right(clause, index)))
    ):
        return False
    if form.said == "object":
        return _OBJECT_SAID.search(left[0]) is not None
    if form.said == "dropped":
        return _BY_SAID.search(left[0]) is not None
    if form.said == "participle":
        also = ALSO.match(clause.form, index + 1)
        last = also.end() - 1 if also else index
        said = _CONVERB.search(_words(clause, index)) and _PARTICIPLE.search(_words(clause, last))
        return said is not None and not _ACCUSATIVE.search(clause.folded[: clause.tokens[left.start()].start])
    return True


def _agrees(clause: Clause, index: int, left: re.Match[str]) -> bool:
    """Tell whether a Russian word agrees with the noun that it is said of, and the relative pronoun before it does."""
    places = [at for at in range(left.start(), len(clause.form)) if clause.tokens[at].phrase]
    at = next(iter(places), -1)
    phrase = clause.tokens[at].phrase if places else None
    if phrase is None:
        return True
    word = _words(clause, index).split()[0]
    if clause.form[index] == "T":
        if word.isascii():
            return phrase.case != "C"
        return word.endswith(_ENDINGS.get(phrase.noun, ""))
    if clause.form[at + 1 : at + 3] == ",R":
        pronoun = _words(clause, at + 2)
        if not _of_gender(pronoun, phrase.gender) or pronoun == {"v": "которая", "V": "которую"}.get(
            clause.form[index]
        ):
            return False
    return clause.form[index] != "V" or _of_gender(word, phrase.gender)


def _of_gender(word: str, gender: str) -> bool:
    """Tell whether a pronoun or verb may be of a gender; words of the present have none."""
    if not gender or word in ("was", "is"):
        return True
    feminine = word.endswith(("лась", "на", "ая", "ую", "ой", "была"))
    neuter = word.endswith(("лось", "но", "ое", "было"))
    masculine = word.endswith(("лся", "ван", "нен", "лен", "ый", "ого", "ому", "был"))
    return {"m": not (feminine or neuter), "f": not (masculine or neuter), "n": not (masculine or feminine)}[gender]


def _bodies(clause: Clause, index: int, form: Form) -> Iterator[str]:
    if form.bodies == "right":
        at = _right(clause, index)
        bodies = clause.tokens[at].bodies
        if not _ends_list(clause, at, label=clause.form[index] == "L"):
            bodies = bodies[:1]
    else:
        at = clause.form.rindex("O", 0, index)
        bodies = clause.tokens[at].bodies
        if clause.form[at - 1 : at] == "O" and clause.form[at + 1 : at + 2] == "m":  # «X Y менен бирге»
            bodies = (*clause.tokens[at - 1].bodies, *bodies)
    yield from (one.slug for one in bodies)


def _ends_list(clause: Clause, at: int, *, label: bool) -> bool:
    """Tell whether a list ends where it seems to; before a verb, its last part is the subject of a new clause."""
    following = clause.form[at + 1 : at + 2]
    if following == "p":
        return clause.tokens[at].last_joint.strip() not in (",", ";")
    return following in _AFTER_LIST or (label and following == "k")


def _right(clause: Clause, index: int) -> int:
    """Return where the bodies stand that follow a place."""
    return clause.form.index("O", index)


def _words(clause: Clause, index: int) -> str:
    token = clause.tokens[index]
    return clause.folded[token.start : token.end]
