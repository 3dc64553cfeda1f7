"""From the front door to the first page: passwords, second factors, sessions, locks."""
