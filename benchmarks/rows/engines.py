"""The engines that serve the networks, as far as they are installed."""


def find_engines() -> list[str]:
    """Return the names that `DIGIT_ENGINE` may have."""
    from recognizer.inference.model import LOADERS

    return list(LOADERS)


def load_networks(engine: str):
    """Return the networks as a process with this engine holds them."""
    from django.utils.module_loading import import_string

    from recognizer.inference.model import LOADERS, get_model_files

    return import_string(LOADERS[engine])(get_model_files().main)


def set_up_settings() -> None:
    """Let Django know its settings, without tables."""
    import django

    django.setup()


def load_shared_network() -> None:
    """Load the networks that this process reads with, before it is measured."""
    from recognizer.inference import engine

    engine.get_loaded_network()
