"""The Merkle log: its leaves, tree, proofs, checkpoints and tiles, as bytes and values (docs/log_format.md)."""
