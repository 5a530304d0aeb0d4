"""Lets the database keep what was published and who agreed to it, and count for each person what they agreed to.

A draft may change and go. A published text may be withdrawn, and nothing else. Of an agreement only the network address and
the browser may be taken away, when the account goes. Everything lies in the shared schema.
"""

from django.db import migrations

KEPT = """
CREATE FUNCTION public.legal_text_stays() RETURNS trigger LANGUAGE plpgsql AS $function$
DECLARE
  may_change text[] := ARRAY['state', 'withdrawn_at', 'updated_at'];
BEGIN
  IF TG_OP = 'DELETE' AND OLD.state = 'draft' THEN
    RETURN OLD;
  ELSIF TG_OP = 'UPDATE' AND OLD.state = 'draft' THEN
    RETURN NEW;
  ELSIF TG_OP = 'UPDATE' AND OLD.state = 'published' AND NEW.state = 'withdrawn'
    AND to_jsonb(NEW) - may_change = to_jsonb(OLD) - may_change THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a published text stays as it was published' USING ERRCODE = 'restrict_violation';
END $function$;

CREATE FUNCTION public.agreement_stays() RETURNS trigger LANGUAGE plpgsql AS $function$
DECLARE
  may_go text[] := ARRAY['address', 'browser'];
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.address IS NULL AND NEW.browser = ''
    AND to_jsonb(NEW) - may_go = to_jsonb(OLD) - may_go THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an agreement stays as it was given' USING ERRCODE = 'restrict_violation';
END $function$;

CREATE FUNCTION public.newest_agreed(person uuid, of_kind text) RETURNS smallint LANGUAGE sql STABLE AS $function$
  SELECT coalesce(max(legal.number), 0)::smallint
  FROM public.accounts_agreement agreed JOIN public.accounts_legaltext legal ON legal.id = agreed.text_id
  WHERE agreed.user_id = person AND legal.kind = of_kind AND legal.state = 'published'
$function$;

CREATE FUNCTION public.agreements_are_counted() RETURNS trigger LANGUAGE plpgsql AS $function$
BEGIN
  UPDATE public.accounts_user person
  SET agreed_terms = public.newest_agreed(person.id, 'terms'),
    agreed_privacy = public.newest_agreed(person.id, 'privacy')
  WHERE CASE WHEN TG_TABLE_NAME = 'accounts_agreement'
    THEN person.id = (to_jsonb(NEW) ->> 'user_id')::uuid
    ELSE person.id IN (SELECT user_id FROM public.accounts_agreement WHERE text_id = NEW.id) END;
  RETURN NULL;
END $function$;

CREATE TRIGGER accounts_legaltext_stays BEFORE UPDATE OR DELETE ON accounts_legaltext
FOR EACH ROW EXECUTE FUNCTION public.legal_text_stays();
CREATE TRIGGER accounts_legaltext_is_not_emptied BEFORE TRUNCATE ON accounts_legaltext
FOR EACH STATEMENT EXECUTE FUNCTION public.legal_text_stays();
CREATE TRIGGER accounts_agreement_stays BEFORE UPDATE OR DELETE ON accounts_agreement
FOR EACH ROW EXECUTE FUNCTION public.agreement_stays();
CREATE TRIGGER accounts_agreement_is_not_emptied BEFORE TRUNCATE ON accounts_agreement
FOR EACH STATEMENT EXECUTE FUNCTION public.agreement_stays();
CREATE TRIGGER accounts_agreement_is_counted AFTER INSERT ON accounts_agreement
FOR EACH ROW EXECUTE FUNCTION public.agreements_are_counted();
CREATE TRIGGER accounts_legaltext_is_counted AFTER UPDATE OF state ON accounts_legaltext
FOR EACH ROW WHEN (NEW.state = 'withdrawn') EXECUTE FUNCTION public.agreements_are_counted();
"""
FREE_AGAIN = """
DROP FUNCTION public.agreements_are_counted() CASCADE;
DROP FUNCTION public.newest_agreed(uuid, text);
DROP FUNCTION public.agreement_stays() CASCADE;
DROP FUNCTION public.legal_text_stays() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = (("accounts", "0011_legal_texts"),)

    # Where the model's table is: tenants have none.
    operations = (migrations.RunSQL([KEPT], [FREE_AGAIN], hints={"model_name": "agreement"}),)
