"""Rules for nginx: a file to include in its ``http`` block (Debian: ``/etc/nginx/conf.d``)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from exports.formats import FORMATS
from portal.releases import Release
from portal.rules import site
from portal.rules.site import CAPTURED, METHODS, PROBLEMS, Group
from portal.table import BARE, COMMON, DOCUMENT_CACHE, PAGE, RELEASE_HEADER

_V = "$tuyun_"


def write(release: Release, root: str, listen: str) -> Mapping[str, str]:
    """Return the one file of rules, by its name."""
    groups = site.groups(release)
    lines = [
        f"# Rules of {release.base} for nginx: negotiation, media types, links, what is gone.",
        "# Written by `tuyun rules nginx`; write them again after a build that withdrew something or has a new kind.",
        "# With libnginx-mod-http-brotli-static, `brotli_static on;` in the server sends dumps in Brotli, too.",
        "map_hash_bucket_size 512;",
        "map_hash_max_size 65536;",
        *_maps(release, groups),
        *_server(release, root, listen),
    ]
    return {"tuyun.conf": "\n".join(lines) + "\n"}


def _maps(release: Release, groups: tuple[Group, ...]) -> Iterator[str]:
    for name, pattern in site.PATHS.items():
        yield from _map("$uri", name, [(f"~{pattern}", "$1")])
    yield from _map(f"{_V}thing", "group", [(f"~{group.pattern}", group.name) for group in groups])
    yield from _map(f"{_V}group", "probe", [(group.name, site.probe(group)) for group in groups])
    for place, format_ in enumerate(FORMATS):
        yield from _map("$http_accept", f"q{place}", _weights(list(site.weight_patterns(format_.media_type))))
    signs = "".join(f"{_V}q{place}" for place in range(len(FORMATS)))
    patterns = [(f"~{pattern}", suffix) for group in groups for pattern, suffix in site.suffix_patterns(group)]
    yield from _map(f"{_V}group:{signs}", "chosen", patterns)
    for code in release.languages:
        yield from _map("$http_accept_language", f"q_{code}", _weights(list(site.language_patterns(code))))
    first = [(f"~*{site.first_language_pattern(code)}", code) for code in release.languages]
    signs = "".join(f"{_V}q_{code}" for code in release.languages)
    levels = [(f"~^.{{{place}}}{level}", code) for level in site.LEVELS for place, code in enumerate(release.languages)]
    yield from _map(signs, "spoken", levels)
    yield from _map("$http_accept_language", "language", [*first, ("default", f"{_V}spoken")])
    pages = [(f".html:{code}", site.html_suffix(code)) for code in release.languages]
    yield from _map(f"{_V}chosen:{_V}language", "document", [*pages, ("default", f"{_V}chosen")])
    links = [
        (key, text.replace("{thing}", f"{_V}thing").replace("{name}", f"{_V}name"))
        for key, text in site.links(release, groups)
    ]
    yield from _map(f"{_V}group:{_V}suffix", "link", links)
    unlinked = [(str(status), "") for status in PROBLEMS if status != 406]
    yield from _map("$status", "shown_link", [*unlinked, ("default", f"{_V}link")])
    bare = [(f"{group.name}:", "1") for group in groups]
    yield from _map(f"{_V}group:{_V}suffix", "bare", bare)
    yield from _map(f"{_V}bare", "vary", [("1", BARE["Vary"])])
    yield from _map("$uri", "is_page", [(r"~(?:/|\.html)$", "1")])
    for number, value in enumerate(PAGE.values()):
        yield from _map(f"{_V}is_page", f"page{number}", [("1", value)])
    yield from _map("$uri", "page_language", [(rf"~(?:\.{code}\.html$|^/{code}/)", code) for code in release.languages])
    yield from _map(
        "$http_accept",
        "problem",
        [(r"~*text/html\s*;\s*q=0(?:[^.]|$)", "json"), ("~*text/html", "html"), ("default", "json")],
    )
    yield from _map("$request_method", "allow", [("GET", ""), ("HEAD", ""), ("default", METHODS)])
    gone = [(thing, "1") for thing, stone in release.tombstones.items() if not stone.replaced_by]
    yield from _map(f"{_V}thing", "gone", gone)
    moved = [
        (thing, site.moved(release, stone.replaced_by))
        for thing, stone in release.tombstones.items()
        if stone.replaced_by
    ]
    yield from _map(f"{_V}thing", "moved", moved)
    stones = [
        (thing, site.stone_text(stone, release.base + thing))
        for thing, stone in release.tombstones.items()
        if not stone.replaced_by
    ]
    yield from _map(f"{_V}thing", "stone", stones)
    # An error is answered from an address of its own, for which the rules run once more: it must not be refused again.
    yield from _map("$uri", "within", [(r"~^/\.problem/", "1")], volatile=True)
    for name, source in (("refused", "allow"), ("lost", "gone")):
        yield from _map(f"{_V}within:{_V}{source}", name, [("~^:.", "1")], volatile=True)
    yield from _map("$realpath_root", "release", [("~/releases/([0-9a-f]+)$", "$1"), ("default", release.id)])


def _weights(patterns: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    found = [(f"~*{pattern}" if pattern else "default", sign.replace(CAPTURED, "$1")) for pattern, sign in patterns]
    # nginx tries no pattern on an empty text.
    return [("", next(sign for pattern, sign in patterns if re.search(pattern, ""))), *found]


def _map(source: str, name: str, entries: Iterable[tuple[str, str]], *, volatile: bool = False) -> Iterator[str]:
    yield f"map {_quoted(source)} {_V}{name} {{"
    yield from ["    volatile;"] if volatile else []
    yield from (f"    {'default' if key == 'default' else _quoted(key)} {_value(value)};" for key, value in entries)
    yield "}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _value(text: str) -> str:
    """Return a value; what begins with a variable of ours stays one, any other ``$`` cannot stand in it."""
    kept = text.replace("$tuyun_", "\x00").replace("$1", "\x01").replace("$", "\\u0024")
    return _quoted(kept).replace("\x00", "$tuyun_").replace("\x01", "$1")


def _server(release: Release, root: str, listen: str) -> Iterator[str]:
    compound = {suffix: one for suffix, one in site.types().items() if "." in suffix}
    simple: dict[str, list[str]] = {}
    for suffix, one in site.types().items():
        if suffix not in compound and suffix not in {"gz", "br"}:
            simple.setdefault(one.media_type, []).append(suffix)
    texts = sorted(one for one in simple if one.startswith("text/") and one != "text/html")
    yield from (
        "server {",
        f"    listen {listen or 80};",
        f"    server_name {urlsplit(release.base).hostname};",
        f"    root {_quoted(root)};",
        "    index index.html;",
        "    absolute_redirect off;",
        "    server_tokens off;",
        "    gzip off;",
        "    gzip_static on;",
        "    gzip_vary on;",
        "    charset utf-8;",
        f"    charset_types {' '.join(texts)};",
        "    types {",
        *(f"        {media} {' '.join(suffixes)};" for media, suffixes in simple.items()),
        "        application/gzip gz;",
        "    }",
        "    default_type application/octet-stream;",
    )
    for name, value in COMMON.items():
        yield f"    add_header {name} {_quoted(value)} always;"
    for number, name in enumerate(PAGE):
        yield f"    add_header {name} {_V}page{number} always;"
    yield from (
        f"    add_header {RELEASE_HEADER} {_V}release always;",
        f"    add_header Cache-Control {_quoted(DOCUMENT_CACHE)};",
        f"    add_header Vary {_V}vary always;",
        f"    add_header Content-Language {_V}page_language;",
        f"    add_header Link {_V}shown_link always;",
        f"    add_header Allow {_V}allow always;",
        f"    add_header Access-Control-Allow-Methods {_V}allow always;",
        f'    set $tuyun_early "{_V}vary{_V}link";  # of the address that was asked for, not of that of an error',
        "    if ($request_method = OPTIONS) {",
        "        return 204;",
        "    }",
        f"    if ({_V}refused) {{",
        "        return 405;",
        "    }",
        f"    if ({_V}lost) {{",
        "        return 410;",
        "    }",
        f"    if ({_V}moved) {{",
        f"        return 301 {_V}moved{_V}suffix;",
        "    }",
        f"    location ~ ^(?:/{site.SEGMENT})+$ {{",
        "        if (-f $document_root$uri/index.html) {",
        "            return 301 $uri/;",
        "        }",
        "        set $tuyun_there $document_root$uri$tuyun_probe;",
        '        if ($tuyun_group = "") {',
        "            return 404;",
        "        }",
        "        if (!-f $tuyun_there) {",
        "            return 404;",
        "        }",
        f'        if ({_V}document = "") {{',
        "            return 406;",
        "        }",
        f"        return 303 $uri{_V}document;",
        "    }",
    )
    for suffix, one in compound.items():
        yield from (
            f"    location ~ \\.{re.escape(suffix)}$ {{",
            "        types { }",
            f"        default_type {_quoted(one.content_type)};",
            "    }",
        )
    for status, detail in PROBLEMS.items():
        yield f"    error_page {status} /.problem/{status}.{_V}problem;"
        yield from _answer(f"{status}.html", "text/html", status, site.problem_page(status, release.languages))
        text = f"{_V}stone" if status == 410 else site.problem_text(status, detail)
        yield from _answer(f"{status}.json", "application/problem+json", status, text)
    yield "}"


def _answer(name: str, media_type: str, status: int, text: str) -> Iterator[str]:
    yield f"    location = /.problem/{name} {{"
    yield "        internal;"
    yield "        types { }"
    yield f"        default_type {media_type};"
    yield f"        return {status} {_value(text)};"
    yield "    }"
