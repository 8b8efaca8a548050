/// The index as version 1 laid it out. A record of the past: it is never edited.
let schemaV1 = """
  CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
  INSERT INTO grdb_migrations VALUES ('v1');
  PRAGMA application_id = 1098080617;
  CREATE TABLE calls (
    id INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL,
    span_offset INTEGER NOT NULL,
    span_length INTEGER NOT NULL,
    resource_offset INTEGER NOT NULL,
    resource_length INTEGER NOT NULL,
    trace BLOB NOT NULL,
    span INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    arrival_ns INTEGER NOT NULL,
    start_ns INTEGER NOT NULL,
    duration_ns INTEGER,
    ttft_ns INTEGER,
    route TEXT,
    provider TEXT,
    model TEXT,
    served_model TEXT,
    tenant TEXT,
    user TEXT,
    key TEXT,
    conversation TEXT,
    operation TEXT NOT NULL,
    outcome TEXT NOT NULL,
    finish TEXT,
    error_type TEXT,
    is_streaming INTEGER NOT NULL,
    input_tokens INTEGER,
    output_tokens INTEGER,
    cache_read_tokens INTEGER,
    cache_write_tokens INTEGER,
    reasoning_tokens INTEGER,
    cost_nano INTEGER
  );
  CREATE INDEX calls_by_arrival ON calls (arrival_ns);
  CREATE TABLE verdicts (
    call INTEGER NOT NULL,
    evaluator TEXT NOT NULL,
    kind TEXT NOT NULL,
    score REAL,
    label TEXT,
    explanation TEXT,
    evidence TEXT,
    stratum TEXT NOT NULL,
    inclusion REAL NOT NULL,
    at_ns INTEGER NOT NULL,
    PRIMARY KEY (call, evaluator)
  ) WITHOUT ROWID;
  CREATE TABLE alerts (
    id INTEGER PRIMARY KEY,
    at_ns INTEGER NOT NULL,
    alert TEXT NOT NULL,
    scope TEXT NOT NULL,
    signal TEXT NOT NULL,
    evaluator TEXT,
    quantile REAL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    value REAL,
    lower REAL,
    upper REAL,
    samples INTEGER NOT NULL,
    threshold REAL NOT NULL
  );
  CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at_ns INTEGER NOT NULL,
    subject TEXT NOT NULL,
    action TEXT NOT NULL,
    actor TEXT NOT NULL,
    scope TEXT NOT NULL,
    enforcement TEXT NOT NULL,
    from_share REAL NOT NULL,
    to_share REAL NOT NULL,
    evidence TEXT NOT NULL
  );
  CREATE TABLE states (
    key TEXT PRIMARY KEY,
    value BLOB NOT NULL,
    at_ns INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE batches (
    id INTEGER PRIMARY KEY,
    received_ns INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    spans INTEGER NOT NULL,
    calls INTEGER NOT NULL
  );
  CREATE TABLE fingerprints (
    batch INTEGER PRIMARY KEY,
    hashes BLOB NOT NULL
  );
  CREATE TABLE progress (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    complete_batch INTEGER NOT NULL,
    last_batch INTEGER NOT NULL,
    last_call INTEGER NOT NULL
  );
  INSERT INTO progress (id, complete_batch, last_batch, last_call) VALUES (1, 0, 0, 0);

  """

/// A little of everything, as version 1 wrote it.
let contentV1 = """
  INSERT INTO calls (
    id, batch, span_offset, span_length, resource_offset, resource_length, trace, span, parent, arrival_ns, start_ns,
    duration_ns, route, provider, model, user, operation, outcome, finish, is_streaming, input_tokens, output_tokens,
    cost_nano
  ) VALUES (
    11, 3, 100, 1500, 0, 40, x'00000000000000010908070605040302', -5, 0, 1767225600000000000, 1767225599000000000,
    900000000, 'checkout', 'openai', 'gpt-4o-mini', 'ann', 'chat', 'ok', 'stop', 0, 12, 34, 5600
  );
  INSERT INTO verdicts VALUES
    (11, 'grounded', 'fail', 0.2, 'x', 'why', '[[1,5],[7,9]]', 'new_model', 1.0, 1767225601000000000);
  INSERT INTO alerts VALUES (1, 1767225601000000000, 'ungrounded', 'route=checkout', 'fail_ratio', 'grounded', NULL,
    'pending', 'firing', 0.2, 0.1, 0.3, 50, 0.08);
  INSERT INTO audit VALUES (1, 1767225602000000000, 'throttle', 'cut', 'ungrounded', 'route=a', 'enforce', 1.0, 0.5,
    'fail ratio 20 % of 50');
  INSERT INTO states VALUES ('throttle/a', x'7b7d', 1767225602000000000);
  INSERT INTO settings VALUES ('salt', x'ab');
  INSERT INTO batches VALUES (3, 1767225600000000000, 77, 1, 1);
  INSERT INTO fingerprints VALUES (3, x'0010000000000000');
  UPDATE progress SET complete_batch = 3, last_batch = 3, last_call = 11;
  """
