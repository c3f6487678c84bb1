"""The recognizer app: registers the system checks and loads the model in servers."""

from django.apps import AppConfig
from django.conf import settings
from django.core import checks


class RecognizerConfig(AppConfig):
    name = "recognizer"

    def ready(self) -> None:
        """Register the checks and, in a serving process, load the model now.

        ready() runs for migrate, test and every other command too, and may run twice.
        So a setting asks for the load, and a second load does nothing.
        """
        from recognizer.checks import (
            check_engine_name,
            check_engine_package,
            check_max_waiting,
            check_model_file,
        )
        from recognizer.inference import engine

        for check in (
            check_model_file,
            check_engine_name,
            check_engine_package,
            check_max_waiting,
        ):
            checks.register(check)
        if settings.DIGIT_MODEL_PRELOAD:
            engine.load_model()
