"""Sources: files of records and authorities, in several formats, read into typed records.

Nothing is imported here: who reads one format does not wait for the others.
"""
