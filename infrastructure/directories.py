"""Directories and files that are there after a power loss: what is made is synced, and so is the directory it is in."""

import os
from pathlib import Path


def made(directory: Path) -> None:
    """Makes a directory, for its owner only, and those that it lies in, where there are none.

    Raises:
        OSError: it can't be made.
    """
    if not directory.is_dir():
        if not directory.parent.is_dir():
            made(directory.parent)
        directory.mkdir(mode=0o700, exist_ok=True)
        synced(directory.parent)


def written(path: Path, content: bytes) -> None:
    """Writes a file: whoever reads sees the whole of it, or what was there before.

    Raises:
        OSError: it can't be written.
    """
    partly = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with partly.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partly.replace(path)
    finally:
        partly.unlink(missing_ok=True)
    synced(path.parent)


def synced(directory: Path) -> None:
    """Syncs the names in a directory."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
