"""``tuyun terms``: the files that derive from the ontology and from the cookbook, and are kept in version control."""

from pathlib import Path

from exports import contexts, published_contexts
from exports.cookbook import handbook
from graph_builder import term_module
from graph_builder.errors import SystemFailure


def write_terms(check_only: bool) -> list[Path]:
    """Bring the derived files up to date.

    Args:
        check_only: only tell, write nothing.

    Returns:
        The files that were, or would be, changed.

    Raises:
        SystemFailure: if a file cannot be written, as in an installation without rights to it.
    """
    context = published_contexts.context_file()
    files = {
        Path(term_module.__file__).with_name("terms.py"): term_module.render(),
        Path(contexts.__file__).with_name(f"{published_contexts.version_of(context)}.jsonld"): context.decode(),
    }
    documents = Path(contexts.__file__).parents[2] / "docs"
    if documents.is_dir():  # an installation has none
        files[documents / "cookbook.md"] = handbook.text()
    changed = []
    for path, text in files.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            changed.append(path)
            if not check_only:
                try:
                    path.write_text(text, encoding="utf-8")
                except OSError as error:
                    raise SystemFailure(f"{path}: {error.strerror}; run this in a checkout") from error
    return changed
