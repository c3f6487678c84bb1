"""How a gallery is walked: newest first, from a place and not from a number."""

from datetime import UTC

from django.utils.dateparse import parse_datetime
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination


class PhotoPagination(CursorPagination):
    ordering = "-created"
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def decode_cursor(self, request):
        """Return the cursor; one whose place is no moment is not found."""
        cursor = super().decode_cursor(request)
        if cursor and cursor.position is not None and not is_moment(cursor.position):
            raise NotFound
        return cursor

    def paginate_queryset(self, queryset, request, view=None):
        page = super().paginate_queryset(queryset, request, view)
        # Relative to the host, as the photos' addresses are: no proxy can distort it.
        self.base_url = request.get_full_path()
        return page


def is_moment(text):
    """Say whether a text is a moment that the database can compare with."""
    try:
        return bool(parse_datetime(text).astimezone(UTC))
    except (AttributeError, ValueError, OverflowError):
        return False
