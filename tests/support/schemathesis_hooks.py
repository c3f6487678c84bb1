"""What schemathesis sends where the schema asks for a picture."""

from urllib.parse import urlencode

import schemathesis
from hypothesis import strategies as st

from tests.support.drawing import encoded, page_of, paper

PICTURES = st.sampled_from(
    [
        encoded(page_of("7", size=40, pen=4)),
        encoded(page_of("47", "1", size=30, pen=3).convert("RGB"), "JPEG"),
        encoded(paper(40, 30), "GIF"),
    ]
)

schemathesis.openapi.format("binary", PICTURES)
schemathesis.openapi.media_type("image/*", PICTURES)

# Bytes of a query; the server itself refuses request lines of over 4094.
LONGEST_QUERY = 3_500


@schemathesis.hook
def filter_query(context, query) -> bool:
    """Leave out queries that are too long for the server."""
    return len(urlencode(dict(query or {}), doseq=True)) <= LONGEST_QUERY


@schemathesis.hook
def filter_case(context, case) -> bool:
    """Leave out forms that are valid after all.

    One of `image` and `images` is enough; and an empty list of `images` is not sent, as
    a form has no way to say it.
    """
    mutations = getattr(case.meta.phase.data, "mutations", ())
    lacks_one = any("/anyOf/" in mutation.schema_pointer for mutation in mutations)
    form = case.body if isinstance(case.body, dict) else {}
    is_empty_list = form.get("images") == [] and "image" in form
    return not is_empty_list and not (lacks_one and {"image", "images"} & form.keys())
