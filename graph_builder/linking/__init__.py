"""Linking: which entities of the authority files a text names, and where; nothing else is ever linked.

A wrong link is worse than a missing one: whatever the page leaves open stays unlinked.
"""

from graph_builder.linking.authority import Authority
from graph_builder.linking.mention import Mention

__all__ = ["Authority", "Mention"]
