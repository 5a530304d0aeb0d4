-- Other databases, files, the memory's limits, and functions that the shell has.
-- expect: RE
PRAGMA journal_mode = WAL;
PRAGMA mmap_size = 100000000000;
PRAGMA temp_store_directory = '/work';
ATTACH 'file:/etc/passwd?mode=ro' AS secrets;
SELECT * FROM secrets.sqlite_master;
