"""The database keeps the ledger: nothing in it is changed or deleted, and each transaction sums to 0 in every unit.

The sum is looked at when the database transaction commits, as entries come one after the other.
"""

from django.db import migrations

LEDGER = """
CREATE FUNCTION public.billing_ledger_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is only ever added to' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_stays BEFORE UPDATE OR DELETE ON public.billing_ledgertransaction
    FOR EACH ROW EXECUTE FUNCTION public.billing_ledger_stays();
CREATE TRIGGER ledger_stays BEFORE UPDATE OR DELETE ON public.billing_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION public.billing_ledger_stays();
CREATE TRIGGER ledger_is_not_emptied BEFORE TRUNCATE ON public.billing_ledgertransaction
    FOR EACH STATEMENT EXECUTE FUNCTION public.billing_ledger_stays();
CREATE TRIGGER ledger_is_not_emptied BEFORE TRUNCATE ON public.billing_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION public.billing_ledger_stays();

CREATE FUNCTION public.billing_ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM public.billing_ledgerentry WHERE transaction_id = NEW.transaction_id
            GROUP BY unit HAVING sum(amount) <> 0) THEN
        RAISE EXCEPTION 'the entries of % do not sum to 0', NEW.transaction_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_balances';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_balances AFTER INSERT ON public.billing_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.billing_ledger_balances();
"""
WITHOUT = """
DROP TRIGGER ledger_balances ON public.billing_ledgerentry;
DROP FUNCTION public.billing_ledger_balances();
DROP TRIGGER ledger_is_not_emptied ON public.billing_ledgerentry;
DROP TRIGGER ledger_is_not_emptied ON public.billing_ledgertransaction;
DROP TRIGGER ledger_stays ON public.billing_ledgerentry;
DROP TRIGGER ledger_stays ON public.billing_ledgertransaction;
DROP FUNCTION public.billing_ledger_stays();
"""


class Migration(migrations.Migration):
    dependencies = (("billing", "0001_initial"),)

    operations = (migrations.RunSQL(LEDGER, WITHOUT),)
