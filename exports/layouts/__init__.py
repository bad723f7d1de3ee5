"""The pages of entities, each kind with a layout of its own.

``arrangement`` says as data what stands where; ``sections`` compiles it; the models beside (``similar``, ``roles``,
``sequences``) say what is so, in any language. What no section shows stands at the end by the groups of the shapes.
"""
