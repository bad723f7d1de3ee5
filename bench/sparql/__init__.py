"""SPARQL over generated articles: the portal beside the stores of other makers."""
