"""Pages of docs/ that say what the program already knows; a test keeps them current."""
