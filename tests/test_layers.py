"""Data flows one way: no room imports a room that comes after it, and only the command line wires them."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]

# Rooms from the beneath to the top; a module may import its own row and the rows above it.
ROWS = [
    {
        "errors",
        "problems",
        "rdf",
        "dates",
        "namespaces",
        "resources",
        "settings",
        "textforms",
        "decode",
        "tables",
        "codings",
        "durable",
        "line_file",
        "long_files",
        "external_sort",
        "block_merge",
        "cutting",
        "memo",
        "workers",
    },
    {"program", "vocabulary", "terms", "term_module", "identifiers", "schema", "shape_graph", "shape_values"},
    {"records"},
    {"entry_store", "archive", "configuration", "listing", "page_table", "register", "numbering", "withdrawals"},
    {"sources"},
    {"linking"},
    {"pages"},
    {"builders"},
    {"claims", "blocks", "parts", "claim_order", "trust", "reasons"},
    {"corrections", "page_names"},
    {"consolidation", "naming", "derivation"},
    {"merging", "neighbours"},
    {"report"},
    {"shacl_compiled", "shacl_reference", "neighbourhood"},
    {"validation"},
    {"viewing", "gate"},
    {"published", "stored", "hashing", "old_pieces", "arranging", "telling", "publication", "dataset"},
    {"exports"},
    {"release", "release_files", "old_releases", "manifest", "integrity", "untouched", "lock", "swapping", "rollback"},
    {"spark"},
    {"portal"},
    {"cli", "__main__"},
]
LEVEL = {room: level for level, row in enumerate(ROWS) for room in row}


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[0] if parts[0] in {"exports", "portal"} else parts[1] if len(parts) > 1 else ""


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names if node.module in {"graph_builder", "exports", "portal"} else {node.module}
    return {name for name in found if name.split(".")[0] in {"graph_builder", "exports", "portal"}}


def _modules() -> list[Path]:
    return [
        path for package in ("graph_builder", "exports", "portal") for path in sorted((ROOT / package).rglob("*.py"))
    ]


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def test_every_module_has_a_room() -> None:
    rooms = {_room(_name(path)) for path in _modules()} - {"", "__init__", "ontology", "shapes", "starter", "templates"}
    assert len(_modules()) > 60
    assert rooms <= set(LEVEL)
    assert set(LEVEL) == rooms


def test_imports_never_run_backwards() -> None:
    backwards = [
        f"{_name(path)} imports {imported}"
        for path in _modules()
        for imported in _imports(path)
        if LEVEL.get(_room(imported), -1) > LEVEL.get(_room(_name(path)), len(ROWS))
    ]
    assert backwards == []


def test_records_and_sources_know_no_rdf_library() -> None:
    offenders = [
        _name(path)
        for path in _modules()
        if _room(_name(path)) in {"records", "sources", "linking", "pages", "builders", "claims", "consolidation"}
        and {"rdflib", "pyshacl", "pyoxigraph"} & _libraries(path)
    ]
    assert offenders == []


def _libraries(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_only_the_command_line_prints_and_sets_the_exit_status() -> None:
    offenders = [
        _name(path)
        for path in _modules()
        if _room(_name(path)) not in {"cli", "__main__"} and {"typer", "rich", "sys"} & _libraries(path)
    ]
    assert offenders == []
