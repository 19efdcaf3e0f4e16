from django.apps import AppConfig


class UiTestsConfig(AppConfig):
    """Made-up documents, to look at the three kinds of pages without a company. Installed by tests.settings only."""

    name = "zhanggui.ui.tests"
    label = "ui_tests"
    default_auto_field = "django.db.models.BigAutoField"
