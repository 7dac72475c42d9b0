"""From where the record is looked at: a moment of the log, a day of publication, and what is left out."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, NamedTuple
from uuid import UUID

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)

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


class LeftOutKind(StrEnum):
    """What can be left out, to see what stands without it."""

    REPORT = "report"
    SOURCE = "source"
    CAUSE = "cause"
    """Everything that was recorded for one command, or by one import."""


class LeftOut(NamedTuple):
    """Something that an answer is given without, as if it had never been recorded."""

    kind: LeftOutKind
    id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


_LEFT_OUT = re.compile(
    rf"({'|'.join(LeftOutKind)}):([0-9a-f]{{8}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{4}}-[0-9a-f]{{12}})"
)
_MOST = 100


def left_out(given: Any) -> Any:
    """What is left out, from `report:...,source:...,cause:...`, each once; ValueError where it is not that."""
    texts = [given] if isinstance(given, str) else given
    if not (isinstance(texts, list | tuple) and all(isinstance(it, str) for it in texts)):
        return given
    named = [each for text in texts for each in text.split(",")]
    if len(named) > _MOST:
        raise ValueError(f"at most {_MOST} things can be left out at once")
    found = [_LEFT_OUT.fullmatch(it.strip().lower()) for it in named]
    if not all(found):
        raise ValueError("what is left out is report:, source: or cause: and an id, several with commas between")
    return tuple(sorted({LeftOut(LeftOutKind(it[1]), UUID(it[2])) for it in found if it}))


Without = Annotated[
    tuple[LeftOut, ...],
    BeforeValidator(left_out),
    PlainSerializer(lambda it: [str(each) for each in it]),
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": "string", "pattern": _LEFT_OUT.pattern},
            "examples": [["report:6d1c2a5e-0d1f-4c1b-9a39-0d4f2a1b7c11"]],
        }
    ),
]
"""What is left out, as a query writes it."""


class AsOf(NamedTuple):
    """From where somebody asks to look at the record: as known at, by what was published by, and without what."""

    known_at: Moment | None = None
    published_by: datetime | str | None = None
    without: tuple[LeftOut, ...] = ()


NOW = AsOf()
"""As known now, whatever was published when, and nothing left out."""


class Standpoint(NamedTuple):
    """From where the record is looked at: the last position and the last microsecond of publication that count.

    And what is left out of it, as if it had never been recorded.
    """

    position: Position
    published: int | None = None
    without: tuple[LeftOut, ...] = ()
