-- The store on PostgreSQL. Messages are whole protobuf bytes; columns beside them are what is searched.
CREATE TABLE settings (key TEXT PRIMARY KEY, value BYTEA NOT NULL);
CREATE TABLE requests (
    bureau TEXT NOT NULL, school TEXT NOT NULL, request_id TEXT NOT NULL,
    method TEXT NOT NULL, digest TEXT NOT NULL, reply BYTEA NOT NULL, created BIGINT NOT NULL,
    PRIMARY KEY (bureau, school, request_id)
);
CREATE TABLE uploads (
    bureau TEXT NOT NULL, school TEXT NOT NULL, upload TEXT NOT NULL,
    start BIGINT NOT NULL, finish BIGINT NOT NULL, created BIGINT NOT NULL, data BYTEA NOT NULL,
    PRIMARY KEY (bureau, school, upload, start)
);
CREATE TABLE datasets (
    seq BIGSERIAL PRIMARY KEY,
    bureau TEXT NOT NULL, school TEXT NOT NULL, id TEXT NOT NULL,
    term TEXT NOT NULL, last_day TEXT NOT NULL, errors BIGINT NOT NULL, created BIGINT NOT NULL,
    message BYTEA NOT NULL, faults BYTEA NOT NULL, content BYTEA NOT NULL,
    UNIQUE (bureau, school, id)
);
CREATE TABLE jobs (
    seq BIGSERIAL PRIMARY KEY,
    bureau TEXT NOT NULL, school TEXT NOT NULL, id TEXT NOT NULL,
    term TEXT NOT NULL, dataset TEXT NOT NULL, state BIGINT NOT NULL, priority BIGINT NOT NULL,
    epoch BIGINT NOT NULL, version BIGINT NOT NULL, created BIGINT NOT NULL,
    message BYTEA NOT NULL,
    UNIQUE (bureau, school, id)
);
CREATE INDEX jobs_by_state ON jobs (state, seq);
CREATE TABLE plans (
    seq BIGSERIAL PRIMARY KEY,
    bureau TEXT NOT NULL, school TEXT NOT NULL, id TEXT NOT NULL,
    term TEXT NOT NULL, version BIGINT NOT NULL, created BIGINT NOT NULL,
    message BYTEA NOT NULL,
    UNIQUE (bureau, school, id)
);
CREATE TABLE revisions (
    seq BIGSERIAL PRIMARY KEY,
    bureau TEXT NOT NULL, school TEXT NOT NULL, plan TEXT NOT NULL, number BIGINT NOT NULL,
    term TEXT NOT NULL, dataset TEXT NOT NULL, job TEXT NOT NULL, created BIGINT NOT NULL,
    message BYTEA NOT NULL, body BYTEA NOT NULL,
    UNIQUE (bureau, school, plan, number)
);
CREATE TABLE summaries (
    seq BIGSERIAL PRIMARY KEY,
    bureau TEXT NOT NULL, school TEXT NOT NULL, term TEXT NOT NULL, plan TEXT NOT NULL,
    created BIGINT NOT NULL, message BYTEA NOT NULL,
    UNIQUE (bureau, school, term)
);
CREATE TABLE audit (
    bureau TEXT NOT NULL, school TEXT NOT NULL, number BIGINT NOT NULL, time BIGINT NOT NULL,
    subject TEXT NOT NULL, method TEXT NOT NULL, resource TEXT NOT NULL, hash TEXT NOT NULL,
    PRIMARY KEY (bureau, school, number)
);
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the audit trail is not changed'; END $$;
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION audit_stays();

-- The second wall between tenants: rows exist for a transaction only if it has said whose they are.
ALTER TABLE requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE requests FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON requests USING (
    current_setting('kehou.server', true) = 'on'
    OR (bureau = current_setting('kehou.bureau', true) AND school = current_setting('kehou.school', true))
);
ALTER TABLE uploads ENABLE ROW LEVEL SECURITY;
ALTER TABLE uploads FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON uploads USING (
    current_setting('kehou.server', true) = 'on'
    OR (bureau = current_setting('kehou.bureau', true) AND school = current_setting('kehou.school', true))
);
ALTER TABLE datasets ENABLE ROW LEVEL SECURITY;
ALTER TABLE datasets FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON datasets USING (
    current_setting('kehou.server', true) = 'on'
    OR (bureau = current_setting('kehou.bureau', true) AND school = current_setting('kehou.school', true))
);
ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON jobs USING (
    current_setting('kehou.server', true) = 'on'
    OR (bureau = current_setting('kehou.bureau', true) AND school = current_setting('kehou.school', true))
);
ALTER TABLE plans ENABLE ROW LEVEL SECURITY;
ALTER TABLE plans FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON plans USING (
    current_setting('kehou.server', true) = 'on'
    OR (bureau = current_setting('kehou.bureau', true) AND school = current_setting('kehou.school', true))
);
ALTER TABLE revisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE revisions FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON revisions USING (
    current_setting('kehou.server', true) = 'on'
    OR (bureau = current_setting('kehou.bureau', true) AND school = current_setting('kehou.school', true))
);
-- Figures and audit trails of all schools are for the bureau to read too.
ALTER TABLE summaries ENABLE ROW LEVEL SECURITY;
ALTER TABLE summaries FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON summaries USING (
    current_setting('kehou.server', true) = 'on'
    OR (bureau = current_setting('kehou.bureau', true)
        AND current_setting('kehou.school', true) IN (school, ''))
) WITH CHECK (
    current_setting('kehou.server', true) = 'on'
    OR (bureau = current_setting('kehou.bureau', true) AND school = current_setting('kehou.school', true))
);
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON audit USING (
    current_setting('kehou.server', true) = 'on'
    OR (bureau = current_setting('kehou.bureau', true)
        AND current_setting('kehou.school', true) IN (school, ''))
) WITH CHECK (
    current_setting('kehou.server', true) = 'on'
    OR (bureau = current_setting('kehou.bureau', true) AND school = current_setting('kehou.school', true))
);
