from django.apps import AppConfig
from django.core.checks import register
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "zhanggui.ui"
    label = "ui"
    verbose_name = _("Pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from zhanggui.ui.desk.checks import check_desks

        register(check_desks)
