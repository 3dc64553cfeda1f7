"""The Directory of Services: from a workbook to an edition that a reader can trust.

It owns organizations, services, how to reach them, and editions. It refuses to own the address of
a safe house: there is no field for one anywhere (docs/adr/0004-no-field-for-a-safe-house.md).
"""
