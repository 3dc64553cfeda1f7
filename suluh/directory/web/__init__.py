"""The directory's pages in the workspace: guard, form, operation or query, render. No rules."""
