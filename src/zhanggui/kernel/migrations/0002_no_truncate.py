"""A ledger cannot be emptied at one stroke either."""

from django.db import migrations

from zhanggui.kernel.guards import guard_truncate_sql

FORWARD = """
CREATE FUNCTION zhanggui_no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('zhanggui.allow_truncate', true), '') <> 'on' THEN
        RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only';
    END IF;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_facts")]
    operations = [
        migrations.RunSQL(FORWARD, "DROP FUNCTION zhanggui_no_truncate CASCADE"),
        migrations.RunSQL(guard_truncate_sql("kernel_fact"), migrations.RunSQL.noop),
    ]
