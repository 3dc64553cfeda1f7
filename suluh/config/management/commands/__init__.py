"""Commands of Django that Suluh does a little otherwise."""
