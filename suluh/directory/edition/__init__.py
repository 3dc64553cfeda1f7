"""The edition file: the published directory, built from permitted columns and read by anyone.

No Django here: the public door, a static site or a booklet read the same file the same way.
"""
