"""What changed between releases: one change log, and the pages and feeds that are written from it."""
