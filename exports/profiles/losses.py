"""What each profile drops, computed: the shapes say what there is, the profile where each property goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from exports.dependence import dependence
from exports.formats import PROFILE_BY_NAME, Profile
from exports.framing.kinds import classes
from exports.profiles import edm, schema_org
from graph_builder.rdf import Term
from graph_builder.schema import schema
from graph_builder.shape_values import PropertyShape

Target: TypeAlias = Callable[[Term, Term], str]


@dataclass(frozen=True, slots=True)
class Loss:
    """What a profile does not say of the things of one class.

    Attributes:
        class_: the class.
        kept: the properties that it takes over, with their names in the profile.
        dropped: the properties that it drops.
        partly: the properties of which it drops the values of some datatypes, with these.
    """

    class_: Term
    kept: tuple[tuple[Term, str], ...]
    dropped: tuple[Term, ...]
    partly: tuple[tuple[Term, tuple[Term, ...]], ...]

    @property
    def whole(self) -> bool:
        """Whether it says nothing of these things."""
        return not self.kept


_TARGETS: Final[Mapping[str, tuple[Target, frozenset[Term]]]] = MappingProxyType(
    {"schema.org": (schema_org.target, schema_org.DATATYPES), "edm": (edm.target, edm.DATATYPES)}
)


def losses(name: str) -> tuple[Loss, ...]:
    """Return what a profile drops of each class that its documents could describe, dependents behind their owners.

    Args:
        name: of the profile; the native one drops nothing.

    Raises:
        KeyError: if there is no such profile.
    """
    profile = PROFILE_BY_NAME[name]
    if name not in _TARGETS:
        return ()
    target, datatypes = _TARGETS[name]
    return tuple(_loss(class_, target, datatypes) for class_ in _described(profile))


def _described(profile: Profile) -> list[Term]:
    found: dict[Term, None] = {}
    for kind, class_ in classes().items():
        if profile.describes(kind):
            _add(class_, found)
    return sorted(found, key=lambda class_: ("#" in schema().kinds[class_].pattern, class_))


def _add(class_: Term, found: dict[Term, None]) -> None:
    found[class_] = None
    for _, dependent in (*dependence().listed[class_], *dependence().referring[class_]):
        if dependent not in found:
            _add(dependent, found)


def _loss(class_: Term, target: Target, datatypes: frozenset[Term]) -> Loss:
    shapes = schema().kinds[class_].properties
    kept = {shape.path: target(class_, shape.path) for shape in shapes if _survives(shape, datatypes)}
    kept = {property_: name for property_, name in kept.items() if name}
    partly = ((shape.path, tuple(one for one in shape.datatypes if one not in datatypes)) for shape in shapes)
    return Loss(
        class_,
        tuple(kept.items()),
        tuple(shape.path for shape in shapes if shape.path not in kept),
        tuple((property_, lost) for property_, lost in partly if lost and property_ in kept),
    )


def _survives(shape: PropertyShape, datatypes: frozenset[Term]) -> bool:
    return not shape.datatypes or any(one in datatypes for one in shape.datatypes)
