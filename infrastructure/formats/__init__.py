"""The forms that data comes in and goes out in: each reads or writes its own files, and knows nothing of the log."""
