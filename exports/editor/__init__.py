"""Asking in SPARQL from the pages: the editor, its completions and examples, the form that writes queries."""
