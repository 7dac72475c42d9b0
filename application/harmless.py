"""Text that a spreadsheet shows and never runs."""

import re

_FORMULA = re.compile("'*\\s*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def harmless(text: str) -> str:
    """The text as it is written into a cell: one that a spreadsheet might run begins with an apostrophe."""
    return f"'{text}" if _FORMULA.match(text) else text


def without_apostrophe(cell: str) -> str:
    """The text that was written into a cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell
