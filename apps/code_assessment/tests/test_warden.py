"""What the process that stays root for a runner takes away when the runner ends."""

import os
import socket

import pytest

from apps.code_assessment.sandbox.runner.warden import Warden
from apps.code_assessment.sandbox.users import try_slot


@pytest.mark.skipif(os.geteuid() != 0, reason="users and groups for boxes are root's to give")
def test_groups_that_somebody_else_uses_by_now_are_left_to_them() -> None:
    control, runner = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    warden = Warden(control, runner=os.getpid(), user=os.getuid())
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    warden.give_slot(theirs)
    _message, [lock], _flags, _address = socket.recv_fds(ours, 4096, 1)
    [(number, group)] = warden.groups.items()
    # The process of the runner that had the slot is gone, and another worker has it.
    os.close(lock)
    other = try_slot(number)
    assert other

    warden.clear_away()
    kept = [folder.is_dir() for _, folder in group.folders]
    other.free()
    warden.clear_away()

    assert kept == [True] * len(group.folders)
    assert not any(folder.exists() for _, folder in group.folders)
    for one in (control, runner, ours, theirs):
        one.close()
