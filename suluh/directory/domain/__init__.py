"""The directory's rules in pure Python: no Django, no files, no network."""
