"""``Accept`` and ``Accept-Language`` as RFC 9110 (12.4, 12.5) and RFC 4647 (3.4) read them.

Malformed members are passed over.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import quote

_NAME: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PARAMETER: Final = rf'[ \t]*;[ \t]*(?:({_NAME})=({_NAME}|"(?:[^"\\]|\\.)*"))?'
_RANGE: Final = re.compile(rf"[ \t]*({_NAME})/({_NAME})((?:{_PARAMETER})*)[ \t]*")
_ONE_PARAMETER: Final = re.compile(_PARAMETER)
_WEIGHT: Final = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")
_LANGUAGE: Final = re.compile(r"[ \t]*(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)[ \t]*(?:;[ \t]*[qQ]=([0-9.]+)[ \t]*)?")
_MEMBER: Final = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One member of ``Accept``.

    Attributes:
        type: in small letters, or ``*``.
        subtype: in small letters, or ``*``.
        parameters: names in small letters and values, without the weight.
        weight: from 0 (not acceptable) to 1.
    """

    type: str
    subtype: str
    parameters: tuple[tuple[str, str], ...]
    weight: float

    def specificity(self, media_type: str, parameters: frozenset[tuple[str, str]]) -> int:
        """Tell how closely it names a media type: 0 not at all, 1 ``*/*``, 2 ``text/*``, 3 by name, 4 with parameters.

        A ``charset`` says nothing of our types (all are UTF-8), and a ``profile`` that no variant has is a wish that
        may be left unfulfilled (JSON-LD 1.1, appendix C); neither makes a range narrower.
        """
        type_, _, subtype = media_type.partition("/")
        if self.type == "*":
            return 1 if self.subtype == "*" else 0
        if self.type != type_:
            return 0
        if self.subtype == "*":
            return 2
        if self.subtype != subtype:
            return 0
        asked = {one for one in self.parameters if one[0] != "charset"}
        if asked & parameters:
            return 4
        return 3 if all(name == "profile" for name, _ in asked) else 0


@lru_cache(maxsize=1024)
def media_ranges(header: str) -> tuple[MediaRange, ...]:
    """Return the members of an ``Accept`` header; an empty or wholly malformed one accepts everything."""
    found = tuple(_media_ranges(header))
    return found or (MediaRange("*", "*", (), 1.0),)


def _media_ranges(header: str) -> Iterator[MediaRange]:
    for member in _MEMBER.findall(header):
        match = _RANGE.fullmatch(member)
        if not match or (match[1] == "*" != match[2]):
            continue
        weight, parameters = 1.0, []
        for name, value in _ONE_PARAMETER.findall(match[3]):
            if name.lower() == "q":
                if not _WEIGHT.fullmatch(value):
                    break
                weight = float(value)
            elif name:
                parameters.append((name.lower(), re.sub(r"\\(.)", r"\1", value.strip('"'))))
        else:
            yield MediaRange(match[1].lower(), match[2].lower(), tuple(parameters), weight)


def quality(header: str, media_type: str, parameters: frozenset[tuple[str, str]] = frozenset()) -> float:
    """Return the weight that an ``Accept`` header gives to a media type: that of the range that names it closest."""
    best = (0, 0.0)
    for one in media_ranges(header):
        closeness = one.specificity(media_type, parameters)
        if closeness > best[0] or (closeness == best[0] and closeness and one.weight > best[1]):
            best = (closeness, one.weight)
    return best[1]


def profiled(header: str, media_type: str, profile: str) -> float:
    """Return the weight that an ``Accept`` header gives to a media type in a profile; 0 unless it names the profile.

    Args:
        header: the value of ``Accept``.
        media_type: the media type, without parameters.
        profile: IRI of the profile; the parameter may list several, divided by blanks (RFC 6906).
    """
    type_, _, subtype = media_type.partition("/")
    return max(
        (
            one.weight
            for one in media_ranges(header)
            if (one.type, one.subtype) == (type_, subtype)
            and any(name == "profile" and profile in value.split() for name, value in one.parameters)
        ),
        default=0.0,
    )


@lru_cache(maxsize=1024)
def best_language(header: str, languages: Sequence[str]) -> str:
    """Return the language to answer in (RFC 4647, lookup): ``ky-Cyrl-KG`` finds ``ky``; empty where none is wanted.

    Args:
        header: the value of ``Accept-Language``.
        languages: those that there are, in small letters, as a tuple.
    """
    weights: list[tuple[float, int, str]] = []
    refused = set()
    for place, member in enumerate(header.split(",")):
        match = _LANGUAGE.fullmatch(member)
        if not match or (match[2] is not None and not _WEIGHT.fullmatch(match[2])):
            continue
        weight = 1.0 if match[2] is None else float(match[2])
        tag = match[1].lower()
        if weight and tag != "*":  # what would be sent without a wish is sent for any language
            weights.append((-weight, place, tag))
        elif not weight:
            refused.add(tag)
    left = [one for one in languages if one not in refused]
    for _, _, tag in sorted(weights):
        parts = tag.split("-")
        while parts:
            if "-".join(parts) in left:
                return "-".join(parts)
            parts.pop()
            while parts and len(parts[-1]) == 1:  # a singleton goes with what follows it
                parts.pop()
    return ""


def encoded_iri(iri: str) -> str:
    """Return an IRI as a URI (RFC 3987, 3.1): percent-encoded once; what is encoded already stays as it is."""
    return quote(iri, safe="%/:?#[]@!$&'()*+,;=~")
