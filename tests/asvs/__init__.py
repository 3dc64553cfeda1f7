"""Which tests show what OWASP ASVS 5.0.0 asks; docs/asvs.md is made from here."""
