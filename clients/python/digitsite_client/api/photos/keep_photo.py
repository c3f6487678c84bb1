from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.keep_photo_files_body import KeepPhotoFilesBody
from ...models.keep_photo_json_body import KeepPhotoJsonBody
from ...models.photo import Photo
from ...models.picture_refusal import PictureRefusal
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    *,
    body: KeepPhotoFilesBody | KeepPhotoJsonBody | File | Unset = UNSET,
    explain: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    params: dict[str, Any] = {}

    params["explain"] = explain

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/api/v1/photos/",
        "params": params,
    }

    if isinstance(body, KeepPhotoFilesBody):
        _kwargs["files"] = body.to_multipart()

        headers["Content-Type"] = "multipart/form-data; boundary=+++"
    if isinstance(body, KeepPhotoJsonBody):
        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"
    if isinstance(body, File):
        _kwargs["content"] = body.payload
        headers["Content-Type"] = "image/*"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Error | Photo | list[Photo | PictureRefusal] | None:
    if response.status_code == 200:
        response_200 = []
        _response_200 = response.json()
        for response_200_item_data in _response_200:

            def _parse_response_200_item(data: object) -> Photo | PictureRefusal:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_photo_or_refusal_type_0 = Photo.from_dict(data)

                    return componentsschemas_photo_or_refusal_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_photo_or_refusal_type_1 = PictureRefusal.from_dict(
                    data
                )

                return componentsschemas_photo_or_refusal_type_1

            response_200_item = _parse_response_200_item(response_200_item_data)

            response_200.append(response_200_item)

        return response_200

    if response.status_code == 201:
        response_201 = Photo.from_dict(response.json())

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
) -> Response[Error | Photo | list[Photo | PictureRefusal]]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: KeepPhotoFilesBody | KeepPhotoJsonBody | File | Unset = UNSET,
    explain: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> Response[Error | Photo | list[Photo | PictureRefusal]]:
    """Read a picture and store it in the gallery


    The first picture creates the gallery. What `explain` adds is in this answer only: it is
    not stored.

    One picture, in `image`, is answered with 201 and its photo. Several, in `images`, are
    answered with 200 and a list in their order, with the one in `image` first: a photo for
    each, or an object with `code` and `detail` for one that can't be read; the others are
    stored all the same. Each picture counts: a request with more pictures than the rate
    still allows is refused as a whole.

    Args:
        explain (bool | Unset):  Default: False.
        idempotency_key (str | Unset):
        body (KeepPhotoFilesBody):
        body (KeepPhotoJsonBody):
        body (File): The picture itself, at most `PHOTO_MAX_BYTES` long.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | Photo | list[Photo | PictureRefusal]]
    """

    kwargs = _get_kwargs(
        body=body,
        explain=explain,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: KeepPhotoFilesBody | KeepPhotoJsonBody | File | Unset = UNSET,
    explain: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> Error | Photo | list[Photo | PictureRefusal] | None:
    """Read a picture and store it in the gallery


    The first picture creates the gallery. What `explain` adds is in this answer only: it is
    not stored.

    One picture, in `image`, is answered with 201 and its photo. Several, in `images`, are
    answered with 200 and a list in their order, with the one in `image` first: a photo for
    each, or an object with `code` and `detail` for one that can't be read; the others are
    stored all the same. Each picture counts: a request with more pictures than the rate
    still allows is refused as a whole.

    Args:
        explain (bool | Unset):  Default: False.
        idempotency_key (str | Unset):
        body (KeepPhotoFilesBody):
        body (KeepPhotoJsonBody):
        body (File): The picture itself, at most `PHOTO_MAX_BYTES` long.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | Photo | list[Photo | PictureRefusal]
    """

    return sync_detailed(
        client=client,
        body=body,
        explain=explain,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: KeepPhotoFilesBody | KeepPhotoJsonBody | File | Unset = UNSET,
    explain: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> Response[Error | Photo | list[Photo | PictureRefusal]]:
    """Read a picture and store it in the gallery


    The first picture creates the gallery. What `explain` adds is in this answer only: it is
    not stored.

    One picture, in `image`, is answered with 201 and its photo. Several, in `images`, are
    answered with 200 and a list in their order, with the one in `image` first: a photo for
    each, or an object with `code` and `detail` for one that can't be read; the others are
    stored all the same. Each picture counts: a request with more pictures than the rate
    still allows is refused as a whole.

    Args:
        explain (bool | Unset):  Default: False.
        idempotency_key (str | Unset):
        body (KeepPhotoFilesBody):
        body (KeepPhotoJsonBody):
        body (File): The picture itself, at most `PHOTO_MAX_BYTES` long.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | Photo | list[Photo | PictureRefusal]]
    """

    kwargs = _get_kwargs(
        body=body,
        explain=explain,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: KeepPhotoFilesBody | KeepPhotoJsonBody | File | Unset = UNSET,
    explain: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> Error | Photo | list[Photo | PictureRefusal] | None:
    """Read a picture and store it in the gallery


    The first picture creates the gallery. What `explain` adds is in this answer only: it is
    not stored.

    One picture, in `image`, is answered with 201 and its photo. Several, in `images`, are
    answered with 200 and a list in their order, with the one in `image` first: a photo for
    each, or an object with `code` and `detail` for one that can't be read; the others are
    stored all the same. Each picture counts: a request with more pictures than the rate
    still allows is refused as a whole.

    Args:
        explain (bool | Unset):  Default: False.
        idempotency_key (str | Unset):
        body (KeepPhotoFilesBody):
        body (KeepPhotoJsonBody):
        body (File): The picture itself, at most `PHOTO_MAX_BYTES` long.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | Photo | list[Photo | PictureRefusal]
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            explain=explain,
            idempotency_key=idempotency_key,
        )
    ).parsed
