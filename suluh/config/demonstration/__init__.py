"""`suluh demo`: a fictional office with its directory, to look at and to try things on."""
