"""A ledger cut by month cannot be emptied month by month either: each partition refuses, from the day it is made."""

from django.db import migrations

GUARD = """
-- `parent` and each of its partitions refuse to be emptied. Safe to repeat.
CREATE FUNCTION zhanggui_guard_partitions(parent text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    part regclass;
    guard text;
BEGIN
    FOR part IN SELECT relid FROM pg_partition_tree(parent::regclass) LOOP
        guard := (SELECT relname FROM pg_class WHERE oid = part) || '_no_truncate';
        IF NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = part AND tgname = guard) THEN
            EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %s FOR EACH STATEMENT '
                           'EXECUTE FUNCTION zhanggui_no_truncate()', guard, part);
        END IF;
    END LOOP;
END $$;
"""

ADD = """
CREATE OR REPLACE FUNCTION zhanggui_add_partitions(parent text, first date, months int) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    month date := date_trunc('month', first);
    part text;
BEGIN
    FOR i IN 1..months LOOP
        part := parent || '_' || to_char(month, 'YYYYMM');
        IF to_regclass(part) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                           part, parent, month, month + interval '1 month');
        END IF;
        month := month + interval '1 month';
    END LOOP;
    {guard}
END $$;
"""
GUARDED = ADD.format(guard="PERFORM zhanggui_guard_partitions(parent);")
UNGUARDED = ADD.format(guard="")

# Tables cut by month that are here already; those of later migrations are guarded as their partitions are made.
GUARD_ALL = """
SELECT zhanggui_guard_partitions(parent.relname)
FROM pg_partitioned_table cut JOIN pg_class parent ON parent.oid = cut.partrelid
WHERE to_regclass(parent.relname || '_rest') IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0002_no_truncate")]
    operations = [
        migrations.RunSQL(GUARD, "DROP FUNCTION zhanggui_guard_partitions"),
        migrations.RunSQL(GUARDED, UNGUARDED),
        migrations.RunSQL(GUARD_ALL, migrations.RunSQL.noop),
    ]
