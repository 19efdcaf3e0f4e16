from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "zhanggui.connectors.files"
    label = "order_files"
