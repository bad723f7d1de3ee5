"""Resumption tokens: all that the next part of a list needs, so that nothing is kept and a new release does no harm.

A token names the last record sent by its time and path, and the latest time of the release that the harvest began with.
A record that changes during a harvest gets a later time: it is left out here, and the next harvest ``from`` has it.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import astuple, dataclass

from portal.harvesting.faults import Fault

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True, slots=True)
class Token:
    """Where a list goes on.

    Attributes:
        verb: the verb of the list.
        prefix: ``metadataPrefix`` of the list.
        set: its set; empty for all records.
        since: the earliest time asked for; empty for any.
        until: the latest time of the list.
        changed: time of the last record sent.
        path: path of the last record sent.
        sent: how many were sent so far.
    """

    verb: str
    prefix: str
    set: str
    since: str
    until: str
    changed: str
    path: str
    sent: int

    def text(self) -> str:
        """Return the token as it is sent."""
        return urlsafe_b64encode("|".join(map(str, astuple(self))).encode()).decode().rstrip("=")


def parse(text: str, verb: str) -> Token:
    """Return the token that a harvester sends back.

    Raises:
        Fault: ``badResumptionToken`` if we never sent such a one for this verb.
    """
    try:
        fields = urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split("|")
        kind, prefix, set_, since, until, changed, path, sent = fields
        token = Token(kind, prefix, set_, since, until, changed, path, int(sent))
    except ValueError:  # of Base64, of UTF-8, of the number of fields, of the number in the last
        token = None
    times = (token.until, token.changed, token.since or token.until) if token else ()
    if token is None or token.verb != verb or token.text() != text or not all(map(_TIME.fullmatch, times)):
        raise Fault("badResumptionToken", "this resumption token is none of ours; begin the list again")
    return token
