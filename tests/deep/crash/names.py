"""The journeys by name. journeys.py itself can be loaded only where the product's settings are."""

NAMES = (
    "somebody signs in",
    "somebody is refused",
    "a password is changed",
    "the operator sets a password",
    "an agency is set up",
    "an account is opened",
    "a role is changed",
    "an account is closed",
    "a workbook is received",
    "a workbook is checked",
    "a workbook is imported",
    "a service is corrected",
    "an edition is made",
    "a language is turned on",
    "a language is reviewed",
    "a report is handled",
    "reports are collected",
    "the directory is taken",
)
