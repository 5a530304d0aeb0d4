"""Lets a transaction that writes into several logs take their locks in one order, whichever it wrote into first.

Each entry announces its log in a setting of the transaction. At the commit the first link takes the locks of all logs
announced, by name: two transactions that wrote into the same logs in different orders wait for each other, and neither
waits for ever. Nothing is locked before the commit, as before.
"""

from django.db import migrations

FUNCTIONS = """
DO $do$ BEGIN IF current_schema() = 'public' THEN

CREATE FUNCTION public.audit_announce() RETURNS trigger LANGUAGE plpgsql AS $function$
DECLARE
  announced text[] := string_to_array(current_setting('rostrum.audited', true), ' ');
BEGIN
  IF announced IS NULL OR NOT TG_TABLE_SCHEMA = ANY (announced) THEN
    PERFORM set_config('rostrum.audited', array_to_string(array_append(announced, TG_TABLE_SCHEMA::text), ' '), true);
  END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION public.audit_chain() RETURNS trigger LANGUAGE plpgsql AS $function$
DECLARE
  links text := quote_ident(TG_TABLE_SCHEMA) || '.audit_auditlink';
  log text;
  last_number bigint;
  last_hash text;
BEGIN
  FOR log IN
    SELECT DISTINCT one FROM unnest(string_to_array(current_setting('rostrum.audited', true), ' ')
      || TG_TABLE_SCHEMA::text) AS one WHERE one <> '' ORDER BY one
  LOOP
    PERFORM pg_advisory_xact_lock(hashtextextended('audit ' || log, 0));
  END LOOP;
  EXECUTE 'SELECT number, hash FROM ' || links || ' ORDER BY number DESC LIMIT 1' INTO last_number, last_hash;
  EXECUTE 'INSERT INTO ' || links || ' (number, entry_id, hash) VALUES ($1, $2, $3)'
    USING coalesce(last_number, 0) + 1, NEW.id, public.audit_hash(coalesce(last_hash, ''), to_jsonb(NEW));
  RETURN NULL;
END $function$;

END IF; END $do$
"""
ANNOUNCE = """
CREATE TRIGGER audit_auditentry_is_announced BEFORE INSERT ON audit_auditentry
FOR EACH ROW EXECUTE FUNCTION public.audit_announce()
"""


class Migration(migrations.Migration):
    dependencies = (("audit", "0002_append_only"),)

    operations = (migrations.RunSQL([FUNCTIONS]), migrations.RunSQL([ANNOUNCE]))
