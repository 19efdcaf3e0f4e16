"""Remarks and notes show contact data masked; the whole words are sealed beside them.

What is there already is hidden in batches. Facts and traces of reviews are history and stay as they were written.
"""

from django.db import migrations, models

BATCH = 2000
REMARKS = """
UPDATE orders_order SET buyer_message = given.message, seller_memo = given.memo, remarks_sealed = given.sealed
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::bytea[]) AS given(id, message, memo, sealed)
WHERE orders_order.id = given.id
"""
TEXT = """
UPDATE {table} SET {column} = given.shown, {column}_sealed = given.sealed
FROM unnest(%s::bigint[], %s::text[], %s::bytea[]) AS given(id, shown, sealed) WHERE {table}.id = given.id
"""
REQUEST = """
UPDATE orders_remarkrequest SET source = given.source, fields = given.fields, words_sealed = given.sealed
FROM unnest(%s::bigint[], %s::text[], %s::jsonb[], %s::bytea[]) AS given(id, source, fields, sealed)
WHERE orders_remarkrequest.id = given.id
"""
TEXTS = (("memoedit", "MemoEdit", "memo"), ("hold", "Hold", "note"), ("buyermessage", "BuyerMessage", "text"))


def hide_words(apps, schema_editor):
    """All of it is one transaction; batches keep the memory small."""
    from zhanggui.orders.receivers.free_text import seal_remarks, seal_request, seal_text

    def each(model, names, hide, statement):
        rows = apps.get_model("orders", model).objects.order_by("pk")
        after = 0
        while batch := list(rows.filter(pk__gt=after).values_list("pk", *names)[:BATCH]):
            hidden = [(pk, *found) for pk, *given in batch if (found := hide(*given))[-1]]
            if hidden:
                cursor.execute(statement, [list(column) for column in zip(*hidden, strict=True)])
            after = batch[-1][0]

    with schema_editor.connection.cursor() as cursor:
        each("Order", ("buyer_message", "seller_memo"), seal_remarks, REMARKS)
        for table, model, column in TEXTS:
            each(model, (column,), seal_text, TEXT.format(table=f"orders_{table}", column=column))
        each("RemarkRequest", ("source", "fields"), seal_request, REQUEST)


def _sealed(model, name, words):
    return migrations.AddField(model, name, models.BinaryField(default=b"", db_default=b"", help_text=words))


class Migration(migrations.Migration):
    dependencies = [("orders", "0019_asked_by_rules")]
    operations = [
        _sealed("order", "remarks_sealed", "Message and memo in whole words, where their columns hide some."),
        _sealed("memoedit", "memo_sealed", "In whole words, where some are hidden."),
        _sealed("remarkrequest", "words_sealed", "Source and fields in whole words, where some are hidden."),
        _sealed("hold", "note_sealed", "In whole words, where some are hidden."),
        _sealed("buyermessage", "text_sealed", "In whole words, where some are hidden."),
        migrations.RunPython(hide_words, migrations.RunPython.noop),
    ]
