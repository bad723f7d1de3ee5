"""Pictures of the archive as SVG made by the server, each with the same data as a table.

Models (``periods``, ``places``, ``run``, ``rubrics``, ``ties``) say what is so, in any language; the modules beside
them draw one and put it in words; ``catalogue`` says which picture stands where.
"""
