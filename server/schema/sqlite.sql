-- The store on SQLite. Messages are whole protobuf bytes; columns beside them are what is searched.
CREATE TABLE settings (key TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE requests (
    bureau TEXT NOT NULL, school TEXT NOT NULL, request_id TEXT NOT NULL,
    method TEXT NOT NULL, digest TEXT NOT NULL, reply BLOB NOT NULL, created BIGINT NOT NULL,
    PRIMARY KEY (bureau, school, request_id)
);
CREATE TABLE uploads (
    bureau TEXT NOT NULL, school TEXT NOT NULL, upload TEXT NOT NULL,
    start BIGINT NOT NULL, finish BIGINT NOT NULL, created BIGINT NOT NULL, data BLOB NOT NULL,
    PRIMARY KEY (bureau, school, upload, start)
);
CREATE TABLE datasets (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    bureau TEXT NOT NULL, school TEXT NOT NULL, id TEXT NOT NULL,
    term TEXT NOT NULL, last_day TEXT NOT NULL, errors BIGINT NOT NULL, created BIGINT NOT NULL,
    message BLOB NOT NULL, faults BLOB NOT NULL, content BLOB NOT NULL,
    UNIQUE (bureau, school, id)
);
CREATE TABLE jobs (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    bureau TEXT NOT NULL, school TEXT NOT NULL, id TEXT NOT NULL,
    term TEXT NOT NULL, dataset TEXT NOT NULL, state BIGINT NOT NULL, priority BIGINT NOT NULL,
    epoch BIGINT NOT NULL, version BIGINT NOT NULL, created BIGINT NOT NULL,
    message BLOB NOT NULL,
    UNIQUE (bureau, school, id)
);
CREATE INDEX jobs_by_state ON jobs (state, seq);
CREATE TABLE plans (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    bureau TEXT NOT NULL, school TEXT NOT NULL, id TEXT NOT NULL,
    term TEXT NOT NULL, version BIGINT NOT NULL, created BIGINT NOT NULL,
    message BLOB NOT NULL,
    UNIQUE (bureau, school, id)
);
CREATE TABLE revisions (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    bureau TEXT NOT NULL, school TEXT NOT NULL, plan TEXT NOT NULL, number BIGINT NOT NULL,
    term TEXT NOT NULL, dataset TEXT NOT NULL, job TEXT NOT NULL, created BIGINT NOT NULL,
    message BLOB NOT NULL, body BLOB NOT NULL,
    UNIQUE (bureau, school, plan, number)
);
CREATE TABLE summaries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    bureau TEXT NOT NULL, school TEXT NOT NULL, term TEXT NOT NULL, plan TEXT NOT NULL,
    created BIGINT NOT NULL, message BLOB NOT NULL,
    UNIQUE (bureau, school, term)
);
CREATE TABLE audit (
    bureau TEXT NOT NULL, school TEXT NOT NULL, number BIGINT NOT NULL, time BIGINT NOT NULL,
    subject TEXT NOT NULL, method TEXT NOT NULL, resource TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (bureau, school, number)
);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is not changed'); END;
CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is not deleted'); END;
