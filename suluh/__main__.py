"""`python -m suluh` is the command `suluh`."""

from __future__ import annotations

import sys

from suluh.config.command import main

if __name__ == "__main__":
    sys.exit(main())
