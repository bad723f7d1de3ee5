"""Where the pages that ask, and what they load, stand in a release."""

from typing import Final

EDITOR: Final = "sparql.{}.html"
EDITOR_DEFAULT: Final = "sparql.html"
BUILDER: Final = "query-builder.{}.html"
BUILDER_DEFAULT: Final = "query-builder.html"

ENDPOINT: Final = "sparql"
"""Where queries are sent: beside the pages, so that it holds below any path of any host."""

ASSETS: Final = "assets/editor/{}"
TERMS: Final = "terms.js"
FORM: Final = "form.js"

QUERIES: Final = "queries.json"
QUERIES_PAGE: Final = "queries.{}.html"
QUERY_PAGE: Final = "queries/{}.{}.html"
QUERY_RESULT: Final = "queries/{}.csv"
"""The ready questions, which the cookbook writes; absent where a release has none."""
