"""The project as an app: registers the system checks of how it is served."""

from django.apps import AppConfig
from django.core import checks


class DigitsiteConfig(AppConfig):
    name = "digitsite"

    def ready(self) -> None:
        from digitsite.serving.checks import check_any_name

        checks.register(check_any_name, checks.Tags.security, deploy=True)
