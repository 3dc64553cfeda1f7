"""How much of a file is read, and why no more.

The largest real directory at hand (a county's 211 line, 4,089 services in 13 tables) has 8 MB,
80,000 rows and 0.5 million cells: every limit leaves room for several of those.
"""

from __future__ import annotations

MEGABYTE = 1_000_000

FILE_BYTES = 64 * MEGABYTE  # as it lies on the disk; eight times the county's tables
UNPACKED_BYTES = 200 * MEGABYTE  # of a whole zip or workbook: what passes through in seconds
ENTRIES = 2_000  # files in a zip or folder; a workbook of 100 sheets with pictures has some 400
DIRECTORY_BYTES = ENTRIES * 512  # the zip's own list of them, looked at before it is read
PACKING_RATIO = 100  # sheets pack 10 to 30 times, bombs 200 to 1,000 times
PACKING_FLOOR = 1 * MEGABYTE  # below this, how tightly something is packed does no harm

ROWS = 200_000  # of one sheet or CSV file
COLUMNS = 1_000  # the widest foreign table seen has 166
CELLS = 2_000_000  # cells with a value, of one workbook or CSV file
GRID = 8_000_000  # rows x columns up to the farthest value: the reader allocates all of them
FORMULAS = 50_000  # of one workbook; where cells share one, each takes 0.05 ms to work out
FORMULA_TEXT = 2_000_000  # characters worked out so: 5 seconds
TEXT = 100_000_000  # characters in all cells of a workbook, shared ones counted at each use
CSV_CELL = 131_072  # characters; more means a quotation mark that is never closed
JSON_DEPTH = 64  # HSDS 3 nests 8 deep; what encodes the answer stops at 254

ANSWER_BYTES = 256 * MEGABYTE  # what the fenced-off process may say back
