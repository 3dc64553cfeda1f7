"""The demonstration: an invented country with its services, and the same workbook with mistakes."""
