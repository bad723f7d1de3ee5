"""How long it takes to compare two releases, and how much memory: both must grow with the data, or not at all.

Run: ``python -m bench.changes [articles ...]``. Each size runs in a process of its own; 1 % of the articles change, and
one in a thousand goes.
"""

import resource
import time
from collections.abc import Iterator

from bench.sizes import each
from exports.changes.comparing import compare
from graph_builder import terms
from graph_builder.namespaces import DCTERMS_IDENTIFIER, RDF_TYPE, RDFS_LABEL
from graph_builder.rdf import Triple, plain, tagged

SIZES = (5_000, 50_000, 500_000)


def graph(articles: int, release: int) -> Iterator[Triple]:
    """Yield the sorted view of made-up articles, each with two contributions."""
    for number in range(articles):
        if release and number % 1000 == 500:
            continue
        slug = f"ky-{number:07}"
        article = f"<https://data.example.kg/article/{slug}>"
        title = f"Макала {number}" + (" (оңдолду)" if release and number % 100 == 0 else "")
        for part in (1, 2):
            contribution = f"{article[:-1]}#contribution-{part}>"
            yield contribution, RDF_TYPE, terms.Contribution
            yield contribution, RDFS_LABEL, tagged(f"Автор {number + part}", "ky")
            yield contribution, terms.contributor, f"<https://data.example.kg/person/p-{(number + part) % 5000}>"
        yield article, RDF_TYPE, terms.Article
        yield article, DCTERMS_IDENTIFIER, plain(slug)
        yield article, RDFS_LABEL, tagged(title, "ky")
        yield article, terms.contribution, f"{article[:-1]}#contribution-1>"
        yield article, terms.contribution, f"{article[:-1]}#contribution-2>"
        yield article, terms.title, tagged(title, "ky")


def measure(articles: int) -> None:
    """Compare two releases, both streamed, and print what it took."""
    made = time.process_time()
    triples = sum(1 for _ in graph(articles, 0)) + sum(1 for _ in graph(articles, 1))
    begun = time.process_time()
    differing = sum(1 for _ in compare(graph(articles, 0), graph(articles, 1)))
    seconds = time.process_time() - begun - (begun - made)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{articles:>8} articles {triples:>9} triples {differing:>6} differ {seconds:6.2f} s {peak:5.0f} MiB")


if __name__ == "__main__":
    each("bench.changes", measure, SIZES)
