from http import HTTPStatus
from typing import Any, cast

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.list_photos_verdict import ListPhotosVerdict
from ...models.photo_page import PhotoPage
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    corrected: bool | None | Unset = UNSET,
    cursor: str | Unset = UNSET,
    label: int | Unset = UNSET,
    page_size: int | Unset = 50,
    verdict: ListPhotosVerdict | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    params: dict[str, Any] = {}

    json_corrected: bool | None | Unset
    if isinstance(corrected, Unset):
        json_corrected = UNSET
    else:
        json_corrected = corrected
    params["corrected"] = json_corrected

    params["cursor"] = cursor

    params["label"] = label

    params["page_size"] = page_size

    json_verdict: str | Unset = UNSET
    if not isinstance(verdict, Unset):
        json_verdict = verdict

    params["verdict"] = json_verdict

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/photos/",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | Error | PhotoPage | None:
    if response.status_code == 200:
        response_200 = PhotoPage.from_dict(response.json())

        return response_200

    if response.status_code == 304:
        response_304 = cast(Any, None)
        return response_304

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
) -> Response[Any | Error | PhotoPage]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    corrected: bool | None | Unset = UNSET,
    cursor: str | Unset = UNSET,
    label: int | Unset = UNSET,
    page_size: int | Unset = 50,
    verdict: ListPhotosVerdict | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Error | PhotoPage]:
    """List the gallery, newest first


    Follow `next` until it is null to get every photo once: photos that are added or deleted
    meanwhile do not move the others. Photos added since the first page come before it.

    Args:
        corrected (bool | None | Unset):
        cursor (str | Unset):
        label (int | Unset):
        page_size (int | Unset):  Default: 50.
        verdict (ListPhotosVerdict | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Error | PhotoPage]
    """

    kwargs = _get_kwargs(
        corrected=corrected,
        cursor=cursor,
        label=label,
        page_size=page_size,
        verdict=verdict,
        if_none_match=if_none_match,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    corrected: bool | None | Unset = UNSET,
    cursor: str | Unset = UNSET,
    label: int | Unset = UNSET,
    page_size: int | Unset = 50,
    verdict: ListPhotosVerdict | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | Error | PhotoPage | None:
    """List the gallery, newest first


    Follow `next` until it is null to get every photo once: photos that are added or deleted
    meanwhile do not move the others. Photos added since the first page come before it.

    Args:
        corrected (bool | None | Unset):
        cursor (str | Unset):
        label (int | Unset):
        page_size (int | Unset):  Default: 50.
        verdict (ListPhotosVerdict | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Error | PhotoPage
    """

    return sync_detailed(
        client=client,
        corrected=corrected,
        cursor=cursor,
        label=label,
        page_size=page_size,
        verdict=verdict,
        if_none_match=if_none_match,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    corrected: bool | None | Unset = UNSET,
    cursor: str | Unset = UNSET,
    label: int | Unset = UNSET,
    page_size: int | Unset = 50,
    verdict: ListPhotosVerdict | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Response[Any | Error | PhotoPage]:
    """List the gallery, newest first


    Follow `next` until it is null to get every photo once: photos that are added or deleted
    meanwhile do not move the others. Photos added since the first page come before it.

    Args:
        corrected (bool | None | Unset):
        cursor (str | Unset):
        label (int | Unset):
        page_size (int | Unset):  Default: 50.
        verdict (ListPhotosVerdict | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Error | PhotoPage]
    """

    kwargs = _get_kwargs(
        corrected=corrected,
        cursor=cursor,
        label=label,
        page_size=page_size,
        verdict=verdict,
        if_none_match=if_none_match,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    corrected: bool | None | Unset = UNSET,
    cursor: str | Unset = UNSET,
    label: int | Unset = UNSET,
    page_size: int | Unset = 50,
    verdict: ListPhotosVerdict | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
) -> Any | Error | PhotoPage | None:
    """List the gallery, newest first


    Follow `next` until it is null to get every photo once: photos that are added or deleted
    meanwhile do not move the others. Photos added since the first page come before it.

    Args:
        corrected (bool | None | Unset):
        cursor (str | Unset):
        label (int | Unset):
        page_size (int | Unset):  Default: 50.
        verdict (ListPhotosVerdict | Unset):
        if_none_match (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Error | PhotoPage
    """

    return (
        await asyncio_detailed(
            client=client,
            corrected=corrected,
            cursor=cursor,
            label=label,
            page_size=page_size,
            verdict=verdict,
            if_none_match=if_none_match,
        )
    ).parsed
