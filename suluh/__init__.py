"""Suluh: a torch for people who protect victims of human trafficking, and for the victims.

Rooms, from the bottom up: kernel, foundation, access, content, directory, door, config.
A higher room may import a lower one, never the reverse (docs/adr/0001-rooms-and-layers.md).
"""

__version__ = "0.1.0"
