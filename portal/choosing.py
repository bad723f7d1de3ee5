"""Which document of a thing suits a reader: by format, language and vocabulary."""

from collections.abc import Sequence
from urllib.parse import parse_qs

from exports.formats import PROFILE_BY_IRI, PROFILE_BY_NAME, PROFILES, Profile
from portal import negotiation
from portal.problems import Problem
from portal.table import BARE, Variant


def best(offered: Sequence[Variant], accept: str, languages: str, others: Sequence[Variant] = ()) -> Variant | None:
    """Return the document that suits a reader best; none if she accepts none of them.

    Args:
        offered: the documents in the archive's own vocabulary.
        accept: the header ``Accept``.
        languages: the header ``Accept-Language``.
        others: documents in other vocabularies, which suit only where ``accept`` names their profile.
    """
    weights = {one.format: negotiation.quality(accept, one.format.media_type) for one in offered}
    format_ = max(weights, key=lambda one: weights[one], default=None)  # of equal ones the first, which is preferred
    named = max(
        ((negotiation.profiled(accept, one.format.media_type, one.profile), one) for one in others),
        key=lambda pair: pair[0],
        default=None,
    )
    if named and named[0] and (format_ is None or named[0] >= weights[format_]):
        return named[1]
    if format_ is None or not weights[format_]:
        return None
    suited = [one for one in offered if one.format is format_]
    spoken = tuple(one.language for one in suited if one.language)
    language = negotiation.best_language(languages, spoken) if languages and spoken else ""
    return next((one for one in suited if one.language == language), suited[0])


def within(
    query: bytes, offered: Sequence[Variant], others: Sequence[Variant]
) -> tuple[Sequence[Variant], Sequence[Variant]]:
    """Return those documents that the vocabulary named in the query of an address leaves to choose from.

    Args:
        query: of the address; ``profile`` in it is the name of a vocabulary or its IRI.
        offered: the documents in the archive's own vocabulary.
        others: documents in other vocabularies.

    Raises:
        Problem: 406, if there is no such vocabulary.
    """
    wanted = _profile(query)
    if wanted is None:
        return offered, others
    if wanted is PROFILES[0]:
        return offered, ()
    return [one for one in others if one.profile == wanted.iri], ()


def _profile(query: bytes) -> Profile | None:
    """Return the vocabulary that the query of an address names, by name or IRI; none if it names none.

    Raises:
        Problem: 406, if there is no such vocabulary.
    """
    if not query:
        return None
    named = parse_qs(query.decode("latin-1"), keep_blank_values=True).get("profile")
    if not named:
        return None
    for known in (PROFILE_BY_NAME, PROFILE_BY_IRI):
        if named[0] in known:
            return known[named[0]]
    choices = [{"href": f"?profile={one.name}", "name": one.name, "profile": one.iri} for one in PROFILES]
    raise Problem(406, f"there is no profile {named[0][:100]!r}", facts={"choices": choices})


def not_acceptable(thing: str, offered: Sequence[Variant], links: str) -> Problem:
    """Return the answer 406, with the choices.

    Args:
        thing: IRI of the thing.
        offered: its documents.
        links: the header ``Link`` that names them.
    """
    choices = [
        {"href": thing + one.suffix, "type": one.format.media_type}
        | ({"profile": one.profile} if one.profile else {})
        | ({"language": one.language} if one.language else {})
        for one in offered
    ]
    return Problem(
        406,
        "nothing of what is accepted is there; ask for one of the choices, or for an address with a suffix",
        facts={"choices": choices},
        headers={**BARE, "Link": links},
    )
