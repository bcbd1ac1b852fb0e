-- Balance runs are jobs of the bureau: what a job does not say about them stands beside it.
ALTER TABLE jobs ADD COLUMN balance BYTEA NOT NULL DEFAULT '';
-- Figures of the schools in a run: rows of the schools, gone with their terms.
CREATE TABLE balance_summaries (
    seq BIGSERIAL PRIMARY KEY,
    bureau TEXT NOT NULL, school TEXT NOT NULL, run TEXT NOT NULL, term TEXT NOT NULL,
    message BYTEA NOT NULL,
    UNIQUE (bureau, run, school)
);
-- A loan is its bureau's, and both schools'.
CREATE TABLE loans (
    seq BIGSERIAL PRIMARY KEY,
    bureau TEXT NOT NULL, id TEXT NOT NULL, lender TEXT NOT NULL, borrower TEXT NOT NULL,
    term TEXT NOT NULL, state BIGINT NOT NULL, version BIGINT NOT NULL, created BIGINT NOT NULL,
    message BYTEA NOT NULL,
    UNIQUE (bureau, id)
);
ALTER TABLE balance_summaries ENABLE ROW LEVEL SECURITY;
ALTER TABLE balance_summaries FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON balance_summaries USING (
    current_setting('kehou.server', true) = 'on'
    OR (bureau = current_setting('kehou.bureau', true)
        AND current_setting('kehou.school', true) IN (school, ''))
) WITH CHECK (
    current_setting('kehou.server', true) = 'on'
    OR (bureau = current_setting('kehou.bureau', true) AND school = current_setting('kehou.school', true))
);
ALTER TABLE loans ENABLE ROW LEVEL SECURITY;
ALTER TABLE loans FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON loans USING (
    current_setting('kehou.server', true) = 'on'
    OR (bureau = current_setting('kehou.bureau', true)
        AND current_setting('kehou.school', true) IN (lender, borrower, ''))
);
