"""The exact words with which a page names entities, so that a reader can check each link in the file."""

from collections.abc import Iterable
from itertools import count
from typing import Final

from graph_builder.linking import Mention
from graph_builder.pages.capture import CONTROLS, CapturedText
from graph_builder.pages.contacts import blanked
from graph_builder.records import Quotation

CONTEXT: Final = 32


def quotations(capture: CapturedText, mentions: Iterable[Mention], with_context: bool) -> tuple[Quotation, ...]:
    """Return the quotation of each mention, in the order of the page.

    Words that are part of a mail address or a telephone number are not quoted, and the context of others ends
    where one begins.

    Args:
        capture: the page; of a text file the offsets and the words are those of the file itself.
        mentions: what the page names, offsets as in the capture's text; the same mention twice counts once.
        with_context: whether so much of the page may be published as stands around the words.
    """
    text, public = capture.text, blanked(capture.text)
    if public == text:
        public = text  # the same object, which the quotations compare at once
    numbers = count(1)
    return tuple(
        _quotation(capture, public, mention, next(numbers), CONTEXT if with_context else 0)
        for mention in sorted(set(mentions), key=lambda one: (one.start, one.end, one.kind, one.slug))
        if text[mention.start : mention.end] == public[mention.start : mention.end]
    )


def _quotation(capture: CapturedText, public: str, mention: Mention, number: int, context: int) -> Quotation:
    first, last = max(0, mention.start - context), min(len(public), mention.end + context)
    if public is not capture.text:
        first, last = _without_contacts(capture.text, public, mention, first, last)
    begin, start, end, finish = (
        capture.offset_of(first),
        capture.offset_of(mention.start),
        capture.offset_after(mention.end),
        capture.offset_after(last),
    )
    return Quotation(
        capture=capture.sha256[:12],
        number=number,
        entity=f"{mention.kind}/{mention.slug}",
        exact=capture.original[start:end],
        prefix=CONTROLS.split(capture.original[begin:start])[-1],
        suffix=CONTROLS.split(capture.original[end:finish])[0],
        start=start,
        end=end,
    )


def _without_contacts(text: str, public: str, mention: Mention, first: int, last: int) -> tuple[int, int]:
    """Return the stretch around a mention, cut where contact data begins."""
    before = (at + 1 for at in range(mention.start - 1, first - 1, -1) if text[at] != public[at])
    after = (at for at in range(mention.end, last) if text[at] != public[at])
    return next(before, first), next(after, last)
