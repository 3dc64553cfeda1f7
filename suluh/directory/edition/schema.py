"""The tables of `edition.sqlite3`, and the two numbers by which a program knows the file."""

from __future__ import annotations

VERSION = 2  # raise when this program and an older one no longer read the same file rightly
APPLICATION_ID = 0x53756C75  # "Sulu", in the header of every edition file

TABLES = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
PRAGMA page_size = 4096;

-- One row per key; values are JSON.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Terms in the order in which people should read them. Labels and extra are JSON.
CREATE TABLE term (
    vocabulary TEXT NOT NULL,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    labels TEXT NOT NULL,
    extra TEXT NOT NULL,
    PRIMARY KEY (vocabulary, position)
) WITHOUT ROWID;

-- `record` is JSON: values, organization, contacts, places. Texts keep all their languages.
CREATE TABLE service (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, record BLOB NOT NULL);

-- `asks` and `refuses` are bits of the answers (domain/eligibility.py) to which a service says
-- "ask first", and "no". They stand beside whatever lists are read by, so that no list is sorted.
CREATE TABLE fitting (
    service INTEGER PRIMARY KEY, asks INTEGER NOT NULL, refuses INTEGER NOT NULL
);
CREATE TABLE service_type (
    type TEXT NOT NULL, service INTEGER NOT NULL, asks INTEGER NOT NULL, refuses INTEGER NOT NULL,
    PRIMARY KEY (type, service)
) WITHOUT ROWID;
-- `wide` is 1 where the service works for a larger area that this one lies in.
CREATE TABLE service_area (
    area TEXT NOT NULL, wide INTEGER NOT NULL, service INTEGER NOT NULL,
    asks INTEGER NOT NULL, refuses INTEGER NOT NULL,
    PRIMARY KEY (area, wide, service)
) WITHOUT ROWID;
-- How many services of a kind in an area ('': any) share the same two numbers.
CREATE TABLE tally (
    area TEXT NOT NULL, type TEXT NOT NULL,
    asks INTEGER NOT NULL, refuses INTEGER NOT NULL, services INTEGER NOT NULL,
    PRIMARY KEY (area, type, asks, refuses)
) WITHOUT ROWID;

-- Without content: it finds row numbers, and holds no second copy of the words.
CREATE VIRTUAL TABLE search USING fts5(
    name, words, content='', tokenize="ascii tokenchars '_'"
);
"""
