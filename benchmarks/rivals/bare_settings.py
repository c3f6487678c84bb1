"""Settings of the product's stack without the product: one view receives uploads."""

from digitsite.settings import *  # noqa: F403

DIGIT_MODEL_PRELOAD = False
ROOT_URLCONF = "benchmarks.rivals.bare_urls"
