"""A row of a table as its file has it, and how a row that can't be taken is described."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from application.importing.formats import Rejected, UnfitFile
from domain.imports import Column

MAX_COLUMNS = 1_000
MAX_CELL = 100_000
"""Characters of one cell."""
MAX_ROW = 1_000_000
"""Characters of one row."""

_SHOWN = 200
_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)}
_BYTES = {0xDC00 + byte: f"\\x{byte:02x}" for byte in range(0x80, 0x100)}
"""What isn't UTF-8, as Python keeps it in text."""
_VISIBLE = str.maketrans(
    {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), *range(0x2028, 0x202F), *range(0x2066, 0x206A))}
    | {code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)}
    | _PICTURES
    | _BYTES
)
"""Controls, line ends and what turns the direction of writing, as something that can be seen."""


class Row(NamedTuple):
    """A row: the line of the file that it begins on, and its cells by their columns, exactly as they are."""

    line: int
    cells: Mapping[str, str]


class Header:
    """The columns of a table: their names, and the HXL tags below them where the second row is one of tags."""

    def __init__(self, names: Sequence[str], tags: Sequence[str] = ()) -> None:
        """Reads the names.

        Raises:
            UnfitFile: a name is empty or stands there twice, or there are too many.
        """
        if len(names) > MAX_COLUMNS:
            raise UnfitFile(f"The first row has {len(names):,} columns; at most {MAX_COLUMNS:,} are read.")
        for number, name in enumerate(names, 1):
            if not name.strip():
                raise UnfitFile(f"Column {number} has no name: the first row names each column.")
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise UnfitFile(f"Two columns are named {visible(twice)!r}; each name stands once in the first row.")
        tagged = tags or [""] * len(names)
        try:
            self.columns = tuple(Column(name=name, tag=tag or None) for name, tag in zip(names, tagged, strict=True))
        except ValueError:
            wrong = next(it for it in [*names, *tags] if it and not _is_line(it))
            raise UnfitFile(
                f"The first row, or the tags below it, hold {visible(wrong)!r}: "
                "a name is one line of at most 500 characters, without controls."
            ) from None
        self.names = tuple(names)

    def row(self, line: int, cells: Sequence[str]) -> Row | Rejected:
        """The cells of a line as a row, where they are as many as the columns."""
        names = self.names
        if len(cells) == len(names):
            return Row(line, dict(zip(names, cells, strict=True)))
        rule = f"The row has {len(cells):,} cells where the first row names {len(names):,} columns"
        if len(cells) < len(names):
            return rejected(line, f"{rule}: it ends before this one.", names[len(cells)])
        return rejected(line, f"{rule}: this stands beyond the last of them.", names[-1], cells[len(names)])


def are_tags(cells: Sequence[str]) -> bool:
    """Whether a row is one of HXL tags: every cell that holds anything begins with `#`."""
    held = [cell for cell in cells if cell]
    return bool(held) and all(cell.startswith("#") for cell in held)


def rejected(
    line: int, rule: str, field: str | None = None, value: str | None = None, row: str | None = None
) -> Rejected:
    """A row that can't be taken: what stands there is cut, and its controls are made visible."""
    return Rejected(
        line=line,
        row=None if row is None else visible(row),
        field=None if field is None else visible(field),
        value=None if value is None else visible(value),
        rule=rule,
    )


def visible(text: str) -> str:
    """The first 200 characters of a text, its control characters as pictures or numbers."""
    return text[:_SHOWN].translate(_VISIBLE)[:_SHOWN]


def _is_line(text: str) -> bool:
    try:
        Column(name=text)
    except ValueError:
        return False
    return True
