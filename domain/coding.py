"""How a dataset codes an incident: its identifiers, and what its variables say beyond the record's own fields."""

import json
import re
from typing import Self

from pydantic import Field, model_validator

from domain.value import Code, Flag, Line, Text, Value

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class Variable(Value):
    """One variable of a dataset, by the name that its codebook gives it, and what the dataset's file prints there.

    Without a value, its cell is empty although the record has something to print there. Where the value holds control
    characters, which no text here does, they are `escaped` as in a JSON string (RFC 8259, 7).
    """

    name: Line
    value: Text | None = None
    escaped: Flag = False

    @model_validator(mode="after")
    def _unescapes(self) -> Self:
        if self.escaped:
            try:
                self.cell.encode()
            except ValueError:
                raise ValueError("an escaped value is what stands between the quotes of a JSON string") from None
        return self

    @classmethod
    def of(cls, name: str, cell: str) -> Self:
        """The variable that a cell prints; a cell with nothing but spaces is empty."""
        if not cell or cell.isspace():
            return cls(name=name)
        if _CONTROLS.search(cell):
            escaped = json.dumps(cell, ensure_ascii=False)[1:-1]
            return cls(name=name, value=_CONTROLS.sub(lambda it: f"\\u{ord(it[0]):04x}", escaped), escaped=True)
        return cls(name=name, value=cell)

    @property
    def cell(self) -> str:
        """The cell, character by character."""
        if self.value is None:
            return ""
        return str(json.loads(f'"{self.value}"', strict=False)) if self.escaped else self.value


class RowOf(Value):
    """One row of a dataset, by the id that the dataset gives it."""

    dataset: Line
    row: Line

    @property
    def of_row(self) -> tuple[str, str]:
        """The dataset and the row."""
        return self.dataset, self.row


class Coding(RowOf):
    """How one row of a dataset codes an incident.

    The codes are identifiers of published schemes. The variables are what the codebook defines and the record has no
    field for, and cells that the record holds in another form than the file prints.
    """

    codes: tuple[Code, ...] = Field(default=(), max_length=50)
    variables: tuple[Variable, ...] = Field(default=(), max_length=100)
