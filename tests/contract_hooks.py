"""What schemathesis sends where the schema asks for a picture."""

import schemathesis
from hypothesis import strategies as st

from tests.drawing import encoded, page_of, paper

PICTURES = st.sampled_from(
    [
        encoded(page_of("7", size=40, pen=4)),
        encoded(page_of("47", "1", size=30, pen=3).convert("RGB"), "JPEG"),
        encoded(paper(40, 30), "GIF"),
    ]
)

schemathesis.openapi.format("binary", PICTURES)
schemathesis.openapi.media_type("image/*", PICTURES)
