-- Attaches a database elsewhere and loads code.
-- expect: RE CE
ATTACH '/etc/shadow' AS other; SELECT load_extension('/work/x'); SELECT 'ESCAPED';
