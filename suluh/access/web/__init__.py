"""The pages of the access room."""
