"""The upload form for browsers without script."""

from django import forms


class PictureInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class PictureField(forms.FileField):
    """Any number of files; the reader decides whether they are pictures."""

    widget = PictureInput

    def clean(self, data, initial=None):
        return [
            super(PictureField, self).clean(file, initial) for file in data or [None]
        ]


class UploadForm(forms.Form):
    # The recognizer refuses an empty file with the same message as in the API.
    image = PictureField(allow_empty_file=True, max_length=None)
