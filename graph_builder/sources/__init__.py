"""Sources: files of records and authorities, in several formats, read into typed records."""

from graph_builder.sources.convert import Head
from graph_builder.sources.gather import SourceRecords, read_sources, without_twins
from graph_builder.sources.hosts import check_hosts
from graph_builder.sources.json_lines import iter_records
from graph_builder.sources.publishing import as_published
from graph_builder.sources.references import References, check_references, references
from graph_builder.sources.source_file import SourceFile
from graph_builder.sources.table import READERS

__all__ = [
    "READERS",
    "Head",
    "References",
    "SourceFile",
    "SourceRecords",
    "as_published",
    "check_hosts",
    "check_references",
    "iter_records",
    "read_sources",
    "references",
    "without_twins",
]
