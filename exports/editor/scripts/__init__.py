"""Scripts and style of the pages that ask."""
