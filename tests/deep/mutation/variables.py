"""What worker.py and the plugin in its children tell each other."""

DATABASE = "MUTATION_DATABASE"  # path of the test database, made ready before
TRACE = "MUTATION_TRACE"  # where to write who runs what; the files to watch, one a line
ORDERS = "MUTATION_ORDERS"  # two file descriptors: from one come orders, to the other go answers
UNSUITED = -100  # status: this mutant is not in functions alone, and must be loaded anew
