"""The Suluh workbook: the empty template, the export, the marked report, the quarantine."""
