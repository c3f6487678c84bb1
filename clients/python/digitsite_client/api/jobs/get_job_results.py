from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.get_job_results_format import (
    GetJobResultsFormat,
)
from ...types import UNSET, File, Response


def _get_kwargs(
    id: UUID,
    *,
    format_: GetJobResultsFormat,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_format_: str = format_
    params["format"] = json_format_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/jobs/{id}/results/".format(
            id=quote(str(id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | File | None:
    if response.status_code == 200:
        response_200 = File(payload=BytesIO(response.content))

        return response_200

    if response.status_code == 400:
        response_400 = Error.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Error.from_dict(response.json())

        return response_401

    if response.status_code == 404:
        response_404 = Error.from_dict(response.json())

        return response_404

    if response.status_code == 405:
        response_405 = Error.from_dict(response.json())

        return response_405

    if response.status_code == 406:
        response_406 = Error.from_dict(response.json())

        return response_406

    if response.status_code == 429:
        response_429 = Error.from_dict(response.json())

        return response_429

    if response.status_code == 500:
        response_500 = Error.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = Error.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Error | File]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    id: UUID,
    *,
    client: AuthenticatedClient | Client,
    format_: GetJobResultsFormat,
) -> Response[Error | File]:
    """Download the results of a job


    What was read until now, in the order in which it was sent: at any time, and complete
    once the job has finished. A picture that was refused has `code` and `detail`.

    `jsonl` has a JSON object in each line: `file`, and the fields of a reading. `csv` has
    the columns `file`, `verdict`, `confidence`, `text`, `code`, `detail`, `numbers`,
    `frames` and `frame`.

    Args:
        id (UUID):
        format_ (GetJobResultsFormat):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | File]
    """

    kwargs = _get_kwargs(
        id=id,
        format_=format_,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    id: UUID,
    *,
    client: AuthenticatedClient | Client,
    format_: GetJobResultsFormat,
) -> Error | File | None:
    """Download the results of a job


    What was read until now, in the order in which it was sent: at any time, and complete
    once the job has finished. A picture that was refused has `code` and `detail`.

    `jsonl` has a JSON object in each line: `file`, and the fields of a reading. `csv` has
    the columns `file`, `verdict`, `confidence`, `text`, `code`, `detail`, `numbers`,
    `frames` and `frame`.

    Args:
        id (UUID):
        format_ (GetJobResultsFormat):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | File
    """

    return sync_detailed(
        id=id,
        client=client,
        format_=format_,
    ).parsed


async def asyncio_detailed(
    id: UUID,
    *,
    client: AuthenticatedClient | Client,
    format_: GetJobResultsFormat,
) -> Response[Error | File]:
    """Download the results of a job


    What was read until now, in the order in which it was sent: at any time, and complete
    once the job has finished. A picture that was refused has `code` and `detail`.

    `jsonl` has a JSON object in each line: `file`, and the fields of a reading. `csv` has
    the columns `file`, `verdict`, `confidence`, `text`, `code`, `detail`, `numbers`,
    `frames` and `frame`.

    Args:
        id (UUID):
        format_ (GetJobResultsFormat):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | File]
    """

    kwargs = _get_kwargs(
        id=id,
        format_=format_,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    id: UUID,
    *,
    client: AuthenticatedClient | Client,
    format_: GetJobResultsFormat,
) -> Error | File | None:
    """Download the results of a job


    What was read until now, in the order in which it was sent: at any time, and complete
    once the job has finished. A picture that was refused has `code` and `detail`.

    `jsonl` has a JSON object in each line: `file`, and the fields of a reading. `csv` has
    the columns `file`, `verdict`, `confidence`, `text`, `code`, `detail`, `numbers`,
    `frames` and `frame`.

    Args:
        id (UUID):
        format_ (GetJobResultsFormat):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | File
    """

    return (
        await asyncio_detailed(
            id=id,
            client=client,
            format_=format_,
        )
    ).parsed
