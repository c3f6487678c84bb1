from http import HTTPStatus
from io import BytesIO
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.export_photos_format import (
    ExportPhotosFormat,
)
from ...models.export_photos_verdict import (
    ExportPhotosVerdict,
)
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    *,
    corrected: bool | None | Unset = UNSET,
    format_: ExportPhotosFormat,
    label: int | Unset = UNSET,
    verdict: ExportPhotosVerdict | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_corrected: bool | None | Unset
    if isinstance(corrected, Unset):
        json_corrected = UNSET
    else:
        json_corrected = corrected
    params["corrected"] = json_corrected

    json_format_: str = format_
    params["format"] = json_format_

    params["label"] = label

    json_verdict: str | Unset = UNSET
    if not isinstance(verdict, Unset):
        json_verdict = verdict

    params["verdict"] = json_verdict

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/api/v1/photos/export/",
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
    *,
    client: AuthenticatedClient | Client,
    corrected: bool | None | Unset = UNSET,
    format_: ExportPhotosFormat,
    label: int | Unset = UNSET,
    verdict: ExportPhotosVerdict | Unset = UNSET,
) -> Response[Error | File]:
    """Export the gallery as one file


    `zip` contains the pictures and `labels.csv`; `csv` is that table only. Its columns:
    `file`, `id`, `created`, `verdict`, `confidence`, `text` (what was read), `corrected`
    (`yes` or `no`) and `label` (the correction if there is one, else the text). Lines of
    digits are in one cell, separated by spaces.

    `npz` contains two arrays in the form of MNIST, with one row for each digit whose label
    is known: `x`, uint8 (n, 28, 28), where 255 is ink, and `y`, uint8 (n). Labels are known
    for photos whose verdict is `read`, and for photos whose correction has as many digits
    as were read; it relabels them in reading order. All other photos are left out.

    Args:
        corrected (bool | None | Unset):
        format_ (ExportPhotosFormat):
        label (int | Unset):
        verdict (ExportPhotosVerdict | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | File]
    """

    kwargs = _get_kwargs(
        corrected=corrected,
        format_=format_,
        label=label,
        verdict=verdict,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    corrected: bool | None | Unset = UNSET,
    format_: ExportPhotosFormat,
    label: int | Unset = UNSET,
    verdict: ExportPhotosVerdict | Unset = UNSET,
) -> Error | File | None:
    """Export the gallery as one file


    `zip` contains the pictures and `labels.csv`; `csv` is that table only. Its columns:
    `file`, `id`, `created`, `verdict`, `confidence`, `text` (what was read), `corrected`
    (`yes` or `no`) and `label` (the correction if there is one, else the text). Lines of
    digits are in one cell, separated by spaces.

    `npz` contains two arrays in the form of MNIST, with one row for each digit whose label
    is known: `x`, uint8 (n, 28, 28), where 255 is ink, and `y`, uint8 (n). Labels are known
    for photos whose verdict is `read`, and for photos whose correction has as many digits
    as were read; it relabels them in reading order. All other photos are left out.

    Args:
        corrected (bool | None | Unset):
        format_ (ExportPhotosFormat):
        label (int | Unset):
        verdict (ExportPhotosVerdict | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | File
    """

    return sync_detailed(
        client=client,
        corrected=corrected,
        format_=format_,
        label=label,
        verdict=verdict,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    corrected: bool | None | Unset = UNSET,
    format_: ExportPhotosFormat,
    label: int | Unset = UNSET,
    verdict: ExportPhotosVerdict | Unset = UNSET,
) -> Response[Error | File]:
    """Export the gallery as one file


    `zip` contains the pictures and `labels.csv`; `csv` is that table only. Its columns:
    `file`, `id`, `created`, `verdict`, `confidence`, `text` (what was read), `corrected`
    (`yes` or `no`) and `label` (the correction if there is one, else the text). Lines of
    digits are in one cell, separated by spaces.

    `npz` contains two arrays in the form of MNIST, with one row for each digit whose label
    is known: `x`, uint8 (n, 28, 28), where 255 is ink, and `y`, uint8 (n). Labels are known
    for photos whose verdict is `read`, and for photos whose correction has as many digits
    as were read; it relabels them in reading order. All other photos are left out.

    Args:
        corrected (bool | None | Unset):
        format_ (ExportPhotosFormat):
        label (int | Unset):
        verdict (ExportPhotosVerdict | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Error | File]
    """

    kwargs = _get_kwargs(
        corrected=corrected,
        format_=format_,
        label=label,
        verdict=verdict,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    corrected: bool | None | Unset = UNSET,
    format_: ExportPhotosFormat,
    label: int | Unset = UNSET,
    verdict: ExportPhotosVerdict | Unset = UNSET,
) -> Error | File | None:
    """Export the gallery as one file


    `zip` contains the pictures and `labels.csv`; `csv` is that table only. Its columns:
    `file`, `id`, `created`, `verdict`, `confidence`, `text` (what was read), `corrected`
    (`yes` or `no`) and `label` (the correction if there is one, else the text). Lines of
    digits are in one cell, separated by spaces.

    `npz` contains two arrays in the form of MNIST, with one row for each digit whose label
    is known: `x`, uint8 (n, 28, 28), where 255 is ink, and `y`, uint8 (n). Labels are known
    for photos whose verdict is `read`, and for photos whose correction has as many digits
    as were read; it relabels them in reading order. All other photos are left out.

    Args:
        corrected (bool | None | Unset):
        format_ (ExportPhotosFormat):
        label (int | Unset):
        verdict (ExportPhotosVerdict | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Error | File
    """

    return (
        await asyncio_detailed(
            client=client,
            corrected=corrected,
            format_=format_,
            label=label,
            verdict=verdict,
        )
    ).parsed
