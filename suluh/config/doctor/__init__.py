"""`suluh doctor`: looks at the machine and the database, and says what to mend."""
