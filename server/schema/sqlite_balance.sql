-- Balance runs are jobs of the bureau: what a job does not say about them stands beside it.
ALTER TABLE jobs ADD COLUMN balance BLOB NOT NULL DEFAULT x'';
-- Figures of the schools in a run: rows of the schools, gone with their terms.
CREATE TABLE balance_summaries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    bureau TEXT NOT NULL, school TEXT NOT NULL, run TEXT NOT NULL, term TEXT NOT NULL,
    message BLOB NOT NULL,
    UNIQUE (bureau, run, school)
);
-- A loan is its bureau's, and both schools'.
CREATE TABLE loans (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    bureau TEXT NOT NULL, id TEXT NOT NULL, lender TEXT NOT NULL, borrower TEXT NOT NULL,
    term TEXT NOT NULL, state BIGINT NOT NULL, version BIGINT NOT NULL, created BIGINT NOT NULL,
    message BLOB NOT NULL,
    UNIQUE (bureau, id)
);
