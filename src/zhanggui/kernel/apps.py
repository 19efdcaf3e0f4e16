import psycopg
from django.apps import AppConfig
from django.db.models import Field, ForeignObject


class KernelConfig(AppConfig):
    name = "zhanggui.kernel"
    label = "kernel"

    def ready(self) -> None:
        from zhanggui.kernel.arrays import QuickListDumper
        from zhanggui.kernel.lookups import Among

        Field.register_lookup(Among)
        ForeignObject.register_lookup(Among)
        psycopg.adapters.register_dumper(list, QuickListDumper)
