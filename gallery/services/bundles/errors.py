"""What is wrong with a bundle, or with the site that it is restored into."""


class BundleError(Exception):
    """A bundle can't be read or restored; the message says why and what to do."""
