"""What is read of people and offices. Nothing here writes; operations/ does."""
