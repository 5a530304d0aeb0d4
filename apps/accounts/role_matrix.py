"""What each role may do in a tenant, as a table: rights by app, roles across, and which cells the tenant may change."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps

from apps.accounts.roles import RANKS, Role
from apps.core.modules import Permission, Text
from apps.core.rights import RoleRights, is_adjustable, role_has


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether a role has a right here, and by default; `name` is what the form calls it."""

    role: Role
    name: str
    is_allowed: bool
    is_usual: bool
    is_adjustable: bool

    @property
    def is_changed(self) -> bool:
        return self.is_allowed != self.is_usual


@dataclass(frozen=True, slots=True)
class Row:
    """A right, and who has it."""

    permission: Permission
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rights that one app declares."""

    title: Text
    rows: tuple[Row, ...]


def matrix_of(adjusted: RoleRights) -> list[Group]:
    """Every declared right, by app, in the order of installation."""
    groups = []
    for config in apps.get_app_configs():
        rows = tuple(_row(right, adjusted) for right in getattr(config, "permissions", ()))
        if rows:
            groups.append(Group(getattr(config, "rights_title", config.verbose_name), rows))
    return groups


def _row(permission: Permission, adjusted: RoleRights) -> Row:
    return Row(permission, tuple(_cell(permission, role, adjusted) for role in RANKS))


def _cell(permission: Permission, role: Role, adjusted: RoleRights) -> Cell:
    return Cell(
        role,
        f"{role.value}:{permission.name}",
        role_has(permission, role, adjusted),
        role in permission.roles,
        is_adjustable(permission, role),
    )


def rights_chosen(names: Iterable[str]) -> dict[str, dict[str, bool]]:
    """What the form says of every cell that can be changed; one that is not ticked is a no."""
    ticked = set(names)
    chosen: dict[str, dict[str, bool]] = {}
    for group in matrix_of({}):
        for row in group.rows:
            for cell in row.cells:
                if cell.is_adjustable:
                    chosen.setdefault(cell.role.value, {})[row.permission.name] = cell.name in ticked
    return chosen
