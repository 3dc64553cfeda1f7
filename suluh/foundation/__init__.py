"""Django plumbing without business words: settings from the environment, folders, safe requests."""
