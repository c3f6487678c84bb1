"""What the recognizer refuses, each kind with a stable code and a way out."""

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _


def rounded(number: float) -> str:
    """Return a number in three figures, as the visitor's language writes it."""
    return number_format(f"{number:.3g}")


class RecognizerError(Exception):
    """A refusal that the visitor can act on.

    Attributes:
        code: stable name of the kind, as the API answers it.
        message: a sentence that says what to do.
    """

    code = "recognizer_error"
    message = _("The picture could not be read. Try another one.")

    def __init__(self, message: str = ""):
        self.message = message or type(self).message
        super().__init__(self.message)


class EmptyUpload(RecognizerError):
    code = "empty_upload"
    message = _("The file is empty. Choose a picture that opens on your device.")


class PhotoTooLarge(RecognizerError):
    code = "photo_too_large"
    message = _("The picture is too large. Send a smaller one.")

    @classmethod
    def in_bytes(cls, limit: int) -> "PhotoTooLarge":
        words = _("The file has more than {limit} MB. Send a smaller one.")
        return cls(words.format(limit=rounded(limit / 1024 / 1024)))

    @classmethod
    def in_pixels(cls, limit: int) -> "PhotoTooLarge":
        words = _("The picture has more than {limit} megapixels. Send a smaller one.")
        return cls(words.format(limit=rounded(limit / 1e6)))

    @classmethod
    def in_length(cls, limit: int) -> "PhotoTooLarge":
        words = _("The picture is longer than {limit} pixels. Send a smaller one.")
        return cls(words.format(limit=number_format(limit, force_grouping=True)))


class UnsupportedFormat(RecognizerError):
    code = "unsupported_format"
    message = _(
        "This is not a picture that can be read here. "
        "Send a JPEG, PNG, WebP, HEIC, AVIF, GIF, BMP or TIFF file."
    )


class UnreadablePhoto(RecognizerError):
    code = "unreadable_photo"
    message = _("The picture is damaged and can't be opened. Take or save it again.")


class ModelUnavailable(RecognizerError):
    code = "model_unavailable"
    message = _(
        "Digits can't be read here now: the model is missing or damaged. "
        "The operator of this site has to restore it."
    )


class BrokenReading(RecognizerError):
    code = "server_error"
    message = _("Something broke here. Try again; if it stays, tell the operator.")
