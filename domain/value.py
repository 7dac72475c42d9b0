"""The value every other value is made of, and the scalars that values share.

The scalars are strict by themselves, so that the same models read a request body (already parsed to Python) and
stored JSON: no number from a string, no date from a number, no text without an end.
"""

from collections.abc import KeysView
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import (
    chain_schema,
    int_schema,
    is_instance_schema,
    json_or_python_schema,
    str_schema,
    union_schema,
)


class Value(BaseModel):
    """Something that is what it holds: immutable, complete, without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, hide_input_in_errors=True)

    def keys(self) -> KeysView[str]:
        """The names of its parts: with them, `dict(value)` takes a third of the time, and `**value` gives its parts."""
        return self.__dict__.keys()

    def __getitem__(self, name: str) -> Any:
        return self.__dict__[name]


class FromText:
    """Reads a value from text of one form, never from a number; an instance passes as it is."""

    def __init__(self, kind: type, pattern: str, expected: str) -> None:
        self._kind = kind
        self._pattern = pattern
        self._expected = expected

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        value = handler(source)
        text = chain_schema([str_schema(strict=True, pattern=self._pattern), value])
        return json_or_python_schema(
            json_schema=text,
            python_schema=union_schema(
                [chain_schema([is_instance_schema(self._kind), value]), text],
                custom_error_type="text_form",
                custom_error_message=f"Expected {self._expected}",
            ),
            serialization=value.get("serialization"),
        )


class FromNumber:
    """Reads a numbered scale from a whole number, never from text or from yes and no."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return chain_schema([int_schema(strict=True), handler(source)])

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema["steps"][-1])


_LINE = r"^_*[^\s\p{Cc}]_*$".replace("_", r"[^\p{Cc}\p{Zl}\p{Zp}]")

Line = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=500, pattern=_LINE)]
"""One line of text: something other than spaces, no controls, no line or paragraph breaks, at most 500 characters."""

_TEXT = r"^[\P{Cc}\t\r\n]*[^\s\p{Cc}][\P{Cc}\t\r\n]*$"

Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=20_000, pattern=_TEXT)]
"""Text of several lines, at most 20,000 characters (UCDP has cells of 5,132), no other controls."""

LONGEST = 100_000
"""Characters of a document, at most."""

Document = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=LONGEST, pattern=_TEXT)]
"""Text as long as a file of some pages."""

Reason = Text
"""Why something was decided: owed by every verb that corrects."""

Url = Annotated[
    str, StringConstraints(strict=True, max_length=2_000, pattern=r"^https?://[^\s\p{Cc}/?#]+[^\s\p{Cc}]*$")
]
"""An absolute http or https address, kept as it was written."""

Sha256 = Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 digest in lower-case hexadecimal (FIPS 180-4)."""

Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
"""A number of people."""

Id = Annotated[UUID, FromText(UUID, r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$", "a UUID")]
"""The id of a stream: a UUID (RFC 9562)."""

_INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"

Instant = Annotated[AwareDatetime, FromText(datetime, _INSTANT, "an instant with its offset, as 2018-02-07T20:00:00Z")]
"""A moment with its offset from UTC, RFC 3339, to the microsecond."""

Flag = Annotated[bool, Field(strict=True)]
"""Yes or no, never 1 or "true"."""


class Code(Value):
    """An identifier that some published scheme gives, as `{"scheme": "gwno", "value": "652"}`."""

    scheme: Line
    value: Line


def text_or(whole: JsonSchemaValue, text: JsonSchemaValue, mode: str) -> JsonSchemaValue:
    """The schema of a value that may be given as plain text too, and is always shown whole."""
    return whole if mode == "serialization" else {"anyOf": [text, whole]}


ValueT = TypeVar("ValueT", bound=Value)


def part_of(kind: type[ValueT], whole: Value) -> ValueT:
    """The part of a value, valid already, that is a value of another kind by itself."""
    return of_valid(kind, {name: getattr(whole, name) for name in kind.__pydantic_fields__})


def of_valid(kind: type[ValueT], parts: dict[str, Any]) -> ValueT:
    """A value of all its parts, which are valid already and go together: nothing is looked at again.

    The same as `model_construct`, which takes three times as long.
    """
    value = kind.__new__(kind)
    _set(value, "__dict__", parts)
    _set(value, "__pydantic_fields_set__", set(parts))
    _set(value, "__pydantic_extra__", None)
    _set(value, "__pydantic_private__", None)
    return value


_set = object.__setattr__  # a value is frozen, but for whoever makes it
