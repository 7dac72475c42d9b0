"""Directories and files that are there after a power loss: what is made is synced, and so is the directory it is in."""

import os
from contextlib import suppress
from pathlib import Path

from application.whole_files import synced


def made(directory: Path) -> None:
    """Makes a directory, for its owner only, and those that it lies in, where there are none.

    Also of one that is there its name is synced: who made it may have ended, or failed, before it could.

    Raises:
        OSError: it can't be made.
    """
    if not directory.is_dir():
        made(directory.parent)
        directory.mkdir(mode=0o700, exist_ok=True)
    synced(directory.parent)


def written(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Writes a file: whoever reads sees the whole of it, or what was there before; `mode` is as of `os.open`.

    Raises:
        OSError: it can't be written.
    """
    partly = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(partly, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partly.replace(path)
    finally:
        with suppress(OSError):  # what matters has been told
            partly.unlink(missing_ok=True)
    synced(path.parent)
