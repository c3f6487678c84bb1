"""The refusals of the recognizer: each kind has a stable code and tells what to do."""

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def format_number(number: float) -> str:
    """Return a number in three digits, localized."""
    return number_format(f"{number:.3g}")


class RecognizerError(Exception):
    """A refusal that the visitor can act on.

    Attributes:
        code: stable name of the kind, as the API returns it.
        message: a sentence that tells what to do.
    """

    code = "recognizer_error"
    message: str | Promise = _("The picture could not be read. Try another one.")

    def __init__(self, message: str | Promise = "") -> None:
        """Take a message that is more specific than that of the kind."""
        self.message = message or type(self).message
        super().__init__(self.message)


class EmptyUpload(RecognizerError):
    """The upload has no bytes."""

    code = "empty_upload"
    message = _("The file is empty. Choose a picture that opens on your device.")


class PhotoTooLarge(RecognizerError):
    """The upload exceeds a limit of the settings."""

    code = "photo_too_large"
    message = _("The picture is too large. Send a smaller one.")

    @classmethod
    def in_bytes(cls, limit: int) -> "PhotoTooLarge":
        """Return the refusal of a file with more bytes than the limit."""
        message = _("The file has more than {limit} MB. Send a smaller one.")
        return cls(message.format(limit=format_number(limit / 1024 / 1024)))

    @classmethod
    def in_pixels(cls, limit: int) -> "PhotoTooLarge":
        """Return the refusal of a picture with more pixels than the limit."""
        message = _("The picture has more than {limit} megapixels. Send a smaller one.")
        return cls(message.format(limit=format_number(limit / 1e6)))

    @classmethod
    def in_length(cls, limit: int) -> "PhotoTooLarge":
        """Return the refusal of a picture with a longer side than the limit."""
        message = _("The picture is longer than {limit} pixels. Send a smaller one.")
        return cls(message.format(limit=number_format(limit, force_grouping=True)))

    @classmethod
    def in_pictures(cls, limit: int) -> "PhotoTooLarge":
        """Return the refusal of a job with more pictures than the limit."""
        message = _("There are more than {limit} pictures. Send several jobs.")
        return cls(message.format(limit=number_format(limit, force_grouping=True)))

    @classmethod
    def in_all_bytes(cls, limit: int) -> "PhotoTooLarge":
        """Return the refusal of a job with more bytes than the limit."""
        message = _("The pictures have more than {limit} MB. Send several jobs.")
        return cls(message.format(limit=format_number(limit / 1024 / 1024)))


class UnsupportedFormat(RecognizerError):
    """The upload is no picture, or one of another format."""

    code = "unsupported_format"
    message = _(
        "This is not a picture that can be read here. "
        "Send a JPEG, PNG, WebP, HEIC, AVIF, GIF, BMP or TIFF file."
    )

    @classmethod
    def raw_photo(cls) -> "UnsupportedFormat":
        """Return the refusal of what a sensor saw, with a preview at most."""
        return cls(_("This is a RAW photo, not a picture. Send JPEG or HEIC."))

    @classmethod
    def pdf(cls) -> "UnsupportedFormat":
        """Return the refusal of a PDF."""
        return cls(_("This is a PDF, not a picture. Send a picture of its page."))

    @classmethod
    def video(cls) -> "UnsupportedFormat":
        """Return the refusal of a video."""
        return cls(_("This is a video, not a picture. Send a picture of one moment."))


class UnreadablePhoto(RecognizerError):
    """The upload is damaged."""

    code = "unreadable_photo"
    message = _("The picture is damaged and can't be opened. Take or save it again.")


class ModelUnavailable(RecognizerError):
    """The model is missing or damaged.

    Attributes:
        seconds: when to try again; a worker that starts has loaded its model by then.
    """

    code = "model_unavailable"
    seconds = 60
    message = _(
        "Digits can't be read here now: the model is missing or damaged. "
        "The operator of this site has to restore it."
    )


class Busy(RecognizerError):
    """As many requests as may wait for a reading do so already.

    Attributes:
        seconds: when to try again, a whole number of at least 1.
    """

    code = "busy"
    message = _("Many pictures are being read now. Try again in a moment.")

    def __init__(self, seconds: int = 1) -> None:
        super().__init__()
        self.seconds = seconds


class BrokenReading(RecognizerError):
    """An unexpected error occurred."""

    code = "server_error"
    message = _("Something broke here. Try again; if it stays, tell the operator.")
