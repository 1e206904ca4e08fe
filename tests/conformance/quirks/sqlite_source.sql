-- A file for the SQLite source: keys of two columns, no key, ties at the cursor, a view, names that need quotes.
CREATE TABLE pairs (word TEXT NOT NULL, part INTEGER NOT NULL, amount DECIMAL(10, 2), at DATETIME, ok BOOLEAN, raw BLOB,
  PRIMARY KEY (word, part));
CREATE TABLE ties (id INTEGER PRIMARY KEY, level INTEGER NOT NULL, note TEXT);
CREATE TABLE "no key" ("a ""b""" TEXT, "select" REAL);
CREATE VIEW seen AS SELECT word, count(*) AS times FROM pairs GROUP BY word;
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 120)
INSERT INTO pairs SELECT 'w' || (n / 10), n, n || '.25', '2026-01-02 03:04:05', n % 2, CASE WHEN n % 3 THEN x'00ff' END FROM numbers;
INSERT INTO ties SELECT part, part / 7, CASE WHEN part % 3 THEN 'note' END FROM pairs;
INSERT INTO "no key" SELECT word, part / 4.0 FROM pairs;
