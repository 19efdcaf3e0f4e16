"""`field__among=[…]`: membership as one array parameter, so that a set of a thousand is still a short statement."""

from typing import Any

from django.db.models import Field, Lookup


class Among(Lookup):
    lookup_name = "among"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, Any]:
        field: Field[Any, Any] = self.lhs.output_field
        return "%s", [[field.get_db_prep_value(one, connection, prepared=False) for one in value]]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        kind = self.lhs.output_field.rel_db_type(connection) or self.lhs.output_field.db_type(connection)
        return f"{lhs} = ANY({rhs}::{kind}[])", (*lhs_params, *rhs_params)
