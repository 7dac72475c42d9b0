"""Moments as they are asked about: a position of the log, an instant of its clock, a day of publication."""

import re
from datetime import datetime
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field, TypeAdapter, ValidationError, WithJsonSchema

from domain.edtf import Edtf
from domain.fact import Position
from domain.moment import last_microsecond
from domain.value import Instant

Moment = Position | datetime
"""A state of knowledge: a position in the log, or an instant of its clock."""

_instant: TypeAdapter[datetime] = TypeAdapter(Instant)


def moment(text: Any) -> Any:
    """A position of the log, or an RFC 3339 instant, from text; ValueError where it is neither."""
    if not isinstance(text, str):
        return text
    if re.fullmatch(r"[0-9]{1,15}", text):
        return Position(int(text))
    try:
        # A `+` that was sent as it is, not as %2B, arrives as a space.
        return _instant.validate_python(text.replace(" ", "+"))
    except ValidationError:
        raise ValueError("A moment is a position of the log, or an instant such as 2018-02-09T00:00:00Z.") from None


AskedMoment = Annotated[Position | datetime, BeforeValidator(moment), WithJsonSchema({"type": "string"})]
"""A moment as a query writes it."""


def _ends(published: datetime | str) -> datetime | str:
    if last_microsecond(published) is None:
        raise ValueError("A cut-off has an end: an open or unknown one cuts nothing off.")
    return published


def _plus(text: Any) -> Any:
    return text.replace(" ", "+") if isinstance(text, str) else text  # a `+` that was sent as it is, not as %2B


Cutoff = Annotated[
    Annotated[Instant | Edtf, Field(union_mode="left_to_right")],
    BeforeValidator(_plus),
    AfterValidator(_ends),
    WithJsonSchema({"type": "string", "examples": ["2018-02-08", "2018-02-08T12:00:00Z"]}),
]
"""The last moment of publication that counts: an instant, or a date as EDTF, to the end of its last day in UTC."""


class Standpoint(NamedTuple):
    """From where the record is looked at: the last position that counts, and the last microsecond of publication."""

    position: Position
    published: int | None = None
