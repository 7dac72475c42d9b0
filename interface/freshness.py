"""Whether what a client has read is still what Casus would answer: entity tags, 304, and what may be kept how long."""

import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import Request, Response

from domain.fact import Position

A_DAY = "private, max-age=86400"
"""What is pinned at a position stays as it is, but for a newer Casus that shows it otherwise."""

ASK_AGAIN = "private, no-cache"


def freshness(request: Request, position: Position, *, of: str = "", version: int | None = None) -> Mapping[str, str]:
    """The headers that say what an answer is as of; `of` is its form, `version` the version of a single thing.

    The same address, answered as of the same position, in the same form, by the same code, is the same answer.
    """
    parts = (_code(), request.url.path, request.url.query, of)
    digest = sha256("\n".join(parts).encode()).hexdigest()[:12]
    tag = f"{position}-{digest}" if version is None else f"{version}-{position}-{digest}"
    query = request.query_params
    # An instant does not pin: where the clock is set back, it may come again.
    pinned = query.get("known_at", "").isdigit() or "cursor" in query
    return {"ETag": f'"{tag}"', "Cache-Control": A_DAY if pinned else ASK_AGAIN}


def unchanged(request: Request, headers: Mapping[str, str]) -> Response | None:
    """The answer 304 where the client holds this very answer (RFC 9110, 13.1.2), else nothing."""
    held = ",".join(request.headers.getlist("if-none-match"))
    tags = re.findall(r'(?:W/)?("[^"]*")', held)
    return Response(status_code=304, headers=headers) if held.strip() == "*" or headers["ETag"] in tags else None


@cache
def _code() -> str:
    """A digest of the code that answers: another Casus may word the same answer otherwise."""
    digest = sha256()
    for room in ("domain", "application", "infrastructure", "interface"):
        for module in sorted((Path(__file__).parents[1] / room).rglob("*.py")):
            digest.update(module.read_bytes())
    return digest.hexdigest()
