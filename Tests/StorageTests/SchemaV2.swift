/// The index as version 2 laid it out: sums of spend beside the calls. A record of the past: it is
/// never edited.
let schemaV2 =
  schemaV1 + """
    INSERT INTO grdb_migrations VALUES ('v2');
    CREATE TABLE parts (
      call INTEGER NOT NULL,
      batch INTEGER NOT NULL,
      span_offset INTEGER NOT NULL,
      span_length INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      time_ns INTEGER NOT NULL,
      PRIMARY KEY (call, batch, span_offset)
    ) WITHOUT ROWID;
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

/// The sums of the one call of `contentV1`, as version 2 wrote them.
let contentV2 =
  contentV1 + """
    INSERT INTO spend_series VALUES (1, 'checkout', 'openai', 'gpt-4o-mini', '', 'ann', '', 1767225600000000000);
    INSERT INTO spend VALUES (300000000000, 1767225600000000000, 1, 1, 0, 0, 12, 34, 0, 0, 0, 5600);
    UPDATE spend_progress SET last_call = 11;

    """
