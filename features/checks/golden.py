"""The stored forms on file, `features/golden/<Fact>.<form>.json`: each with its JSON schema and one example.

`python -m features.checks.golden EXAMPLES` writes the file of each fact that has none yet, from a JSON file that gives
example contents by fact; once written, the golden file is the only copy.
"""

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from application.recording import Draft, StoredDraft, StoredEntry
from domain.fact import Entry, Fact
from infrastructure.codec import FACTS, UPCASTS, Codec

GOLDEN = Path(__file__).parents[1] / "golden"
HOW_TO_CHANGE = """
A golden file is never overwritten: logs hold this form, and it stays readable for ever. To store a fact differently:
  1. change the fact in domain/, and leave its golden files as they are;
  2. append to UPCASTS in infrastructure/codec.py what makes the content of the last form that of the next;
  3. run this again with an example of the next form: it gets a golden file of its own.
Only the form of a fact that no log holds yet may be corrected in place: delete its golden file, and write it anew."""

_NAMED = {"properties", "$defs"}  # what maps names to schemas: a field may be called `title`
_STREAM, _CAUSE = UUID(int=1), UUID(int=2)
_NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def drafted(fact: Fact) -> Draft:
    """A fact on its way into a log."""
    return Draft(_STREAM, 3, "Rima", _CAUSE, fact)


def stored(name: str, form: int, content: bytes) -> StoredEntry:
    """A fact's content as a log gives it back."""
    return StoredEntry(_STREAM, 3, name, content, 7, form, _NOON, "Rima", _CAUSE)


def write(fact: Fact, codec: Codec) -> StoredDraft:
    return codec.to_stored_event(drafted(fact))


def read(name: str, form: int, content: bytes, codec: Codec) -> Entry:
    return codec.to_domain_event(stored(name, form, content))


def form_of(fact: type[Fact]) -> int:
    """The form in which a fact is stored today."""
    return 1 + len(UPCASTS.get(fact.__name__, ()))


def path_of(fact: type[Fact], form: int) -> Path:
    return GOLDEN / f"{fact.__name__}.{form}.json"


def schema_of(fact: type[Fact]) -> Any:
    """The JSON schema of what is stored; without its remarks, since better words make no other form."""
    return _without_remarks(fact.model_json_schema(mode="serialization"))


def _without_remarks(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_without_remarks(it) for it in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: _without_remarks(it) for name, it in value.items()} if key in _NAMED else _without_remarks(value)
        for key, value in schema.items()
        if key not in {"title", "description", "examples"}
    }


def as_bytes(content: object) -> bytes:
    """JSON with no more characters than it needs, as the codec writes it."""
    return json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def add(examples: Mapping[str, object]) -> str:
    """Writes the golden file of each fact that has none, and says what was done."""
    said, codec = [], Codec()
    for fact in FACTS:
        name, path = fact.__name__, path_of(fact, form_of(fact))
        if path.exists():
            said += [f"{path.name} is kept as it is; its example was not looked at."] if name in examples else []
        elif name in examples:
            entry = read(name, form_of(fact), as_bytes(examples[name]), codec)
            golden = {"schema": schema_of(fact), "stored": json.loads(write(entry.fact, codec).state)}
            path.write_text(json.dumps(golden, ensure_ascii=False, indent=2) + "\n", "utf-8")
            said += [f"{path.name} is written."]
        else:
            said += [f"{path.name} is missing, and there is no example of it."]
    unknown = examples.keys() - {fact.__name__ for fact in FACTS}
    return "\n".join([*said, *(f"{name} is no fact." for name in sorted(unknown)), HOW_TO_CHANGE])


if __name__ == "__main__":
    given = json.loads(Path(sys.argv[1]).read_text("utf-8")) if sys.argv[1:] else {}
    sys.stdout.write(add(given) + "\n")
