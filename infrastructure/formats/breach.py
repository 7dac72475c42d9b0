"""A rule that a cell breaks, on its way from the reader of a row to the report of what could not be taken."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from pydantic import ValidationError

T = TypeVar("T")


class Breach(Exception):
    """A cell that breaks a rule: its column, and the rule."""

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(field, rule)
        self.field = field
        self.rule = rule


def made(make: Callable[[], T], fields: Mapping[str, str], otherwise: str) -> T:
    """A value of the domain made of cells; `fields` names the column that each of its fields comes from.

    Raises:
        Breach: the domain does not take it; of a rule about none of its fields, the column is `otherwise`.
    """
    try:
        return make()
    except ValidationError as error:
        first = error.errors()[0]
        place = str(first["loc"][0]) if first["loc"] else ""
        raise Breach(fields.get(place, otherwise), str(first["msg"]).removeprefix("Value error, ")) from None
