"""The check digit of an ISSN: a sum that SHACL Core cannot compute (ISO 3297)."""

import msgspec

from graph_builder.problems import Place, Problems
from graph_builder.records import AnyRecord, Entry, Magazine


def with_valid_issn(entry: Entry[AnyRecord], problems: Problems) -> Entry[AnyRecord]:
    """Return the entry; an ISSN that is none is reported and left out, and the rest of its record stays."""
    record = entry.record
    if not isinstance(record, Magazine) or record.issn is None:
        return entry
    from stdnum import issn  # here, since few records need it, and it loads ssl, which costs every process its start
    from stdnum.exceptions import ValidationError

    try:
        issn.validate(record.issn)
    except ValidationError:
        place = Place(entry.place.file, entry.place.line, "issn")
        digits = issn.compact(record.issn)
        wrong_digit = len(digits) == 8 and digits[:7].isdecimal()
        message = f"wrong check digit: {record.issn}" if wrong_digit else f"no ISSN: {record.issn}"
        problems.error(place, "issn", message, "compare it with the printed one: eight characters, as 1694-7053")
        return msgspec.structs.replace(entry, record=msgspec.structs.replace(record, issn=None))
    return entry
