"""Entries cannot be rewritten, balance at commit, and stay out of closed months; months step and follow each other."""

from django.db import migrations

from zhanggui.kernel.guards import guard_truncate_sql
from zhanggui.kernel.steps import guard_steps_sql

# As the table was then: a later change of it comes with a migration of its own.
PERIOD_STEPS = {"open": {"closed"}, "closed": {"open"}}

APPEND_ONLY = """
CREATE TRIGGER books_entry_append_only BEFORE UPDATE OR DELETE ON books_entry
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
CREATE TRIGGER books_posting_append_only BEFORE UPDATE OR DELETE ON books_posting
    FOR EACH ROW EXECUTE FUNCTION zhanggui_append_only();
"""

LEGS = """
CREATE FUNCTION books_check_legs() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    number bigint := CASE WHEN TG_TABLE_NAME = 'books_entry' THEN (to_jsonb(NEW) ->> 'id')::bigint
                          ELSE (to_jsonb(NEW) ->> 'entry_id')::bigint END;
    legs bigint;
    off bigint;
BEGIN
    SELECT coalesce(sum(each.legs), 0), count(*) FILTER (WHERE each.amount <> 0) INTO legs, off
    FROM (SELECT count(*) AS legs, sum(amount) AS amount FROM books_posting WHERE entry_id = number GROUP BY currency)
        AS each;
    IF legs < 2 OR off > 0 THEN
        RAISE EXCEPTION 'books_entry %: its legs do not sum to zero', number
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_legs_sum_to_zero';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER books_entry_legs AFTER INSERT ON books_entry DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION books_check_legs();
CREATE CONSTRAINT TRIGGER books_posting_legs AFTER INSERT ON books_posting DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION books_check_legs();
"""

CLOSED = """
CREATE FUNCTION books_refuse_closed(months bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    month record;
BEGIN
    -- FOR SHARE waits for a closing under way, and keeps the next one waiting until this transaction ends.
    FOR month IN SELECT id, first_on, state FROM books_period WHERE id = ANY (months) ORDER BY id FOR SHARE LOOP
        IF month.state = 'closed' THEN
            RAISE EXCEPTION 'books_period % (%) is closed', month.id, month.first_on
                USING ERRCODE = 'check_violation', CONSTRAINT = 'period_is_open';
        END IF;
    END LOOP;
END $$;
CREATE FUNCTION books_entry_in_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM books_refuse_closed(ARRAY(SELECT DISTINCT period_id FROM fresh));
    IF EXISTS (SELECT FROM fresh JOIN books_period AS month ON month.id = fresh.period_id
               WHERE date_trunc('month', fresh.booked_on)::date <> month.first_on) THEN
        RAISE EXCEPTION 'an entry lies in the month of its day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_in_its_month';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER books_entry_in_open AFTER INSERT ON books_entry REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION books_entry_in_open();
CREATE FUNCTION books_posting_in_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM books_refuse_closed(ARRAY(
        SELECT DISTINCT entry.period_id FROM fresh JOIN books_entry AS entry ON entry.id = fresh.entry_id));
    IF EXISTS (SELECT FROM fresh JOIN books_entry AS entry ON entry.id = fresh.entry_id
               WHERE entry.booked_on <> fresh.booked_on) THEN
        RAISE EXCEPTION 'a leg lies on the day of its entry'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'posting_on_its_day';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER books_posting_in_open AFTER INSERT ON books_posting REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION books_posting_in_open();
CREATE FUNCTION books_balance_in_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM books_refuse_closed(ARRAY[OLD.period_id]);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    PERFORM books_refuse_closed(ARRAY[NEW.period_id]);
    RETURN NEW;
END $$;
CREATE TRIGGER books_accountbalance_in_open BEFORE INSERT OR UPDATE OR DELETE ON books_accountbalance
    FOR EACH ROW EXECUTE FUNCTION books_balance_in_open();
"""

MONTHS = """
CREATE FUNCTION books_period_in_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND OLD.first_on <> NEW.first_on) THEN
        RAISE EXCEPTION 'a month of the books stays' USING ERRCODE = 'check_violation', CONSTRAINT = 'period_stays';
    END IF;
    IF EXISTS (SELECT FROM books_period AS month JOIN books_period AS later ON later.first_on > month.first_on
               WHERE month.state = 'open' AND later.state = 'closed') THEN
        RAISE EXCEPTION 'months are closed one after the other'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'periods_in_row';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER books_period_stays BEFORE DELETE ON books_period
    FOR EACH ROW EXECUTE FUNCTION books_period_in_row();
CREATE CONSTRAINT TRIGGER books_period_in_row AFTER INSERT OR UPDATE ON books_period DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION books_period_in_row();
"""


class Migration(migrations.Migration):
    dependencies = [("books", "0001_initial"), ("kernel", "0002_no_truncate")]

    operations = [
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
        migrations.RunSQL(LEGS, "DROP FUNCTION books_check_legs() CASCADE"),
        migrations.RunSQL(
            CLOSED,
            "DROP FUNCTION books_entry_in_open() CASCADE; DROP FUNCTION books_posting_in_open() CASCADE; "
            "DROP FUNCTION books_balance_in_open() CASCADE; DROP FUNCTION books_refuse_closed(bigint[]) CASCADE",
        ),
        migrations.RunSQL(MONTHS, "DROP FUNCTION books_period_in_row() CASCADE"),
        migrations.RunSQL(
            guard_steps_sql("books_period", PERIOD_STEPS), "DROP FUNCTION books_period_guard_steps CASCADE"
        ),
        migrations.RunSQL(guard_truncate_sql("books_entry"), "DROP TRIGGER books_entry_no_truncate ON books_entry"),
        migrations.RunSQL(
            guard_truncate_sql("books_posting"), "DROP TRIGGER books_posting_no_truncate ON books_posting"
        ),
    ]
