"""The dataset in the terms of schema.org, for the first page: what search engines of data read."""

from typing import Any, Final

from markupsafe import Markup

from exports.catalogue.about import About
from exports.formats import Format
from exports.page_language import PageLanguage
from exports.scripts import script
from graph_builder import namespaces as ns
from graph_builder.rdf import iri_text


def dataset_script(about: About, page: PageLanguage) -> Markup:
    """Return the text of the script element (https://developers.google.com/search/docs/appearance/structured-data/dataset)."""
    words, publication = page.words, about.publication
    found: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": iri_text(about.view),
        "name": page.site.text,
        "description": f"{words['about_archive']} {words['data_view']}",
        "url": about.base,
        "inLanguage": list(about.languages),
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": iri_text(about.catalog), "name": page.site.text},
        "distribution": [
            _download(format_, address) for subject, format_, address in about.dumps() if subject == about.view
        ],
    }
    if publication.publisher:
        name = page.label(publication.publisher).text
        organization = {"@type": "Organization", "@id": iri_text(publication.publisher), "name": name}
        found["publisher"] = organization
    if publication.license:
        found["license"] = publication.license
    if period := about.period():
        found["temporalCoverage"] = "/".join(period)
    return script(found)


def _download(format_: Format, address: str) -> dict[str, str]:
    return {
        "@type": "DataDownload",
        "name": format_.label,
        "encodingFormat": format_.media_type,
        "contentUrl": address,
    }


_ADDRESS: Final = {"@type": "@id"}
_CONTEXT: Final = {"@vocab": ns.PREFIXES["schema"], **dict.fromkeys(("contentUrl", "license", "url"), _ADDRESS)}
