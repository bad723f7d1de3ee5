"""The questions of the cookbook, asked of a large archive as a build asks them: processor seconds a question, memory.

``python -m bench.cookbook [ARTICLES]``. The articles are those of :mod:`bench.generate`. So that every question has
work, each also mentions three bodies, may belong to three of 170 issues and has a page capture with two quoted names;
60 phases are added.
"""

import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bench.site.dataset import BASE, dataset
from exports.cookbook import recipes
from exports.cookbook.answers import Kitchen
from exports.cookbook.tables import plain
from graph_builder import namespaces as ns
from graph_builder import terms
from graph_builder.dataset import Dataset
from graph_builder.rdf import Quad, Term, Triple, iri, typed
from graph_builder.rdf import plain as text

_ISSUES: Final = 170
_BODIES: Final = 100
_SOURCE: Final = f"<{BASE}source/page-{{}}>"


def main() -> None:
    """Ask all and print what each took."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    large = enriched(dataset(count), count)
    print(f"{count} articles: {len(large.view)} triples, {len(large.claims)} claims")
    start = time.process_time()
    kitchen = Kitchen(large)
    print(f"{'loading':28} {time.process_time() - start:7.2f} s")
    whole = 0.0
    for recipe in recipes():
        start = time.process_time()
        answer = kitchen.answer(recipe)
        took = time.process_time() - start
        plain(answer)
        whole += time.process_time() - start
        print(f"{recipe.id:28} {took:7.2f} s {len(answer.rows):8} rows")
    print(f"{'all, with their tables':28} {whole:7.2f} s")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def enriched(small: Dataset, count: int) -> Dataset:
    """Return a dataset with what the questions ask about and generated articles lack."""
    dice = random.Random(7053)
    said = list(_shared(dice))
    claims: list[Quad] = []
    for number in range(count):
        article = iri(f"{BASE}article/{'ky' if number % 2 else 'ru'}-{number}")
        triples = list(_article(article, number, dice))
        said += triples
        source = _SOURCE.format(number)
        said += [(source, ns.RDF_TYPE, terms.Source), (source, terms.rank, text("page"))]
        claims += [(*triple, source) for triple in (*triples, *_quotations(article, dice))]
    view = tuple(sorted({*small.view, *said}))
    return replace(small, view=view, claims=tuple(sorted((*small.claims, *claims), key=lambda one: (one[3], *one))))


def _article(article: Term, number: int, dice: random.Random) -> Iterator[Triple]:
    for body in dice.sample(range(1, _BODIES + 1), 3):
        yield article, terms.mentions, _body(body)
    for issue in dice.sample(range(1, _ISSUES + 1), 3):
        yield article, terms.candidateIssue, _issue(issue)
    capture = iri(f"{BASE}capture/{number:012x}")
    yield capture, ns.RDF_TYPE, terms.Capture
    yield capture, terms.article, article
    yield capture, terms.shownIssue, _issue(dice.randint(1, _ISSUES))


def _quotations(article: Term, dice: random.Random) -> Iterator[Triple]:
    for number in range(2):
        annotation, target, selector = (
            iri(f"{article[1:-1]}#{name}-{number}") for name in ("quote", "target", "exact")
        )
        body = dice.randint(1, _BODIES)
        yield annotation, ns.OA_HAS_BODY, _body(body)
        yield annotation, ns.OA_HAS_TARGET, target
        yield target, ns.OA_HAS_SELECTOR, selector
        yield selector, ns.OA_EXACT, text(f"Body {body} {dice.choice(('', 'nyn', 'ga', 'dan'))}".strip())


def _shared(dice: random.Random) -> Iterator[Triple]:
    for number in range(1, _ISSUES + 1):
        if number % 9:
            issue, month = _issue(number), f"{2012 + number // 12}-{number % 12 + 1:02}"
            yield issue, ns.RDF_TYPE, terms.Issue
            yield issue, terms.wholeNumber, typed(str(number), ns.XSD_INTEGER[1:-1])
            yield from _days(issue, f"{month}-01", f"{month}-28")
    for number in range(60):
        phase, year = iri(f"{BASE}phase/phase-{number}"), 2012 + number % 10
        yield phase, ns.RDF_TYPE, terms.Phase
        yield phase, terms.project, iri(f"{BASE}project/project-{number // 2 + 1}")
        yield phase, terms.ordinal, typed(str(number % 2 + 1), ns.XSD_INTEGER[1:-1])
        yield phase, terms.funder, _body(dice.randint(1, 20))
        yield phase, terms.region, iri(f"{BASE}region/KG-{dice.choice('BCJNOTY')}")
        yield from _days(phase, f"{year}-01-01", f"{year + 2}-12-31")
    for number in range(1, 51):
        for role in (terms.funder, terms.implementer, terms.partner):
            yield iri(f"{BASE}project/project-{number}"), role, _body(dice.randint(1, _BODIES))


def _days(thing: Term, first: str, last: str) -> Iterator[Triple]:
    yield thing, terms.startDay, typed(first, ns.XSD_DATE[1:-1])
    yield thing, terms.endDay, typed(last, ns.XSD_DATE[1:-1])


def _body(number: int) -> Term:
    return iri(f"{BASE}organization/organization-{number}")


def _issue(number: int) -> Term:
    return iri(f"{BASE}issue/{number}")


if __name__ == "__main__":
    main()
