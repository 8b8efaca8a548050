/// The index as version 4 laid it out: what a detector says with an alert. A record of the past: it is never edited.
let schemaV4 = schemaV3 + stepV4

/// What made it of version 3.
let stepV4 = """
  INSERT INTO grdb_migrations VALUES ('v4');
  ALTER TABLE alerts ADD COLUMN detail TEXT;
  ALTER TABLE alerts ADD COLUMN baseline REAL;
  ALTER TABLE alerts ADD COLUMN finding TEXT;

  """
