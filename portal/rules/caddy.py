"""Rules for Caddy 2: a Caddyfile with one site, to be used alone or imported."""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from exports.formats import FORMATS
from portal.releases import Release
from portal.rules import site
from portal.rules.site import CAPTURED, METHODS, PROBLEMS, Group
from portal.table import BARE, COMMON, DOCUMENT_CACHE, PAGE, RELEASE_HEADER

_ACCEPT = "{http.request.header.Accept}"
_LANGUAGES = "{http.request.header.Accept-Language}"
_PATH = "{http.request.uri.path}"


def write(release: Release, root: str, listen: str) -> Mapping[str, str]:
    """Return the one file of rules, by its name."""
    groups = site.groups(release)
    lines = [
        f"# Rules of {release.base} for Caddy 2: negotiation, media types, links, what is gone.",
        "# Written by `tuyun rules caddy`; write them again after each build, since they name the release.",
        f"{f'http://{listen}' if listen else urlsplit(release.base).hostname} {{",
        f"\troot * {_quoted(root)}",
        "\troute {",
        *(f"\t\t{line}" for line in _maps(release, groups)),
        *(f"\t\t{line}" for line in _headers(release)),
        *(f"\t\t{line}" for line in _answers(release)),
        "\t}",
        "\thandle_errors {",
        *(f"\t\t{line}" for line in _problems(release)),
        "\t}",
        "}",
    ]
    return {"Caddyfile": "\n".join(lines) + "\n"}


def _maps(release: Release, groups: tuple[Group, ...]) -> Iterator[str]:
    for name, pattern in site.PATHS.items():
        yield from _map(_PATH, name, [(f"~{pattern}", "${1}")])
    yield from _map("{thing}", "group", [(f"~{group.pattern}", group.name) for group in groups])
    yield from _map("{group}", "probe", [(group.name, site.probe(group)) for group in groups])
    for place, format_ in enumerate(FORMATS):
        yield from _map(_ACCEPT, f"q{place}", _weights(site.weight_patterns(format_.media_type)))
    signs = "".join(f"{{q{place}}}" for place in range(len(FORMATS)))
    patterns = [(f"~{pattern}", suffix) for group in groups for pattern, suffix in site.suffix_patterns(group)]
    yield from _map(f"{{group}}:{signs}", "chosen", patterns)
    for code in release.languages:
        yield from _map(_LANGUAGES, f"q_{code}", _weights(site.language_patterns(code)))
    signs = "".join(f"{{q_{code}}}" for code in release.languages)
    levels = [(f"~^.{{{place}}}{level}", code) for level in site.LEVELS for place, code in enumerate(release.languages)]
    yield from _map(signs, "spoken", levels)
    first = [(f"~(?i){site.first_language_pattern(code)}", code) for code in release.languages]
    yield from _map(_LANGUAGES, "language", [*first, ("default", "{spoken}")])
    pages = [(f".html:{code}", site.html_suffix(code)) for code in release.languages]
    yield from _map("{chosen}:{language}", "document", [*pages, ("default", "{chosen}")])
    yield from _map("{group}:{suffix}", "link", site.links(release, groups))
    yield from _map("{group}:{suffix}", "bare", [(f"{group.name}:", "yes") for group in groups])
    gone = {thing: stone for thing, stone in release.tombstones.items() if not stone.replaced_by}
    yield from _map(
        "{thing}", "stone", [(thing, site.stone_text(one, release.base + thing)) for thing, one in gone.items()]
    )
    moved = {thing: stone.replaced_by for thing, stone in release.tombstones.items() if stone.replaced_by}
    yield from _map("{thing}", "moved", [(thing, site.moved(release, iri)) for thing, iri in moved.items()])


def _weights(patterns: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(f"~(?i){pattern}" if pattern else "default", sign.replace(CAPTURED, "${1}")) for pattern, sign in patterns]


def _map(source: str, name: str, entries: Iterable[tuple[str, str]]) -> Iterator[str]:
    lines = [(key, value) for key, value in entries]
    yield f"map {_quoted(source)} {{{name}}} {{"
    yield from (f"\t{'default' if key == 'default' else _quoted(key)} {_quoted(value)}" for key, value in lines)
    if not any(key == "default" for key, _ in lines):
        yield '\tdefault ""'
    yield "}"


