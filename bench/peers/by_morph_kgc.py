"""Flat CSV to N-Quads by morph-kgc: ``python by_morph_kgc.py TABLES OUTPUT PROCESSES``, in its own environment.

``rml:languageMap`` and all else stand in the namespace http://w3id.org/rml/: of the old one morph-kgc passes over the
language without a word.
"""

import json
import resource
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

BASE = "https://data.example.org/"
TUYUN = "https://w3id.org/tuyun/ontology#"
XSD = "http://www.w3.org/2001/XMLSchema#"
GRAPH = f"{BASE}source/generated"

MAPS = {
    "source": (f"{BASE}source/{{id}}", "Source", [("rank", '"rank"', ""), ("name", '"name"', 'rml:language "en"')]),
    "articles": (
        f"{BASE}article/{{id}}",
        "Article",
        [
            ("language", '"language"', ""),
            ("title", '"title"', 'rml:languageMap [ rml:reference "language" ]'),
            ("abstract", '"abstract"', 'rml:languageMap [ rml:reference "language" ]'),
            ("datePublished", '"date"', f"rml:datatype <{XSD}date>"),
            ("rubric", f"{BASE}rubric/{{rubric}}", ""),
            ("sourceUrl", '"source_url"', "rml:termType rml:IRI"),
            ("about", '"about"', "base"),
        ],
    ),
    "mentions": (f"{BASE}article/{{article}}", "", [("mentions", '"reference"', "base")]),
    "contributions": (
        f"{BASE}article/{{article}}#contribution-{{position}}",
        "Contribution",
        [
            ("article", f"{BASE}article/{{article}}", ""),
            ("position", '"position"', f"rml:datatype <{XSD}integer>"),
            ("contributor", f"{BASE}person/{{contributor}}", ""),
            ("roleKind", f"<{TUYUN}role-author>", ""),
            ("statedName", '"stated_name"', ""),
            ("role", '"role"', 'rml:languageMap [ rml:reference "language" ]'),
            ("affiliation", f"{BASE}organization/{{affiliation}}", ""),
        ],
    ),
    "contributions-of": (
        f"{BASE}article/{{article}}",
        "",
        [("contribution", f"{BASE}article/{{article}}#contribution-{{position}}", "")],
    ),
}


def main() -> None:
    """Write mapping and settings, run morph-kgc as its users do, print what it took."""
    tables, output, processes = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), sys.argv[3]
    mapping, settings = output.with_suffix(".rml.ttl"), output.with_suffix(".ini")
    mapping.write_text(_mapping(tables), encoding="utf-8")
    options = {
        "output_file": output,
        "output_format": "N-QUADS",
        "number_of_processes": processes,
        "logging_level": "WARNING",
        "safe_percent_encoding": "/",
    }
    lines = "".join(f"{name}: {value}\n" for name, value in options.items())
    settings.write_text(f"[CONFIGURATION]\n{lines}\n[Generated]\nmappings: {mapping}\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "morph_kgc", str(settings)], check=True)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds, peak = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "version": version("morph-kgc")}))


def _mapping(tables: Path) -> str:
    parts = ["@prefix rml: <http://w3id.org/rml/> .\n"]
    for name, (subject, class_, properties) in MAPS.items():
        table = tables / f"{name.partition('-')[0]}.csv"
        type_ = f" ; rml:class <{TUYUN}{class_}>" if class_ else ""
        parts.append(
            f'<urn:map:{name}> a rml:TriplesMap ;\n  rml:logicalSource [ rml:source "{table}" ; '
            "rml:referenceFormulation rml:CSV ] ;\n"
            f'  rml:subjectMap [ rml:template "{subject}"{type_} ; rml:graphMap [ rml:constant <{GRAPH}> ] ]'
        )
        for property_, value, more in properties:
            parts.append(
                f" ;\n  rml:predicateObjectMap [ rml:predicate <{TUYUN}{property_}> ; "
                f"rml:objectMap [ {_object(value, more)} ] ]"
            )
        parts.append(" .\n")
    return "".join(parts)


def _object(value: str, more: str) -> str:
    if more == "base":  # a reference such as region/KG-J: a slash in a template would be written as %2F
        return f'rml:template "{BASE}{{{value.strip(chr(34))}}}"'
    if value.startswith('"'):
        return f"rml:reference {value}" + (f" ; {more}" if more else "")
    return f"rml:constant {value}" if value.startswith("<") else f'rml:template "{value}"'


if __name__ == "__main__":
    main()
