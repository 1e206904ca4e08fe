-- A database for the PostgreSQL source: keys of two columns, ties at the cursor, no key, names that need quotes, a view, partitions,
-- a table that is read in ranges, types of all kinds.
CREATE TABLE pairs (word text NOT NULL, part int NOT NULL, amount numeric(10, 2), at timestamptz, ok bool, raw bytea, PRIMARY KEY (word, part));
INSERT INTO pairs SELECT 'w' || n / 10, n, n + 0.25, '2026-01-02 03:04:05.000006Z', n % 2 = 0, CASE WHEN n % 3 > 0 THEN '\x00ff'::bytea END
FROM generate_series(1, 120) n;
CREATE TABLE ties (id int PRIMARY KEY, level int NOT NULL, note text);
INSERT INTO ties SELECT n, n / 7, CASE WHEN n % 3 > 0 THEN 'note' END FROM generate_series(1, 120) n;
CREATE TABLE events (id int PRIMARY KEY, at timestamptz, filler text);
ALTER TABLE events ALTER filler SET STORAGE PLAIN;
INSERT INTO events SELECT n, '2026-01-01Z'::timestamptz + n / 5 * interval '1 us', repeat('x', 3000) FROM generate_series(1, 60) n;
CREATE VIEW seen AS SELECT id, at FROM events;
CREATE TABLE "no key" ("a ""b""" text, "select" float8);
INSERT INTO "no key" SELECT 'w' || n, n / 4.0 FROM generate_series(1, 120) n;
CREATE TABLE wide (id int PRIMARY KEY, filler text);
ALTER TABLE wide ALTER filler SET STORAGE PLAIN;
INSERT INTO wide SELECT n, repeat('y', 3000) FROM generate_series(1, 800) n WHERE n % 2 = 0;
CREATE TABLE parts (id int, day date, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE parts_low PARTITION OF parts FOR VALUES FROM (0) TO (40);
CREATE TABLE parts_high PARTITION OF parts FOR VALUES FROM (40) TO (100);
INSERT INTO parts SELECT n, date '2026-01-01' + n FROM generate_series(1, 90) n;
CREATE SCHEMA sales;
CREATE TABLE sales."a.b" (c varchar(3));
INSERT INTO sales."a.b" SELECT n FROM generate_series(1, 7) n;
CREATE TYPE mood AS ENUM ('gay', 'sad');
CREATE DOMAIN price AS numeric(12, 2);
CREATE TYPE spot AS (x int, y price, tags text[]);
CREATE TABLE types (id int PRIMARY KEY, m mood, p price, s spot, many spot[], grid int[][], words text[], r tstzrange, i interval, u uuid, j json,
  b jsonb, n numeric, a inet, c cidr, mac macaddr, mac8 macaddr8, bits bit(5), tz timetz, cash money, x xid8, o oid, t time, l timestamp, d date);
INSERT INTO types (id) VALUES (1);
INSERT INTO types VALUES (2, 'sad', 1.20, ROW(1, 2.5, '{a,NULL}'), ARRAY[ROW(1, 2.5, '{}')::spot, NULL], '{{1,2},{3,NULL}}', '{"",NULL}', '[2026-01-01,)',
  '1 mon -3 days', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"b":1.50}', '{"b":1.50}', 'NaN', '10.1.2.3/8', '10.0.0.0/8', '08:00:2b:01:02:03',
  '08:00:2b:01:02:03:04:05', '10101', '12:34:56+05:30', '12.34', '18446744073709551615', 4294967295, '23:59:59.999999', '4713-01-01 BC', '5874897-12-31');
