"""JSON-LD of a release read without a network: the published context is at hand, every other address is refused."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from exports import published_contexts

Loader = Callable[[str, Mapping[str, object]], dict[str, object]]


def loader(base: str) -> Loader:
    """Return a document loader for PyLD that has the context of the archive with this base and nothing else."""

    def load(url: str, _options: Mapping[str, object]) -> dict[str, object]:
        if url != published_contexts.address(base):
            raise AssertionError(f"the document wants {url}: nothing may be fetched")
        document = json.loads(published_contexts.context_file())
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": document}

    return load


def self_contained(data: bytes) -> bytes:
    """Return a document with the published context in place of its address, for readers that cannot be given one."""
    document = json.loads(data)
    return json.dumps({**document, "@context": _whole(document["@context"])}).encode()


def _whole(context: Any) -> Any:
    if isinstance(context, list):
        return [_whole(one) for one in context]
    if isinstance(context, str):
        assert context.endswith(published_contexts.path()), context
        return json.loads(published_contexts.context_file())["@context"]
    return context
