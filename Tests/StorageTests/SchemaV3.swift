/// The index as version 3 laid it out: what people say of answers. A record of the past: it is never edited.
let schemaV3 =
  schemaV2 + """
    INSERT INTO grdb_migrations VALUES ('v3');
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
