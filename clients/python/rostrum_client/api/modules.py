"""Calls of modules. Written by `manage.py api_clients`."""

from __future__ import annotations

from typing import Unpack

from rostrum_client import types as t
from rostrum_client.connection import Connection
from rostrum_client.pages import Pages


class Modules:
    """What can be asked below modules/."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def marketplace_list(self, **query: Unpack[t.ModulesMarketplaceListQuery]) -> Pages[t.Offer]:
        """Every module there is."""
        return Pages(self._connection, "modules/marketplace/", query=query)

    def mine_list(self, **query: Unpack[t.ModulesMineListQuery]) -> Pages[t.MyModule]:
        """The workspace's licenses with seats and usage."""
        return Pages(self._connection, "modules/my-modules/", query=query)

    def retrieve(self, module: str) -> t.Offer:
        """One module of the catalogue."""
        return self._connection.ask("GET", f"modules/{module}/")

    def activate_create(self, module: str) -> t.License:
        """Start the free trial of the module; once per workspace and module."""
        return self._connection.ask("POST", f"modules/{module}/activate/")

    def deactivate_create(self, module: str) -> t.License:
        """Switch the module off; its data stays."""
        return self._connection.ask("POST", f"modules/{module}/deactivate/")

    def reactivate_create(self, module: str) -> t.License:
        """Switch a module on again while its time is not over."""
        return self._connection.ask("POST", f"modules/{module}/reactivate/")

    def seat_settings_retrieve(self, module: str) -> t.SeatSettings:
        """How many seats there are, and which roles get one by themselves."""
        return self._connection.ask("GET", f"modules/{module}/seat-settings/")

    def seat_settings_update(self, module: str, body: t.SeatSettingsInput) -> t.SeatSettings:
        """Choose the roles that get a seat by themselves; members who are here already get theirs at once."""
        return self._connection.ask("PUT", f"modules/{module}/seat-settings/", body=body)

    def seats_list(self, module: str, **query: Unpack[t.ModulesSeatsListQuery]) -> Pages[t.Seat]:
        """Who has a seat, in the order in which they got it."""
        return Pages(self._connection, f"modules/{module}/seats/", query=query)

    def seats_create(self, module: str, body: t.SeatRequest) -> t.Seat:
        """Give a member a seat; 409 `no-seat-left` when all are taken."""
        return self._connection.ask("POST", f"modules/{module}/seats/", body=body)

    def seats_destroy(self, module: str, seat: str) -> None:
        """Take a seat back; what its member made in the module stays."""
        self._connection.ask("DELETE", f"modules/{module}/seats/{seat}/")

    def seats_reassign_create(self, module: str, seat: str, body: t.SeatRequest) -> t.Seat:
        """Pass a seat on to another member; it is nobody else's in between."""
        return self._connection.ask("POST", f"modules/{module}/seats/{seat}/reassign/", body=body)
