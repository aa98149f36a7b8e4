"""The ledger's tables, as the steps that made them.

Step n brings a ledger of schema n to n + 1; a new ledger takes all of them. A step that has been
released is never edited: what changes is a new step.
"""

import sqlite3

__all__ = ["APPLICATION_ID", "STEPS", "VERSION", "bring_up_to_date", "version_of"]

APPLICATION_ID = 0x53564F44
"""`SVOD`: what `file` and `PRAGMA application_id` show for a ledger."""

STEPS: tuple[str, ...] = (
    # 0 -> 1: the documents, and the signatures that they were made under.
    """
    CREATE TABLE signatures (
        digest TEXT PRIMARY KEY,
        body TEXT NOT NULL              -- canonical JSON
    ) WITHOUT ROWID;

    CREATE TABLE documents (
        id TEXT PRIMARY KEY,
        path TEXT NOT NULL,             -- of the input, as the user named it
        key TEXT NOT NULL,              -- sha256 over the input's digest and the signature
        input_digest TEXT NOT NULL,
        signature TEXT NOT NULL REFERENCES signatures (digest),
        status TEXT NOT NULL CHECK (status IN ('writing', 'done', 'failed')),
        stage TEXT NOT NULL DEFAULT '', -- of a failure, with its kind, message and cause
        kind TEXT NOT NULL DEFAULT '',
        message TEXT NOT NULL DEFAULT '',
        cause TEXT NOT NULL DEFAULT '',
        files TEXT NOT NULL DEFAULT '{}',    -- what was last written and recorded, as JSON
        intended TEXT NOT NULL DEFAULT '{}', -- digests of what is being written, as JSON
        output_digest TEXT NOT NULL DEFAULT '',
        score REAL NOT NULL DEFAULT 1.0,
        needs_review INTEGER NOT NULL DEFAULT 0,
        seconds REAL NOT NULL DEFAULT 0.0,
        finished TEXT NOT NULL DEFAULT ''    -- ISO 8601, UTC
    ) WITHOUT ROWID;

    CREATE INDEX documents_by_status ON documents (status);
    """,
    # 1 -> 2: the text's own digest, by which one release under two names is found; what each input
    # file held when it was last read, so that an unchanged one is not read again; facts of the
    # whole folder, such as which documents its index was built from.
    """
    ALTER TABLE documents ADD COLUMN text_digest TEXT NOT NULL DEFAULT '';
    CREATE INDEX documents_by_text ON documents (text_digest) WHERE text_digest <> '';
    CREATE TABLE sources (
        path TEXT PRIMARY KEY,
        reading TEXT NOT NULL,          -- how it was read: the stage's version and settings
        size INTEGER NOT NULL,
        modified INTEGER NOT NULL,      -- ns, as `changed`
        changed INTEGER NOT NULL,
        parts TEXT NOT NULL             -- JSON: [[id, path, digest], ...]
    ) WITHOUT ROWID;
    CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    """,
)

VERSION = len(STEPS)


def version_of(connection: sqlite3.Connection) -> int:
    """The schema version of an open ledger; 0 for an empty file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Take every step that is missing, each in a transaction of its own."""
    for number in range(version_of(connection), VERSION):
        connection.executescript(
            f"BEGIN IMMEDIATE; {STEPS[number]}"
            f"PRAGMA application_id = {APPLICATION_ID};"
            f"PRAGMA user_version = {number + 1}; COMMIT;"
        )
