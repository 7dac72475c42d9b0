"""The version of the read model: derived, so that whatever could change a row has it built anew."""

import sys
import unicodedata
from functools import cache
from hashlib import sha256
from importlib.resources import files

from infrastructure.read_model.projection.tables import definition

_PROJECTING = ("domain", "infrastructure.read_model.projection")
"""The packages whose code decides what the rows of an entry are; and the rule of what rests on what, and the codec."""


@cache
def version() -> str:
    """A digest of the tables and of all code that projects; and of Python and Unicode, by which words fold."""
    digest = sha256(definition().encode())
    digest.update(f"{sys.version_info[:2]} {unicodedata.unidata_version}".encode())
    for package in _PROJECTING:
        for module in sorted(files(package).iterdir(), key=lambda it: it.name):
            if module.name.endswith(".py"):
                digest.update(module.read_bytes())
    digest.update(files("application").joinpath("resting.py").read_bytes())
    digest.update(files("infrastructure").joinpath("codec.py").read_bytes())
    return digest.hexdigest()[:32]
