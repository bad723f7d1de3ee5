"""The errors of the protocol (3.6)."""

from typing import Final, Literal, TypeAlias

Code: TypeAlias = Literal[
    "badArgument",
    "badResumptionToken",
    "badVerb",
    "cannotDisseminateFormat",
    "idDoesNotExist",
    "noMetadataFormats",
    "noRecordsMatch",
    "noSetHierarchy",
]

WITHOUT_ARGUMENTS: Final = frozenset({"badVerb", "badArgument"})
"""Faults after which the answer does not repeat the arguments of the request (3.2)."""


class Fault(Exception):  # noqa: N818 - the protocol's word is error, an element of a good answer
    """A request that the protocol does not take.

    Attributes:
        code: the code of the error.
        text: what was wrong, for people.
    """

    def __init__(self, code: Code, text: str) -> None:
        super().__init__(text)
        self.code: Code = code
        self.text = text
