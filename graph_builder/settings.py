"""Default limits: each stands here once; ``tuyun.toml`` may set those that depend on the archive."""

from typing import Final

KEEP_RELEASES: Final = 10
"""How many releases are kept, the current one among them (``keep_releases``)."""

PAGE_BYTES: Final = 5_000_000
"""Greatest size of a captured page (``limits.page_bytes``)."""

HTML_DEPTH: Final = 2_000
"""How deep elements of a captured page may be nested."""

HTML_ATTRIBUTES: Final = 2_000
"""How many attributes one tag of a captured page may have."""

HTML_REOPENED: Final = 200_000
"""How many elements of formatting of a captured page may be opened again, and two for each character besides."""

HTML_MOVED: Final = 2_000_000_000
"""How often a character of a captured page may be copied where text stands between the cells of a table."""

RECORD_BYTES: Final = 50_000_000
"""Greatest size of a file of records or authorities (``limits.record_bytes``)."""

TABLE_BYTES: Final = 50_000_000
"""Greatest size of ``pages.csv`` and of ``identifiers.csv``."""

CONFIGURATION_BYTES: Final = 1_000_000
"""Greatest size of ``tuyun.toml``."""

NESTING: Final = 20
"""How deep lists and mappings may stand inside one another in a file of records."""

CELL_LINES: Final = 500
"""How many lines one row of a CSV file may take; a quote that stays open longer was forgotten."""

SLUG_CHARACTERS: Final = 120
"""Greatest length of a slug that is minted."""

SUGGEST_AMONG: Final = 5_000
"""Among how many names the one nearest to a wrong name is looked for."""
