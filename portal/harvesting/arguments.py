"""What a verb may be asked with (4), and the times of selective harvesting (2.7.1)."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from portal.harvesting.faults import Fault

_DAY: Final = "%Y-%m-%d"
_SECOND: Final = "%Y-%m-%dT%H:%M:%SZ"


class Verb(NamedTuple):
    """A verb.

    Attributes:
        required: arguments that it must have.
        optional: arguments that it may have.
        listing: whether it may have ``resumptionToken`` instead of all others.
    """

    required: frozenset[str]
    optional: frozenset[str]
    listing: bool


_RANGE: Final = frozenset({"from", "until", "set"})
VERBS: Final[Mapping[str, Verb]] = {
    "Identify": Verb(frozenset(), frozenset(), False),
    "ListMetadataFormats": Verb(frozenset(), frozenset({"identifier"}), False),
    "ListSets": Verb(frozenset(), frozenset(), True),
    "GetRecord": Verb(frozenset({"identifier", "metadataPrefix"}), frozenset(), False),
    "ListIdentifiers": Verb(frozenset({"metadataPrefix"}), _RANGE, True),
    "ListRecords": Verb(frozenset({"metadataPrefix"}), _RANGE, True),
}
TOKEN: Final = "resumptionToken"  # noqa: S105 - the protocol's word


def checked(given: Mapping[str, Sequence[str]]) -> tuple[str, Mapping[str, str]]:
    """Return verb and arguments of a request.

    Raises:
        Fault: ``badVerb`` or ``badArgument``; the text names all that is wrong.
    """
    verbs = given.get("verb", ())
    if len(verbs) != 1 or verbs[0] not in VERBS:
        asked = f"not {verbs[0][:40]!r}" if len(verbs) == 1 else "given once"
        raise Fault("badVerb", f"the verb must be one of {', '.join(VERBS)}, {asked}")
    verb = VERBS[verbs[0]]
    arguments = {name: values[0] for name, values in given.items() if name != "verb"}
    faults = [f"{name[:40]!r} is given {len(values)} times" for name, values in given.items() if len(values) > 1]
    known = verb.required | verb.optional | ({TOKEN} if verb.listing else set())
    faults += [f"{verbs[0]} does not take {name[:40]!r}" for name in arguments if name not in known]
    if TOKEN in arguments and verb.listing:
        if len(arguments) > 1:
            faults.append(f"{TOKEN} stands alone")
    else:
        faults += [f"{name} is missing" for name in sorted(verb.required - arguments.keys())]
    faults += [
        f"{name} holds a character that XML has no place for" for name, text in arguments.items() if not _is_xml(text)
    ]
    if faults:
        raise Fault("badArgument", "; ".join(faults))
    return verbs[0], arguments


def times(arguments: Mapping[str, str], latest: str) -> tuple[str, str]:
    """Return the earliest and the latest time asked for, to the second; the earliest may be empty.

    Args:
        arguments: the arguments of the request.
        latest: the latest time that a record has.

    Raises:
        Fault: ``badArgument`` if one is no time, their forms differ, or the first is after the second.
    """
    since, until = arguments.get("from"), arguments.get("until")
    for name, text in (("from", since), ("until", until)):
        if text is not None and not _is_time(text):
            raise Fault("badArgument", f"{name} is YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, not {text[:40]!r}")
    if since and until and len(since) != len(until):
        raise Fault("badArgument", "from and until are given to the day or to the second, both alike")
    first = f"{since}T00:00:00Z" if since and len(since) == 10 else since or ""
    last = f"{until}T23:59:59Z" if until and len(until) == 10 else until or latest
    if until and first > last:
        raise Fault("badArgument", "from is later than until")
    return first, min(last, latest)


def _is_time(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?", text, re.ASCII):
        return False
    try:
        datetime.strptime(text, _DAY if len(text) == 10 else _SECOND)
    except ValueError:
        return False
    return True


def _is_xml(text: str) -> bool:
    return not re.search("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
