"""Private photos in S3-compatible storage, whose failures are failures of storage."""

import base64
import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from botocore.auth import AUTH_TYPE_MAPS, SIGV4_TIMESTAMP, S3SigV4QueryAuth
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage

from recognizer import get_shared_time

DEFAULT_REGION = "us-east-1"
FULL_CODES = {"InsufficientStorage", "QuotaExceeded", "XMinioStorageFull"}
# As S3 allows in a request.
MAX_DELETED = 1000
SHARED_TIME_QUERY = "digitsite-shared-time-query"
DENIED_CODES = {"403", "AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch"}


class PrivateS3Storage(S3Storage):  # type: ignore[misc]
    """Store files in a private bucket, each by one request.

    Args:
        public_endpoint_url: under which browsers reach the server, for signed URLs;
            "" if it is `endpoint_url`.
        options: of `S3Storage`.
    """

    def __init__(self, public_endpoint_url: str = "", **options: Any) -> None:
        config = build_config(options.pop("addressing_style", "auto"))
        self._options = {"client_config": config, "file_overwrite": False, **options}
        self._public_endpoint_url = public_endpoint_url or options.get("endpoint_url")
        super().__init__(**self._options)

    @cached_property
    def _signer(self) -> S3Storage:
        endpoint_url = self._public_endpoint_url
        return SharedTimeStorage(**(self._options | {"endpoint_url": endpoint_url}))

    def url(self, name: str, *args: Any, **options: Any) -> str:
        """Return a URL by which whoever has it reads this file for a short time."""
        seconds = self.querystring_expire
        parameters = {"ResponseCacheControl": f"private, max-age={seconds}"}
        return self._signer.url(name, parameters, *args, **options)

    def find_problem(self) -> str:
        """Return why no file could be stored now; "" if one could."""
        try:
            with s3_failures():
                self.connection.meta.client.head_bucket(Bucket=self.bucket_name)
        except FileNotFoundError:
            return "The bucket does not exist."
        except PermissionError:
            return "The key may not use the bucket."
        except OSError:
            return "The S3 server can't be reached."
        return ""

    def create_bucket(self) -> bool:
        """Create the bucket, private; return whether it is new.

        Raises:
            OSError: if the server is away, or the key may not.
        """
        client = self.connection.meta.client
        # The default region is named by leaving it out.
        place = {"LocationConstraint": self.region_name}
        options = {"CreateBucketConfiguration": place}
        is_default = self.region_name in (None, DEFAULT_REGION)
        with s3_failures():
            try:
                client.create_bucket(
                    Bucket=self.bucket_name, **({} if is_default else options)
                )
            except client.exceptions.BucketAlreadyOwnedByYou:
                return False
        return True

    def _create_session(self) -> Any:
        session = super()._create_session()
        session.events.register("before-sign.s3.DeleteObjects", add_md5)
        return session

    def _open(self, name: str, mode: str = "rb") -> File:
        with s3_failures():
            answer = self._get_object(name).get()
            return ContentFile(answer["Body"].read(), name=name)

    def _save(self, name: str, content: File) -> str:
        content.seek(0)
        data = content.read()
        with s3_failures():
            # A server has stored all of it, or nothing.
            self._get_object(name).put(
                Body=data, **self._get_write_parameters(name, content)
            )
        return name

    def _get_object(self, name: str) -> Any:
        return self.bucket.Object(self._normalize_name(name))

    def iterate(self, prefix: str) -> Iterator[tuple[str, int]]:
        """Yield names and sizes of the objects whose names begin with a prefix."""
        start = f"{self.location}/" if self.location else ""
        with s3_failures():
            for found in self.bucket.objects.filter(Prefix=f"{start}{prefix}"):
                if not found.key.endswith("/"):
                    yield found.key.removeprefix(start), found.size

    def delete(self, name: str) -> None:
        with s3_failures():
            super().delete(name)

    def delete_many(self, names: Iterable[str]) -> None:
        """Delete files by few requests, however many they are.

        Raises:
            OSError: if one can't be deleted; others may have been.
        """
        different = dict.fromkeys(names)
        keys = [{"Key": self._normalize_name(name)} for name in different]
        for start in range(0, len(keys), MAX_DELETED):
            part = {"Objects": keys[start : start + MAX_DELETED], "Quiet": True}
            with s3_failures():
                answer = self.bucket.delete_objects(Delete=part)
            if answer.get("Errors"):
                raise OSError(errno.EIO, answer["Errors"][0].get("Code", ""))

    def exists(self, name: str) -> bool:
        with s3_failures():
            return super().exists(name)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with s3_failures():
            return super().listdir(path)

    def size(self, name: str) -> int:
        with s3_failures():
            return super().size(name)

    def get_modified_time(self, name: str) -> datetime:
        with s3_failures():
            return super().get_modified_time(name)


class SharedTimeQueryAuth(S3SigV4QueryAuth):  # type: ignore[misc]
    """Signs URLs with the time that all hosts share.

    By a clock that is five minutes slow, a URL would have expired before it is used.
    """

    def _modify_request_before_signing(self, request: Any) -> None:
        now = get_shared_time().astimezone(UTC)
        request.context["timestamp"] = now.strftime(SIGV4_TIMESTAMP)
        super()._modify_request_before_signing(request)


AUTH_TYPE_MAPS[SHARED_TIME_QUERY] = SharedTimeQueryAuth


class SharedTimeStorage(S3Storage):  # type: ignore[misc]
    """Signs URLs with `SharedTimeQueryAuth`, in each thread."""

    def _create_session(self) -> Any:
        session = super()._create_session()
        session.events.register("choose-signer.s3", lambda **_: SHARED_TIME_QUERY)
        return session


def add_md5(request: Any, **context: Any) -> None:
    """Add the checksum that servers other than AWS ask for where files are deleted."""
    digest = hashlib.md5(request.body, usedforsecurity=False).digest()
    request.headers["Content-MD5"] = base64.b64encode(digest).decode()


def build_config(addressing_style: str) -> Config:
    """Build the configuration of a client that gives up before a visitor does."""
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": addressing_style},
        connect_timeout=2,
        read_timeout=10,
        retries={"mode": "standard", "total_max_attempts": 2},
        # As many as there are threads.
        max_pool_connections=64,
        # Checksums in trailers are unknown to servers other than AWS.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


@contextmanager
def s3_failures() -> Iterator[None]:
    """Raise errors of an S3 server as the errors that a disk has.

    Raises:
        OSError: of the kind FileNotFoundError or PermissionError, or with `ENOSPC`
            where there is no space, or `EIO` otherwise.
    """
    try:
        yield
    except (BotoCoreError, ClientError) as e:
        number = to_errno(e)
        raise OSError(number, os.strerror(number)) from e


def to_errno(error: BotoCoreError | ClientError) -> int:
    answer = getattr(error, "response", {})
    code = answer.get("Error", {}).get("Code", "")
    status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    if code == "NoSuchBucket":
        return errno.ENODEV
    if status == 404:
        return errno.ENOENT
    if status == 507 or code in FULL_CODES:
        return errno.ENOSPC
    return errno.EACCES if code in DENIED_CODES else errno.EIO
