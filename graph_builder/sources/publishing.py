"""What of a record is published: what the archive's owner keeps back, and what is no number, is left out."""

import msgspec

from graph_builder.problems import Problems
from graph_builder.records import AnyRecord, Article, Entry
from graph_builder.sources.issn import with_valid_issn


def as_published(entry: Entry[AnyRecord], publish_text: str, problems: Problems) -> Entry[AnyRecord]:
    """Return an entry with as much of an article's text as is published, and without an ISSN that is none.

    Args:
        entry: a record as it was read.
        publish_text: how much of the text is published: ``full``, ``abstract`` or ``none``.
        problems: where the wrong ISSN is reported.
    """
    record = entry.record
    if isinstance(record, Article) and publish_text != "full":
        abstract = record.abstract if publish_text == "abstract" else None
        return msgspec.structs.replace(entry, record=msgspec.structs.replace(record, abstract=abstract, text=None))
    return with_valid_issn(entry, problems)
