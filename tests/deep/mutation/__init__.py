"""Mutation testing: change one thing in the code that guards, and see whether a test notices."""
