"""Facets of the articles: finite lists made at build time, of one value or of two together."""
