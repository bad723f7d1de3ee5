"""Exports: a dataset that passed the gate becomes files: RDF, JSON-LD, HTML pages, reports."""
