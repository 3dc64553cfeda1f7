"""What trust costs, beside the same work without it."""
