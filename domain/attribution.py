"""Whose word something is: the report that says it, and whom the report has it from."""

from domain.value import Id, Line, Value


class RelayedSource(Value):
    """Another source that is relayed, or one report of it that is on record."""

    source_id: Id
    report_id: Id | None = None


OriginalSource = RelayedSource | Line
"""Where the information comes from: words ("a US military official"), or a source on record that is relayed."""


class Attribution(Value):
    """The report that says it; and whom it has that from, where it is somebody else than for the report as a whole."""

    report_id: Id
    original_source: OriginalSource | None = None

    def same_word(self, other: "Attribution") -> bool:
        """Whether both are the word of the same report, from the same original."""
        return (self.report_id, self.original_source) == (other.report_id, other.original_source)
