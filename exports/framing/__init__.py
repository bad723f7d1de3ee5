"""The JSON-LD kit for importers: frames, JSON Schemas of what they give, collections by page, one document a line."""
