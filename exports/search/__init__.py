"""Search that runs in the reader's browser: an index made at build time, in files small enough to fetch singly."""
