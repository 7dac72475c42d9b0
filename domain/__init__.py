"""What may be decided: one file per aggregate, pure and immutable."""
