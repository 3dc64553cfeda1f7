"""kill -9 at every write, and a full disk: what a fresh process then finds."""
