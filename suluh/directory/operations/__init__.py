"""The directory's verbs: the only place that writes. Actor first, one transaction each."""
