"""Data only: every JSON-LD context that was published, each file named by the hash of its bytes and never changed."""
