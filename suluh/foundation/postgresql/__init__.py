"""Django's PostgreSQL, which also tells the server whose rows are in sight (docs/adr/0016)."""
