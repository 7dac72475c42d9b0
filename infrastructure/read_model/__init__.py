"""The read model: what the log says, in tables that questions are asked of."""
