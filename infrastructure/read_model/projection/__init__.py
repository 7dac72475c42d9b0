"""Makes rows of entries: whatever changes here has the read model built anew."""
