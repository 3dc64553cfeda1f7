"""Roles, acts and the log's chain as plain values. No Django here."""
