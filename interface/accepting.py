"""Which form an answer takes, by what the request accepts (RFC 9110, 12.5.1)."""

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from interface.refusals import NotAcceptable


class Form(StrEnum):
    """A form that an answer takes, by its media type."""

    JSON = "application/json"
    GEOJSON = "application/geo+json"
    CSV = "text/csv"
    NDJSON = "application/x-ndjson"
    EVENTS = "text/event-stream"
    CLOUD_EVENTS = "application/cloudevents-batch+json"
    TEXT = "text/plain"
    PROV = "application/provenance+json"
    """PROV-JSON: no type is registered for it; this is called as PROV-XML's and PROV-N's are."""


_PARAMETERS = frozenset({("charset", "utf-8"), ("header", "present")})
"""What is true of every form that has such a parameter."""

_NAME = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PARAMETER = rf'[ \t]*;[ \t]*({_NAME})=({_NAME}|"[^"]*")'
_RANGE = re.compile(rf"[ \t]*({_NAME})/({_NAME})((?:{_PARAMETER})*)[ \t]*")
_WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")


class _Range(NamedTuple):
    """A range of media types, and how welcome it is."""

    type: str
    subtype: str
    parameters: frozenset[tuple[str, str]]
    weight: float

    def precision(self, form: Form) -> int:
        """How precisely it names a form; 0 where it does not."""
        if not self.parameters <= _PARAMETERS:
            return 0
        if self.type == "*":
            return self.subtype == "*"
        kind, _, subtype = form.partition("/")
        if self.type != kind or self.subtype not in ("*", subtype):
            return 0
        return 2 if self.subtype == "*" else 3 + len(self.parameters)


def accepted(accept: Sequence[str], offered: Sequence[Form]) -> Form:
    """The most welcome of the forms on offer; of equals the one named most precisely, then the one offered first.

    What is not of the form of a media range is passed over. A request that names none takes any.

    Raises:
        NotAcceptable: none of them is welcome.
    """
    text = ",".join(accept)
    if not text.strip():
        return offered[0]
    ranges = [*_ranges(text)]

    def welcome(form: Form) -> tuple[float, int]:
        # The most precise range decides, be it more welcome than the others or less.
        precision, weight = max(((it.precision(form), it.weight) for it in ranges), default=(0, 0.0))
        return (weight, precision) if precision else (0.0, 0)

    best = max(offered, key=welcome)
    if not welcome(best)[0]:
        raise NotAcceptable(f"It can be answered as {', '.join(offered)}.")
    return best


def _ranges(text: str) -> Iterator[_Range]:
    for member in re.findall(r'(?:[^,"]|"[^"]*")+', text):
        if found := _RANGE.fullmatch(member.lower()):
            parameters = {name: value.strip('"') for name, value in re.findall(_PARAMETER, found[3])}
            weight = parameters.pop("q", "1")
            if _WEIGHT.fullmatch(weight):
                yield _Range(found[1], found[2], frozenset(parameters.items()), float(weight))
