"""How much of an untrusted file is read before it is refused (reliability.md §3)."""

from typing import Final

MEGABYTE: Final = 1 << 20
FILE_MB: Final = 20
UNPACKED_MB: Final = 200
PARTS: Final = 2_000
ROWS: Final = 100_000
COLUMNS: Final = 60
ROW_MB: Final = 16
"""XML of one row; 60 cells of 32 767 characters of Chinese are below 6 MB."""
MERGES: Final = 20_000
MERGED_ROWS: Final = 500_000
"""Rows that all merged ranges of a sheet may cover together: the parent walks through them."""
ANSWER_MB: Final = 300
"""What a child may send back for one file."""
MEMORY_MB: Final = 1_024
"""RLIMIT_AS of the child; 100 000 rows of 33 columns took 190 MB."""
CPU_SECONDS: Final = 60
WALL_SECONDS: Final = 90.0
