-- Rows without end.
-- expect: OLE
WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT hex(zeroblob(1000)) FROM n;
