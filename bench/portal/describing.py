"""``python -m bench.portal.describing DUMP PORT``: rdflib-endpoint over a graph in memory, to be measured against."""

import sys

import rdflib
import uvicorn
from rdflib_endpoint import SparqlEndpoint


def main() -> None:
    """Serve until stopped."""
    graph = rdflib.Dataset(default_union=True)
    graph.parse(sys.argv[1], format="nt")
    uvicorn.run(SparqlEndpoint(graph=graph), port=int(sys.argv[2]), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
