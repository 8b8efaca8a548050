internal import GRDB

/// The layout of the index and its history: a migration that was released is never edited.
enum IndexSchema {
  /// Marks a database as an index ("Asai"), so that others are never taken for one.
  static let applicationID = 0x4173_6169

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { try $0.execute(sql: v1 + "PRAGMA application_id = \(applicationID)") }
    migrator.registerMigration("v2") { try $0.execute(sql: v2 + v2Parts) }
    migrator.registerMigration("v3") { try $0.execute(sql: v3) }
    migrator.registerMigration("v4") { try $0.execute(sql: v4) }
    return migrator
  }

  /// What a detector with an account of its own says with an alert.
  private static let v4 = """
    ALTER TABLE alerts ADD COLUMN detail TEXT;
    ALTER TABLE alerts ADD COLUMN baseline REAL;
    ALTER TABLE alerts ADD COLUMN finding TEXT;
    """

  /// What people say of answers, and which answers they call right. An empty evaluator: of the answer
  /// as such.
  private static let v3 = """
    CREATE TABLE feedback (
      call INTEGER NOT NULL,
      evaluator TEXT NOT NULL,
      person TEXT NOT NULL,
      is_good INTEGER NOT NULL,
      comment TEXT,
      at_ns INTEGER NOT NULL,
      PRIMARY KEY (call, evaluator, person)
    ) WITHOUT ROWID;
    CREATE INDEX feedback_by_time ON feedback (at_ns);
    CREATE TABLE reference_answers (
      question TEXT PRIMARY KEY,
      answers TEXT NOT NULL,
      at_ns INTEGER NOT NULL
    ) WITHOUT ROWID;
    """

  /// Where the content of a call lies that came beside its span.
  private static let v2Parts = """
    CREATE TABLE parts (
      call INTEGER NOT NULL,
      batch INTEGER NOT NULL,
      span_offset INTEGER NOT NULL,
      span_length INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      time_ns INTEGER NOT NULL,
      PRIMARY KEY (call, batch, span_offset)
    ) WITHOUT ROWID;
    """

  /// Times are integer nanoseconds, money is integer nano-dollars; names are spelled out, since
  /// they outlive the numbers that a program gives them.
  ///
  /// A call has no index on its trace or span: keeping random keys sorted would cost more than
  /// half of the write rate. A call is found by its id, and in a range of time by its arrival.
  private static let v1 = """
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

  /// What calls cost, summed up when they are written or soon after: `spend_progress` says up to
  /// which call. A name that is absent is empty, so that the combination of names can be unique.
  private static let v2 = """
    CREATE TABLE spend_series (
      id INTEGER PRIMARY KEY,
      route TEXT NOT NULL,
      provider TEXT NOT NULL,
      model TEXT NOT NULL,
      tenant TEXT NOT NULL,
      user TEXT NOT NULL,
      key TEXT NOT NULL,
      last_day_ns INTEGER NOT NULL,
      UNIQUE (route, provider, model, tenant, user, key)
    );
    CREATE INDEX spend_series_by_last_day ON spend_series (last_day_ns);
    CREATE TABLE spend (
      width_ns INTEGER NOT NULL,
      start_ns INTEGER NOT NULL,
      series INTEGER NOT NULL,
      calls INTEGER NOT NULL,
      errors INTEGER NOT NULL,
      unpriced INTEGER NOT NULL,
      input_tokens INTEGER NOT NULL,
      output_tokens INTEGER NOT NULL,
      cache_read_tokens INTEGER NOT NULL,
      cache_write_tokens INTEGER NOT NULL,
      reasoning_tokens INTEGER NOT NULL,
      cost_nano INTEGER NOT NULL,
      PRIMARY KEY (width_ns, start_ns, series)
    ) WITHOUT ROWID;
    CREATE TABLE spend_progress (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      last_call INTEGER NOT NULL
    );
    INSERT INTO spend_progress (id, last_call) VALUES (1, 0);
    """
}
