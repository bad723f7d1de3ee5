"""The exports held against RDF readers of other makers."""
