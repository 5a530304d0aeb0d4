"""Lets the database refuse every change of the log, and chain its entries.

The functions lie in the shared schema and serve every tenant; the triggers belong to each schema's own tables. The chain
grows when a transaction commits: only then is its lock taken, so that no deed waits for another while it works, and
numbers have no gaps.
"""

from django.db import migrations

FUNCTIONS = """
DO $do$ BEGIN IF current_schema() = 'public' THEN

CREATE FUNCTION public.audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to' USING ERRCODE = 'restrict_violation';
END $function$;

CREATE FUNCTION public.audit_hash(previous text, entry jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $function$
  SELECT encode(sha256(convert_to(previous || jsonb_build_array(
    entry -> 'id', extract(epoch FROM (entry ->> 'at')::timestamptz), entry -> 'action', entry -> 'actor_kind',
    entry -> 'actor_id', entry -> 'actor_label', entry -> 'credential', entry -> 'on_behalf_of', entry -> 'address',
    entry -> 'request_id', entry -> 'target_type', entry -> 'target_id', entry -> 'target_label', entry -> 'changes',
    entry -> 'note')::text, 'UTF8')), 'hex')
$function$;

CREATE FUNCTION public.audit_chain() RETURNS trigger LANGUAGE plpgsql AS $function$
DECLARE
  links text := quote_ident(TG_TABLE_SCHEMA) || '.audit_auditlink';
  last_number bigint;
  last_hash text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('audit ' || TG_TABLE_SCHEMA, 0));
  EXECUTE 'SELECT number, hash FROM ' || links || ' ORDER BY number DESC LIMIT 1' INTO last_number, last_hash;
  EXECUTE 'INSERT INTO ' || links || ' (number, entry_id, hash) VALUES ($1, $2, $3)'
    USING coalesce(last_number, 0) + 1, NEW.id, public.audit_hash(coalesce(last_hash, ''), to_jsonb(NEW));
  RETURN NULL;
END $function$;

END IF; END $do$
"""
REFUSE_CHANGE = """
CREATE TRIGGER {table}_keeps_rows BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION public.audit_refuse()
"""
REFUSE_EMPTYING = """
CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION public.audit_refuse()
"""
CHAIN = """
CREATE CONSTRAINT TRIGGER audit_auditentry_is_chained AFTER INSERT ON audit_auditentry
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.audit_chain()
"""
TABLES = ("audit_auditentry", "audit_auditlink")


class Migration(migrations.Migration):
    dependencies = (("audit", "0001_initial"),)

    operations = (
        migrations.RunSQL([FUNCTIONS]),
        migrations.RunSQL(
            [*(text.format(table=table) for table in TABLES for text in (REFUSE_CHANGE, REFUSE_EMPTYING)), CHAIN]
        ),
    )
