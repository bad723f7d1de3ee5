"""Rules for Apache 2.4, as ``.htaccess``: for a host of the release, and for the register of w3id.org."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from exports.formats import DATASET_FORMATS, FORMATS, GRAPH_FORMATS
from portal.releases import Release
from portal.rules import site
from portal.rules.site import CAPTURED, METHODS, PROBLEMS, Group
from portal.table import BARE, COMMON, DOCUMENT_CACHE, PAGE, RELEASE_HEADER


def write(release: Release, root: str, listen: str) -> Mapping[str, str]:
    """Return the files for the folder of the release; the rest is the server's own affair."""
    groups = site.groups(release)
    lines = [
        f"# Rules of {release.base} for Apache 2.4 (mod_rewrite, mod_headers, mod_setenvif).",
        "# Written by `tuyun rules apache`; write them again after each build, since they name the release.",
        "Options -Indexes -MultiViews",
        "DirectoryIndex index.html",
        "DirectorySlash On",
        "AddDefaultCharset utf-8",
        *_types(),
        *_headers(release, groups),
        *_signs(release),
        "RewriteEngine On",
        *_problems(),
        *_answers(release, groups),
    ]
    files = {".htaccess": "\n".join(lines) + "\n"}
    for status, detail in PROBLEMS.items():
        files[f"problem-{status}.json"] = site.problem_text(status, detail) + "\n"
        files[f"problem-{status}.html"] = site.problem_page(status, release.languages) + "\n"
    return files


def write_w3id(release: Release, root: str, listen: str) -> Mapping[str, str]:
    """Return the rules for the folder of the vocabulary at w3id.org: the namespace leads to its documents."""
    ontology = next(group for group in site.groups(release) if "ontology" in group.pattern)
    lines = [
        "# Persistent identifiers of the Tuyun vocabulary: https://w3id.org/tuyun/ontology",
        f"# It is served at {release.base}. Written by `tuyun rules w3id`.",
        "Options -MultiViews",
        *_signs(release),
        "RewriteEngine On",
        f"RewriteRule ^ontology/?$ - [E=tuyun_group:{ontology.name}]",
        *_choice([ontology], release),
        "RewriteCond %{ENV:tuyun_document} ^$",
        "RewriteRule ^ontology/?$ - [R=406,L]",
        f"RewriteRule ^ontology/?$ {release.base}ontology%{{ENV:tuyun_document}} [R=303,L]",
        f"RewriteRule ^(ontology|shapes|context)(\\.[a-z.]+)$ {release.base}$1$2 [R=303,L]",
        f"RewriteRule ^shapes/?$ {release.base}shapes [R=303,L]",
    ]
    return {".htaccess": "\n".join(lines) + "\n"}


def _types() -> Iterator[str]:
    for suffix, one in reversed(list(site.types().items())):
        if suffix in {"gz", "br"}:
            continue
        if "." in suffix:
            yield f'<FilesMatch "\\.{re.escape(suffix)}$">'
            yield f'    ForceType "{one.content_type}"'
            yield "</FilesMatch>"
        else:
            yield f'AddType "{one.content_type}" .{suffix}'


def _headers(release: Release, groups: tuple[Group, ...]) -> Iterator[str]:
    for name, value in {**COMMON, RELEASE_HEADER: release.id}.items():
        yield f'Header always set {name} "{value}"'
    yield f'Header set Cache-Control "{DOCUMENT_CACHE}"'
    for code in release.languages:
        yield f'<FilesMatch "\\.{code}\\.html$">'
        yield f'    Header set Content-Language "{code}"'
        yield "</FilesMatch>"
    yield '<FilesMatch "\\.html$">'
    yield from (f'    Header always set {name} "{value}"' for name, value in PAGE.items())
    yield "</FilesMatch>"
    for group in groups:
        pattern = f"^/{_bare(group.pattern)}$"
        yield f'SetEnvIf Request_URI "{pattern}" tuyun_bare=1'
    yield f'Header always set Vary "{BARE["Vary"]}" env=tuyun_bare'
    yield f'Header always set Vary "{BARE["Vary"]}" "expr=%{{REQUEST_STATUS}} == 406"'
    places = {group.name: group.pattern.removeprefix("^").removesuffix("$") for group in groups}
    for key, text in site.links(release, groups):
        name, _, suffix = key.partition(":")
        escaped = suffix.replace(".", "\\.")
        value = text.replace('"', '\\"').replace("{thing}", "%{tuyun_thing}e").replace("{name}", "%{tuyun_name}e")
        test = f"%{{REQUEST_URI}} =~ m#^/{places[name]}{escaped}$#"
        yield f'Header always set Link "{value}" "expr={test}"'
    yield 'SetEnvIf Request_URI "^/([^.]*)" tuyun_thing=$1'
    yield 'SetEnvIf Request_URI "([^/.]+)(?:\\.[^/]*)?$" tuyun_name=$1'


def _signs(release: Release) -> Iterator[str]:
    """Yield the weights of formats and languages; a later line overrules an earlier one, so the first come last."""
    for place, format_ in enumerate(FORMATS):
        yield from _set("Accept", f"tuyun_q{place}", site.weight_patterns(format_.media_type))
    for code in release.languages:
        yield f'SetEnvIfNoCase Accept-Language "{site.first_language_pattern(code)}" tuyun_first={code}'
        yield from _set("Accept-Language", f"tuyun_q_{code}", site.language_patterns(code))


