"""Four settings files: what both doors share, one for each door, and one for the tests."""
