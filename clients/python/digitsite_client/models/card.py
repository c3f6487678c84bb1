from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.accuracy import Accuracy
    from ..models.card_thresholds import CardThresholds
    from ..models.card_trained_on import CardTrainedOn
    from ..models.glyph_network import GlyphNetwork
    from ..models.line_reader import LineReader


T = TypeVar("T", bound="Card")


@_attrs_define
class Card:
    """The model card; there may be more fields than listed here."""

    name: str
    """ Name of the model, as in its card. """
    version: str
    """ Version of the model; readings of two versions may differ. """
    sha256: str
    """ SHA-256 of the file, in hexadecimal digits. """
    trained_on: CardTrainedOn
    """ Number of training pictures of each kind. """
    accuracy: list[Accuracy]
    """ Accuracy on single digits, set by set. """
    thresholds: CardThresholds
    """ Probabilities behind the verdict, such as `min_read_digit`: the minimum of a lone digit that is `read`. """
    temperature: float
    """ Temperature of the calibration, by which scores are divided. """
    line_reader: LineReader
    """ The network that reads whole lines. """
    glyph_network: GlyphNetwork | Unset = UNSET
    """ The network that reads single characters of a page. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        version = self.version

        sha256 = self.sha256

        trained_on = self.trained_on.to_dict()

        accuracy = []
        for accuracy_item_data in self.accuracy:
            accuracy_item = accuracy_item_data.to_dict()
            accuracy.append(accuracy_item)

        thresholds = self.thresholds.to_dict()

        temperature = self.temperature

        line_reader = self.line_reader.to_dict()

        glyph_network: dict[str, Any] | Unset = UNSET
        if not isinstance(self.glyph_network, Unset):
            glyph_network = self.glyph_network.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
                "version": version,
                "sha256": sha256,
                "trained_on": trained_on,
                "accuracy": accuracy,
                "thresholds": thresholds,
                "temperature": temperature,
                "line_reader": line_reader,
            }
        )
        if glyph_network is not UNSET:
            field_dict["glyph_network"] = glyph_network

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.accuracy import Accuracy  # noqa: PLC0415
        from ..models.card_thresholds import CardThresholds  # noqa: PLC0415
        from ..models.card_trained_on import CardTrainedOn  # noqa: PLC0415
        from ..models.glyph_network import GlyphNetwork  # noqa: PLC0415
        from ..models.line_reader import LineReader  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        version = d.pop("version")

        sha256 = d.pop("sha256")

        trained_on = CardTrainedOn.from_dict(d.pop("trained_on"))

        accuracy = []
        _accuracy = d.pop("accuracy")
        for accuracy_item_data in _accuracy:
            accuracy_item = Accuracy.from_dict(accuracy_item_data)

            accuracy.append(accuracy_item)

        thresholds = CardThresholds.from_dict(d.pop("thresholds"))

        temperature = d.pop("temperature")

        line_reader = LineReader.from_dict(d.pop("line_reader"))

        _glyph_network = d.pop("glyph_network", UNSET)
        glyph_network: GlyphNetwork | Unset
        if isinstance(_glyph_network, Unset):
            glyph_network = UNSET
        else:
            glyph_network = GlyphNetwork.from_dict(_glyph_network)

        card = cls(
            name=name,
            version=version,
            sha256=sha256,
            trained_on=trained_on,
            accuracy=accuracy,
            thresholds=thresholds,
            temperature=temperature,
            line_reader=line_reader,
            glyph_network=glyph_network,
        )

        card.additional_properties = d
        return card

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
