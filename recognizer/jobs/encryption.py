"""Pictures as they came hold what was not removed yet: they are stored encrypted.

AES-GCM, as in NIST SP 800-38D, with a key for each job and a random nonce for each
picture. The key is in the row of the job alone, and is deleted when the job ends, so
that neither the storage nor a copy of it shows a picture or its metadata.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BITS = 256
NONCE_BYTES = 12


def create_key() -> bytes:
    """Return a random key of 32 bytes."""
    return AESGCM.generate_key(KEY_BITS)


def encrypt(data: bytes, key: bytes) -> bytes:
    """Return the encrypted data, 28 bytes longer."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, data, None)


def decrypt(data: bytes, key: bytes) -> bytes:
    """Return what was encrypted.

    Raises:
        ValueError: if it was altered, cut, or encrypted with another key.
    """
    try:
        return AESGCM(key).decrypt(data[:NONCE_BYTES], data[NONCE_BYTES:], None)
    except InvalidTag as e:
        raise ValueError("The data is damaged.") from e
