"""Streams through age: what is written comes out encrypted, what is encrypted can be read.

pyrage pulls from one stream and pushes into another, and so does tarfile. A pipe and a thread join
the two, so memory stays small whatever the size of the backup.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

import pyrage

from suluh.config.backup.manifest import Damaged

CHUNK = 256 * 1024  # bytes
DAMAGED = "The file is damaged or cut off. Take another copy or an earlier backup."
OTHER_KEY = "This identity does not open the backup. It was made for another key."
_NO_KEY_FITS = "No matching keys found"  # pyrage gives all failures one type


class _Watched:
    """A stream that remembers its own failure: pyrage would only pass on its words."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.error: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self.stream.read(size)
        except OSError as error:
            self.error = error
            raise

    def write(self, data: bytes) -> int:
        try:
            return self.stream.write(data)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        try:
            self.stream.flush()
        except OSError as error:
            self.error = error
            raise


class _Beside(threading.Thread):
    """Does `job` in a thread, keeps its failure, and closes its end of the pipe."""

    def __init__(self, job: Callable[[], object], end: BinaryIO) -> None:
        super().__init__(daemon=True)
        self.job, self.end = job, end
        self.error: Exception | None = None

    def run(self) -> None:
        try:
            self.job()
        except Exception as error:  # handed to the thread that waits
            self.error = error
        finally:
            with suppress(OSError):
                self.end.close()


@contextmanager
def sealed(out: BinaryIO, recipient: str) -> Iterator[BinaryIO]:
    """A stream; what is written into it stands encrypted in `out` once the block ends.

    Raises the OSError of `out`, such as a full disk.
    """
    to = pyrage.x25519.Recipient.from_str(recipient)
    reader, writer = _pipe()
    target = _Watched(out)
    beside = _Beside(lambda: pyrage.encrypt_io(reader, target, [to]), reader)
    beside.start()
    try:
        with writer:
            yield writer
    except OSError as error:  # most often a broken pipe: the other side has stopped
        beside.join()
        raise (target.error or beside.error or error) from None
    finally:
        beside.join()
    if beside.error:
        raise target.error or beside.error


@contextmanager
def unsealed(source: BinaryIO, identity: str) -> Iterator[BinaryIO]:
    """A stream of what is encrypted in `source`. Raises Damaged, or the OSError of `source`.

    Until the block has ended, bytes were read of which only the part before is authentic.
    """
    key = pyrage.x25519.Identity.from_str(identity)
    reader, writer = _pipe()
    origin, pipe = _Watched(source), _Watched(writer)
    beside = _Beside(lambda: pyrage.decrypt_io(origin, pipe, [key]), writer)
    beside.start()
    try:
        with reader:
            yield reader
    finally:
        beside.join()
        # A failure to write into the pipe is ours: we had stopped reading.
        if beside.error and not pipe.error:
            raise (origin.error or _explained(beside.error)) from None


def _pipe() -> tuple[BinaryIO, BinaryIO]:
    taken, given = os.pipe()
    return os.fdopen(taken, "rb", CHUNK), os.fdopen(given, "wb", CHUNK)


def _explained(error: Exception) -> Damaged:
    return Damaged(OTHER_KEY if _NO_KEY_FITS in str(error) else DAMAGED)
