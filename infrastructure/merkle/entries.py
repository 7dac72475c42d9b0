"""Entries of the log as leaves of its tree."""

from datetime import datetime
from typing import cast
from uuid import UUID

from application.recording import StoredDraft, StoredEntry
from infrastructure.merkle.leaf import Leaf, leaf_hash, preimage


def leaf_of(entry: StoredEntry) -> Leaf:
    """The leaf of an entry that is stored."""
    return Leaf(
        entry.id - 1,
        cast("UUID", entry.originator_id),
        entry.originator_version,
        entry.topic,
        entry.form,
        entry.recorded_at,
        entry.recorded_by,
        entry.cause,
        entry.state,
    )


def hash_of(entry: StoredEntry) -> bytes:
    """The hash of an entry's leaf."""
    return leaf_hash(preimage(leaf_of(entry)))


def hash_of_draft(draft: StoredDraft, position: int, recorded_at: datetime) -> bytes:
    """The hash of the leaf of an entry that is about to be stored, at this position and time."""
    leaf = Leaf(
        position - 1,
        cast("UUID", draft.originator_id),
        draft.originator_version,
        draft.topic,
        draft.form,
        recorded_at,
        draft.recorded_by,
        draft.cause,
        draft.state,
    )
    return leaf_hash(preimage(leaf))
