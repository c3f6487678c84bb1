from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.create_job_files_body import CreateJobFilesBody
from ...models.create_job_json_body import CreateJobJsonBody
from ...models.created_job import CreatedJob
from ...models.error import Error
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: CreateJobFilesBody | CreateJobJsonBody | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/jobs/",
    }

    if isinstance(body, CreateJobFilesBody):
        _kwargs["files"] = body.to_multipart()

        headers["Content-Type"] = "multipart/form-data; boundary=+++"
    if isinstance(body, CreateJobJsonBody):
        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> CreatedJob | Error | None:
    if response.status_code == 201:
        response_201 = CreatedJob.from_dict(response.json())

        return response_201

    if response.status_code == 400:
        response_400 = Error.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Error.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Error.from_dict(response.json())

        return response_403

    if response.status_code == 405:
        response_405 = Error.from_dict(response.json())

        return response_405

    if response.status_code == 406:
        response_406 = Error.from_dict(response.json())

        return response_406

    if response.status_code == 413:
        response_413 = Error.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = Error.from_dict(response.json())

        return response_415

    if response.status_code == 422:
        response_422 = Error.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = Error.from_dict(response.json())

        return response_429

    if response.status_code == 500:
        response_500 = Error.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = Error.from_dict(response.json())

        return response_503

    if response.status_code == 507:
        response_507 = Error.from_dict(response.json())

        return response_507

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[CreatedJob | Error]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: CreateJobFilesBody | CreateJobJsonBody | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[CreatedJob | Error]:
    """Have many pictures read


    A job reads many pictures one after the other, while its sender does something else.
    Send one of `archive`, a ZIP file; `images`, repeated; and `prefix` as JSON.

    Nothing goes into the gallery. Each picture is deleted once the few dozen that are
    stored together with it are read; the results stay until the job is deleted.

    A file that can't be read fails alone, with a code in the results; so does a member of
    an archive that is encrypted, an archive itself, or has a path that leads out. Folders,
    hidden files and what systems add are left out.

    At the end, `webhook` is called with the id, state and counts of the job as JSON. Its
    header `Digitsite-Signature: t=TIME,v1=SIGNATURE` holds the HMAC-SHA256, in hexadecimal
    digits, of `TIME.BODY` under `webhook_secret`. A call that is not answered with 2xx is
    tried again for some hours; redirects are not followed.

    Args:
        idempotency_key (str | Unset):
        body (CreateJobFilesBody):
        body (CreateJobJsonBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CreatedJob | Error]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: CreateJobFilesBody | CreateJobJsonBody | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> CreatedJob | Error | None:
    """Have many pictures read


    A job reads many pictures one after the other, while its sender does something else.
    Send one of `archive`, a ZIP file; `images`, repeated; and `prefix` as JSON.

    Nothing goes into the gallery. Each picture is deleted once the few dozen that are
    stored together with it are read; the results stay until the job is deleted.

    A file that can't be read fails alone, with a code in the results; so does a member of
    an archive that is encrypted, an archive itself, or has a path that leads out. Folders,
    hidden files and what systems add are left out.

    At the end, `webhook` is called with the id, state and counts of the job as JSON. Its
    header `Digitsite-Signature: t=TIME,v1=SIGNATURE` holds the HMAC-SHA256, in hexadecimal
    digits, of `TIME.BODY` under `webhook_secret`. A call that is not answered with 2xx is
    tried again for some hours; redirects are not followed.

    Args:
        idempotency_key (str | Unset):
        body (CreateJobFilesBody):
        body (CreateJobJsonBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CreatedJob | Error
    """

    return sync_detailed(
        client=client,
        body=body,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: CreateJobFilesBody | CreateJobJsonBody | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[CreatedJob | Error]:
    """Have many pictures read


    A job reads many pictures one after the other, while its sender does something else.
    Send one of `archive`, a ZIP file; `images`, repeated; and `prefix` as JSON.

    Nothing goes into the gallery. Each picture is deleted once the few dozen that are
    stored together with it are read; the results stay until the job is deleted.

    A file that can't be read fails alone, with a code in the results; so does a member of
    an archive that is encrypted, an archive itself, or has a path that leads out. Folders,
    hidden files and what systems add are left out.

    At the end, `webhook` is called with the id, state and counts of the job as JSON. Its
    header `Digitsite-Signature: t=TIME,v1=SIGNATURE` holds the HMAC-SHA256, in hexadecimal
    digits, of `TIME.BODY` under `webhook_secret`. A call that is not answered with 2xx is
    tried again for some hours; redirects are not followed.

    Args:
        idempotency_key (str | Unset):
        body (CreateJobFilesBody):
        body (CreateJobJsonBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[CreatedJob | Error]
    """

    kwargs = _get_kwargs(
        body=body,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: CreateJobFilesBody | CreateJobJsonBody | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> CreatedJob | Error | None:
    """Have many pictures read


    A job reads many pictures one after the other, while its sender does something else.
    Send one of `archive`, a ZIP file; `images`, repeated; and `prefix` as JSON.

    Nothing goes into the gallery. Each picture is deleted once the few dozen that are
    stored together with it are read; the results stay until the job is deleted.

    A file that can't be read fails alone, with a code in the results; so does a member of
    an archive that is encrypted, an archive itself, or has a path that leads out. Folders,
    hidden files and what systems add are left out.

    At the end, `webhook` is called with the id, state and counts of the job as JSON. Its
    header `Digitsite-Signature: t=TIME,v1=SIGNATURE` holds the HMAC-SHA256, in hexadecimal
    digits, of `TIME.BODY` under `webhook_secret`. A call that is not answered with 2xx is
    tried again for some hours; redirects are not followed.

    Args:
        idempotency_key (str | Unset):
        body (CreateJobFilesBody):
        body (CreateJobJsonBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        CreatedJob | Error
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            idempotency_key=idempotency_key,
        )
    ).parsed
