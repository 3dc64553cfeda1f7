"""Finding a service: search, lists and pages, beside other engines."""
