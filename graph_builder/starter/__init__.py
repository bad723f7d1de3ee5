"""Data only: the archive that `tuyun init` writes."""
