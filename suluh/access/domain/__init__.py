"""Roles and capabilities as plain values. No Django here."""
