"""Queries asked of Apache Jena, as Debian packages it: no server is among its jars, so one Java machine runs them all.

``python -m jena_answers DUMP`` reads a JSON object of queries by name, and prints one of the answers: SPARQL JSON as
text, or N-Triples for a graph.
"""

import json
import sys
from pathlib import Path
from typing import Any

import jpype
from interop.readers import JARS, JENA, jena_patch


def answers(dump: Path, queries: dict[str, str]) -> dict[str, str]:
    """Return what Jena's engine answers over a dump in memory: the default graph and the named graphs."""
    jpype.startJVM("-XX:TieredStopAtLevel=1", classpath=[str(jena_patch()), *(f"{JARS}/{name}.jar" for name in JENA)])
    jena = jpype.JPackage("org").apache.jena
    dataset = jena.riot.RDFDataMgr.loadDataset(str(dump))
    return {name: _answer(jena, dataset, query) for name, query in queries.items()}


def _answer(jena: Any, dataset: Any, text: str) -> str:
    query = jena.query.QueryFactory.create(text)
    out = jpype.JClass("java.io.ByteArrayOutputStream")()
    with jena.query.QueryExecutionFactory.create(query, dataset) as execution:
        if query.isAskType():
            jena.query.ResultSetFormatter.outputAsJSON(out, execution.execAsk())
        elif query.isSelectType():
            jena.query.ResultSetFormatter.outputAsJSON(out, execution.execSelect())
        else:
            model = execution.execConstruct() if query.isConstructType() else execution.execDescribe()
            jena.riot.RDFDataMgr.write(out, model, jena.riot.Lang.NTRIPLES)
    return str(out.toString("UTF-8"))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(answers(Path(sys.argv[1]), json.load(sys.stdin))))
