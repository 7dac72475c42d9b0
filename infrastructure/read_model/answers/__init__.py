"""Answers questions from the rows: picks states, reconciles figures, adds them up."""
