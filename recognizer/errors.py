"""What the recognizer refuses, each kind with a stable code and a way out."""


class RecognizerError(Exception):
    """A refusal that the visitor can act on.

    Attributes:
        code: stable name of the kind, as the API answers it.
        message: a sentence that says what to do.
    """

    code = "recognizer_error"
    message = "The picture could not be read. Try another one."

    def __init__(self, message: str = ""):
        self.message = message or type(self).message
        super().__init__(self.message)


class EmptyUpload(RecognizerError):
    code = "empty_upload"
    message = "The file is empty. Choose a picture that opens on your device."


class PhotoTooLarge(RecognizerError):
    code = "photo_too_large"
    message = "The picture is too large. Send a smaller one."


class UnsupportedFormat(RecognizerError):
    code = "unsupported_format"
    message = (
        "This is not a picture that can be read here. "
        "Send a JPEG, PNG, WebP, HEIC, AVIF, GIF, BMP or TIFF file."
    )


class UnreadablePhoto(RecognizerError):
    code = "unreadable_photo"
    message = "The picture is damaged and can't be opened. Take or save it again."


class ModelUnavailable(RecognizerError):
    code = "model_unavailable"
    message = (
        "Digits can't be read here now: the model is missing or damaged. "
        "The operator of this site has to restore it."
    )
