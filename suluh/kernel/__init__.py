"""A handful of pure value types. No Django, no input or output, no imports from other rooms."""
