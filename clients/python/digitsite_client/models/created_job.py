from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.job_state import JobState, check_job_state

if TYPE_CHECKING:
    from ..models.webhook import Webhook


T = TypeVar("T", bound="CreatedJob")


@_attrs_define
class CreatedJob:
    """A new job."""

    id: UUID
    """ Id of the job. """
    url: str
    """ URL of this object. """
    results: str
    """ URL of its results. """
    state: JobState
    """ * `waiting` - waiting
    * `running` - running
    * `paused` - paused
    * `finished` - finished
    * `canceled` - canceled """
    total: int
    """ Number of pictures. """
    done: int
    """ How many of them were read. """
    failed: int
    """ How many were refused. """
    seconds_left: int | None
    """ Estimated time until it ends, while it runs; null if unknown. """
    created: datetime.datetime
    """ When it was created, in UTC. """
    ended: datetime.datetime | None
    """ When it finished or was canceled, in UTC. """
    webhook: None | Webhook
    """ The call at its end, if one is wanted. """
    webhook_secret: None | str
    """ Key of the signatures of its webhook; null without one. It is in this response only. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.webhook import Webhook  # noqa: PLC0415

        id = str(self.id)

        url = self.url

        results = self.results

        state: str = self.state

        total = self.total

        done = self.done

        failed = self.failed

        seconds_left: int | None
        seconds_left = self.seconds_left

        created = self.created.isoformat()

        ended: None | str
        if isinstance(self.ended, datetime.datetime):
            ended = self.ended.isoformat()
        else:
            ended = self.ended

        webhook: dict[str, Any] | None
        if isinstance(self.webhook, Webhook):
            webhook = self.webhook.to_dict()
        else:
            webhook = self.webhook

        webhook_secret: None | str
        webhook_secret = self.webhook_secret

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "url": url,
                "results": results,
                "state": state,
                "total": total,
                "done": done,
                "failed": failed,
                "seconds_left": seconds_left,
                "created": created,
                "ended": ended,
                "webhook": webhook,
                "webhook_secret": webhook_secret,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.webhook import Webhook  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        url = d.pop("url")

        results = d.pop("results")

        state = check_job_state(d.pop("state"))

        total = d.pop("total")

        done = d.pop("done")

        failed = d.pop("failed")

        def _parse_seconds_left(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        seconds_left = _parse_seconds_left(d.pop("seconds_left"))

        created = datetime.datetime.fromisoformat(d.pop("created"))

        def _parse_ended(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ended_type_0 = datetime.datetime.fromisoformat(data)

                return ended_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ended = _parse_ended(d.pop("ended"))

        def _parse_webhook(data: object) -> None | Webhook:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                webhook_type_0 = Webhook.from_dict(data)

                return webhook_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Webhook, data)

        webhook = _parse_webhook(d.pop("webhook"))

        def _parse_webhook_secret(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        webhook_secret = _parse_webhook_secret(d.pop("webhook_secret"))

        created_job = cls(
            id=id,
            url=url,
            results=results,
            state=state,
            total=total,
            done=done,
            failed=failed,
            seconds_left=seconds_left,
            created=created,
            ended=ended,
            webhook=webhook,
            webhook_secret=webhook_secret,
        )

        created_job.additional_properties = d
        return created_job

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