def _quoted(text: str) -> str:
    """Return a token in backquotes, in which nothing is escaped; a backquote itself cannot stand in it."""
    return f"`{text.replace('`', chr(92) + 'u0060')}`"


def _headers(release: Release) -> Iterator[str]:
    for name, value in {**COMMON, RELEASE_HEADER: release.id, "Cache-Control": DOCUMENT_CACHE}.items():
        yield f"header {name} {_quoted(value)}"
    yield '@linked expression `{link} != ""`'
    yield "header @linked Link {link}"
    yield '@bare expression `{bare} == "yes"`'
    yield f"header @bare Vary {_quoted(BARE['Vary'])}"
    yield r"@page path_regexp (?:/|\.html)$"
    yield from (f"header @page {name} {_quoted(value)}" for name, value in PAGE.items())
    for code in release.languages:
        yield rf"@page_{code} path_regexp (?:\.{code}\.html$|^/{code}/)"
        yield f"header @page_{code} Content-Language {code}"
    for number, (suffix, one) in enumerate(reversed(list(site.types().items()))):
        if suffix not in {"gz", "br"}:  # the compound suffixes come last, and the last one counts
            yield f"@type{number} path *.{suffix}"
            yield f"header @type{number} Content-Type {_quoted(one.content_type)}"


def _answers(release: Release) -> Iterator[str]:
    yield from (
        "@options method OPTIONS",
        f"header @options Allow {_quoted(METHODS)}",
        f"header @options Access-Control-Allow-Methods {_quoted(METHODS)}",
        "respond @options 204",
        "@other not method GET HEAD",
        f"header @other Allow {_quoted(METHODS)}",
        "error @other 405",
        r"@broken path_regexp `[\x00-\x1f]`",
        "error @broken 400",
        "@long path_regexp `[^/]{251,}`",
        "error @long 404",
        '@gone expression `{stone} != ""`',
        "error @gone 410",
        '@moved expression `{moved} != ""`',
        "redir @moved {moved}{suffix} 301",
        f"@folder {{\n\t\t\tpath_regexp ^(?:/{site.SEGMENT})+$\n\t\t\tfile {_PATH}/index.html\n\t\t}}",
        f"redir @folder {_PATH}/ 301",
        f"@thing {{\n\t\t\tpath_regexp ^(?:/{site.SEGMENT})+$\n\t\t\tfile {_PATH}{{probe}}\n\t\t}}",
        "@unsuited {\n\t\t\tpath_regexp ^(?:/" + site.SEGMENT + ")+$\n\t\t\tfile " + _PATH + "{probe}\n"
        '\t\t\texpression `{document} == ""`\n\t\t}',
        "error @unsuited 406",
        f"redir @thing {_PATH}{{document}} 303",
        "file_server {\n\t\t\tprecompressed br gzip\n\t\t}",
    )


def _problems(release: Release) -> Iterator[str]:
    yield "route {"
    for name, value in {**COMMON, RELEASE_HEADER: release.id, "Cache-Control": "no-store"}.items():
        yield f"\theader {name} {_quoted(value)}"
    yield "\t@page {"
    yield "\t\theader_regexp Accept (?i)text/html"
    yield r"		not header_regexp Accept `(?i)text/html\s*;\s*q=0(?:[^.]|$)`"
    yield "\t}"
    yield "\thandle @page {"
    yield "\t\theader Content-Type `text/html; charset=utf-8`"
    yield from (f"\t\theader {name} {_quoted(value)}" for name, value in PAGE.items())
    for status in PROBLEMS:
        yield f"\t\t@page{status} expression `{{err.status_code}} == {status}`"
        yield f"\t\trespond @page{status} {_quoted(site.problem_page(status, release.languages))} {status}"
    yield "\t}"
    yield "\theader Content-Type application/problem+json"
    for status, detail in PROBLEMS.items():
        text = "{stone}" if status == 410 else _quoted(_open(site.problem_text(status, detail)))
        yield f"\t@problem{status} expression `{{err.status_code}} == {status}`"
        yield f"\trespond @problem{status} {text} {status}"
    other = '{"type":"about:blank","title":"{err.status_text}","status":{err.status_code}}'
    yield f"\trespond {_quoted(other)} {{err.status_code}}"
    yield "}"


def _open(text: str) -> str:
    """Return a text in which nothing is taken for a placeholder of Caddy."""
    return re.sub(r"\{(?=[a-z])", r"\\{", text)
