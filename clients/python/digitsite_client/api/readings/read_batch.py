from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.picture_refusal import PictureRefusal
from ...models.read_batch_body import ReadBatchBody
from ...models.reading import Reading
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: ReadBatchBody,
    explain: bool | Unset = False,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["explain"] = explain

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/readings/batch/",
        "params": params,
    }

    _kwargs["files"] = body.to_multipart()

    headers["Content-Type"] = "multipart/form-data; boundary=+++"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | list[PictureRefusal | Reading] | None:
    if response.status_code == 200:
        response_200 = []
        _response_200 = response.json()
        for response_200_item_data in _response_200:

            def _parse_response_200_item(data: object) -> PictureRefusal | Reading:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_reading_or_refusal_type_0 = Reading.from_dict(
                        data
                    )

                    return componentsschemas_reading_or_refusal_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_reading_or_refusal_type_1 = PictureRefusal.from_dict(
                    data
                )

                return componentsschemas_reading_or_refusal_type_1

            response_200_item = _parse_response_200_item(response_200_item_data)

            response_200.append(response_200_item)

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
) -> Response[Error | list[PictureRefusal | Reading]]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ReadBatchBody,
    explain: bool | Unset = False,
) -> Response[Error | list[PictureRefusal | Reading]]:
    """Read many pictures


    Nothing is stored. The response is a list in the order of the pictures: a reading
    for each, or an object with `code` and `detail` for one that can't be read; the others
    are read nevertheless. A batch of n counts as n readings: if the remaining rate is
    lower, the whole batch is refused.

    Args:
        explain (bool | Unset):  Default: False.
        body (ReadBatchBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | list[PictureRefusal | Reading]]
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
    body: ReadBatchBody,
    explain: bool | Unset = False,
) -> Error | list[PictureRefusal | Reading] | None:
    """Read many pictures


    Nothing is stored. The response is a list in the order of the pictures: a reading
    for each, or an object with `code` and `detail` for one that can't be read; the others
    are read nevertheless. A batch of n counts as n readings: if the remaining rate is
    lower, the whole batch is refused.

    Args:
        explain (bool | Unset):  Default: False.
        body (ReadBatchBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | list[PictureRefusal | Reading]
    """

    return sync_detailed(
        client=client,
        body=body,
        explain=explain,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: ReadBatchBody,
    explain: bool | Unset = False,
) -> Response[Error | list[PictureRefusal | Reading]]:
    """Read many pictures


    Nothing is stored. The response is a list in the order of the pictures: a reading
    for each, or an object with `code` and `detail` for one that can't be read; the others
    are read nevertheless. A batch of n counts as n readings: if the remaining rate is
    lower, the whole batch is refused.

    Args:
        explain (bool | Unset):  Default: False.
        body (ReadBatchBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | list[PictureRefusal | Reading]]
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
    body: ReadBatchBody,
    explain: bool | Unset = False,
) -> Error | list[PictureRefusal | Reading] | None:
    """Read many pictures


    Nothing is stored. The response is a list in the order of the pictures: a reading
    for each, or an object with `code` and `detail` for one that can't be read; the others
    are read nevertheless. A batch of n counts as n readings: if the remaining rate is
    lower, the whole batch is refused.

    Args:
        explain (bool | Unset):  Default: False.
        body (ReadBatchBody):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | list[PictureRefusal | Reading]
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            explain=explain,
        )
    ).parsed
