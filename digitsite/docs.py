"""The API's documentation page, which asks no other host for anything."""

from drf_spectacular.views import SpectacularSwaggerSplitView

# Its page brings one inline style sheet, so styles alone are freer than elsewhere.
DOCS_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class DocsView(SpectacularSwaggerSplitView):
    """Show the schema, with a form to try each call."""

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        response["Content-Security-Policy"] = DOCS_POLICY
        return response
