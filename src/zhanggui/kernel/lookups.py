"""`field__among={…}`: membership as one array parameter, so that a set of a thousand is still a short statement.

Give it a set: Django goes through the items of a list one by one, in case one of them is an expression.
"""

from typing import Any

from django.db.models import Field, Lookup


class Among(Lookup):
    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, Any]:
        field: Field[Any, Any] = self.lhs.output_field
        values = list(value)
        if all(type(one) is int for one in values):  # keys, by the thousand: there is nothing to prepare
            return "%s", [values]
        return "%s", [[field.get_db_prep_value(one, connection, prepared=False) for one in values]]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        kind = self.lhs.output_field.rel_db_type(connection) or self.lhs.output_field.db_type(connection)
        return f"{lhs} = ANY({rhs}::{kind}[])", (*lhs_params, *rhs_params)
