"""The one scale by which every stored value is labelled."""

from __future__ import annotations

from enum import IntEnum


class Sensitivity(IntEnum):
    """Who may see a value, from the whole world to nobody but the person's own worker.

    Every model field declares one of these; the boot check refuses a field that does not.
    """

    PUBLIC = 0  # anyone, in print, for ever
    PRACTITIONER = 1  # people who work with the directory, never an edition
    RESTRICTED = 2  # the editors of the owning agency
    PERSONAL = 3  # data about a living person
    IDENTITY = 4  # what names or finds that person