def _set(header: str, name: str, patterns: Iterable[tuple[str, str]]) -> Iterator[str]:
    for pattern, sign in reversed(list(patterns)):
        yield f'SetEnvIfNoCase {header} "{pattern or "^"}" {name}={sign.replace(CAPTURED, "$1")}'


def _answers(release: Release, groups: tuple[Group, ...]) -> Iterator[str]:
    yield "RewriteCond %{REQUEST_METHOD} =OPTIONS"
    yield "RewriteRule ^ - [R=204,L]"
    yield "RewriteCond %{REQUEST_METHOD} !^(?:GET|HEAD)$"
    yield "RewriteRule ^ - [R=405,L]"
    refused = "%{REQUEST_METHOD} !~ m#^(GET|HEAD)$# || %{REQUEST_STATUS} == 405"
    yield f'Header always set Allow "{METHODS}" "expr={refused}"'
    yield (f'Header always set Access-Control-Allow-Methods "{METHODS}" "expr=%{{REQUEST_METHOD}} == \'OPTIONS\'"')
    for coding, suffix in (("br", "br"), ("gzip", "gz")):
        yield f'SetEnvIf Accept-Encoding "(?:^|,)\\s*{coding}\\s*(?:,|$)" tuyun_{suffix}=1'
        yield f"RewriteCond %{{ENV:tuyun_{suffix}}} =1"
        yield f"RewriteCond %{{REQUEST_FILENAME}}.{suffix} -f"
        yield f"RewriteRule ^(data/.*)$ $1.{suffix} [E=tuyun_coded:{coding},L]"
        for ending, one in site.types().items():
            if one in (*GRAPH_FORMATS, *DATASET_FORMATS):
                yield f'<FilesMatch "\\.{ending}\\.{suffix}$">'
                yield f'    ForceType "{one.content_type}"'
                yield f"    Header set Content-Encoding {coding} env=REDIRECT_tuyun_coded"
                yield "    Header append Vary Accept-Encoding env=REDIRECT_tuyun_coded"
                yield f"    Header set Content-Encoding {coding} env=tuyun_coded"
                yield "    Header append Vary Accept-Encoding env=tuyun_coded"
                yield "</FilesMatch>"
    for thing, stone in release.tombstones.items():
        if stone.replaced_by:
            yield f"RewriteRule ^{thing}(\\..*)?$ {site.moved(release, stone.replaced_by)}$1 [R=301,L]"
        else:
            yield f"RewriteRule ^{thing}(\\..*)?$ - [R=410,L]"
    patterns = [(group, f"^({_bare(group.pattern)})$") for group in groups]
    yield from (f"RewriteRule {pattern} - [E=tuyun_group:{group.name}]" for group, pattern in patterns)
    yield from _choice(groups, release)
    for group, pattern in patterns:
        exists = f"RewriteCond %{{DOCUMENT_ROOT}}/$1{site.probe(group)} -f"
        yield exists
        yield "RewriteCond %{ENV:tuyun_document} ^$"
        yield f"RewriteRule {pattern} - [R=406,L]"
        yield exists
        yield f"RewriteRule {pattern} /$1%{{ENV:tuyun_document}} [R=303,L]"


def _choice(groups: Sequence[Group], release: Release) -> Iterator[str]:
    """Yield the rules that find the suffix that suits; a later rule overrules an earlier one."""
    signs = "".join(f"%{{ENV:tuyun_q{place}}}" for place in range(len(FORMATS)))
    yield f"RewriteRule ^ - [E=tuyun_key:%{{ENV:tuyun_group}}:{signs}]"
    for group in groups:
        for test, suffix in reversed(list(site.suffix_patterns(group))):
            yield f"RewriteCond %{{ENV:tuyun_key}} {test}"
            yield f"RewriteRule ^ - [E=tuyun_document:{suffix}]"
    codes = release.languages
    spoken = "".join(f"%{{ENV:tuyun_q_{code}}}" for code in codes)
    yield f"RewriteRule ^ - [E=tuyun_spoken:{spoken}]"
    tests = [(code, f"%{{ENV:tuyun_first}} ={code}") for code in codes]
    for level in site.LEVELS:
        tests += [(code, f"%{{ENV:tuyun_spoken}} ^.{{{place}}}{level}") for place, code in enumerate(codes)]
    for code, test in reversed(tests):
        yield f"RewriteCond {test}"
        yield f"RewriteRule ^ - [E=tuyun_language:{code}]"
    for code in codes:
        yield "RewriteCond %{ENV:tuyun_document}:%{ENV:tuyun_language} " + f"^\\.html:{code}$"
        yield f"RewriteRule ^ - [E=tuyun_document:{site.html_suffix(code)}]"


def _bare(pattern: str) -> str:
    return pattern.removeprefix("^").removesuffix("$")


def _problems() -> Iterator[str]:
    """Yield what answers a request that is not answered as asked: JSON, or a page to who asks for pages."""
    yield from (f"ErrorDocument {status} /problem-{status}" for status in PROBLEMS)
    yield '<FilesMatch "^problem-[0-9]+\\.json$">'
    yield '    ForceType "application/problem+json"'
    yield "</FilesMatch>"
    yield "RewriteCond %{HTTP:Accept} text/html [NC]"
    yield "RewriteCond %{HTTP:Accept} !text/html\\s*;\\s*q=0(?:[^.]|$) [NC]"
    yield "RewriteRule ^(problem-[0-9]+)$ $1.html [L]"
    yield "RewriteRule ^(problem-[0-9]+)$ $1.json [L]"
