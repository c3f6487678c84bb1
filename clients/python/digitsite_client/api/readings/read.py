from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.read_files_body import ReadFilesBody
from ...models.read_json_body import ReadJsonBody
from ...models.reading import Reading
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    *,
    body: ReadFilesBody | ReadJsonBody | File | Unset = UNSET,
    explain: bool | Unset = False,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["explain"] = explain

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/readings/",
        "params": params,
    }

    if isinstance(body, ReadFilesBody):
        _kwargs["files"] = body.to_multipart()

        headers["Content-Type"] = "multipart/form-data; boundary=+++"
    if isinstance(body, ReadJsonBody):
        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"
    if isinstance(body, File):
        _kwargs["content"] = body.payload
        headers["Content-Type"] = "image/*"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | Reading | None:
    if response.status_code == 200:
        response_200 = Reading.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = Error.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Error.from_dict(response.json())

        return response_401

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
) -> Response[Error | Reading]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ReadFilesBody | ReadJsonBody | File | Unset = UNSET,
    explain: bool | Unset = False,
) -> Response[Error | Reading]:
    """Read one picture

     Nothing is stored, and no account, cookie or token is needed.

    Args:
        explain (bool | Unset):  Default: False.
        body (ReadFilesBody):
        body (ReadJsonBody):
        body (File): The picture itself, at most `PHOTO_MAX_BYTES` long.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | Reading]
    """

    kwargs = _get_kwargs(
        body=body,
        explain=explain,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: ReadFilesBody | ReadJsonBody | File | Unset = UNSET,
    explain: bool | Unset = False,
) -> Error | Reading | None:
    """Read one picture

     Nothing is stored, and no account, cookie or token is needed.

    Args:
        explain (bool | Unset):  Default: False.
        body (ReadFilesBody):
        body (ReadJsonBody):
        body (File): The picture itself, at most `PHOTO_MAX_BYTES` long.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | Reading
    """

    return sync_detailed(
        client=client,
        body=body,
        explain=explain,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ReadFilesBody | ReadJsonBody | File | Unset = UNSET,
    explain: bool | Unset = False,
) -> Response[Error | Reading]:
    """Read one picture

     Nothing is stored, and no account, cookie or token is needed.

    Args:
        explain (bool | Unset):  Default: False.
        body (ReadFilesBody):
        body (ReadJsonBody):
        body (File): The picture itself, at most `PHOTO_MAX_BYTES` long.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | Reading]
    """

    kwargs = _get_kwargs(
        body=body,
        explain=explain,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: ReadFilesBody | ReadJsonBody | File | Unset = UNSET,
    explain: bool | Unset = False,
) -> Error | Reading | None:
    """Read one picture

     Nothing is stored, and no account, cookie or token is needed.

    Args:
        explain (bool | Unset):  Default: False.
        body (ReadFilesBody):
        body (ReadJsonBody):
        body (File): The picture itself, at most `PHOTO_MAX_BYTES` long.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | Reading
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            explain=explain,
        )
    ).parsed
