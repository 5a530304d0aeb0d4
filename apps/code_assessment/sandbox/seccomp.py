"""The filter of system calls for programs in the box: a list of what is refused, as a program for the kernel."""

import errno
import platform
import struct
from dataclasses import dataclass, field

# name:x86_64:aarch64
NUMBERS = """
ptrace:101:117 process_vm_readv:310:270 process_vm_writev:311:271 pidfd_open:434:434 pidfd_getfd:438:438
kcmp:312:272 process_madvise:440:440 process_mrelease:448:448 mount:165:40 umount2:166:39 open_tree:428:428
move_mount:429:429 fsopen:430:430 fsconfig:431:431 fsmount:432:432 fspick:433:433 mount_setattr:442:442
pivot_root:155:41 chroot:161:51 unshare:272:97 setns:308:268 add_key:248:217 request_key:249:218 keyctl:250:219
bpf:321:280 perf_event_open:298:241 userfaultfd:323:282 io_uring_setup:425:425 io_uring_enter:426:426
io_uring_register:427:427 fanotify_init:300:262 fanotify_mark:301:263 name_to_handle_at:303:264
open_by_handle_at:304:265 lookup_dcookie:212:18 init_module:175:105 finit_module:313:273 delete_module:176:106
create_module:174:- kexec_load:246:104 kexec_file_load:320:294 reboot:169:142 swapon:167:224 swapoff:168:225
acct:163:89 syslog:103:116 quotactl:179:60 quotactl_fd:443:443 settimeofday:164:170 clock_settime:227:112
clock_adjtime:305:266 adjtimex:159:171 sethostname:170:161 setdomainname:171:162 personality:135:92
shmget:29:194 shmat:30:196 shmctl:31:195 shmdt:67:197 semget:64:190 semop:65:193 semctl:66:191
semtimedop:220:192 msgget:68:186 msgsnd:69:189 msgrcv:70:188 msgctl:71:187 mq_open:240:180 mq_unlink:241:181
mq_timedsend:242:182 mq_timedreceive:243:183 mq_notify:244:184 mq_getsetattr:245:185 mknod:133:- mknodat:259:33
memfd_create:319:279 memfd_secret:447:447 clone3:435:435 seccomp:317:277 vmsplice:278:75 mbind:237:235
set_mempolicy:238:237 set_mempolicy_home_node:450:450 migrate_pages:256:238 move_pages:279:239
remap_file_pages:216:234 iopl:172:- ioperm:173:- modify_ldt:154:- uselib:134:- ustat:136:- sysfs:139:-
_sysctl:156:- nfsservctl:180:42 setxattr:188:5 lsetxattr:189:6 fsetxattr:190:7 clone:56:220 socket:41:198
socketpair:53:199 ioctl:16:29 prlimit64:302:261 sched_setaffinity:203:122 sched_setscheduler:144:119
sched_setparam:142:118 sched_setattr:314:274 setpriority:141:140 ioprio_set:251:30 statmount:457:457
listmount:458:458 setxattrat:463:463 open_tree_attr:467:467
"""

ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
X32 = 0x40000000

ALLOW = 0x7FFF0000
KILL = 0x80000000
REFUSE = 0x00050000

LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
# Where `struct seccomp_data` has them; of arguments the lower half, as both machines are little-endian.
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16

AF_UNIX = 1
GROUP = 8
TIOCSTI, TIOCLINUX = 0x5412, 0x541C
NEW_NAMESPACES = 0x7E020000 | 0x80
# Programs that ask for these go on without them when they seem not to exist.
MISSING = frozenset(
    "clone3 io_uring_setup io_uring_enter io_uring_register memfd_create mq_open userfaultfd pidfd_open seccomp".split()
)
WITH_ARGUMENTS = frozenset(
    "clone socket socketpair ioctl prlimit64 sched_setaffinity sched_setscheduler sched_setparam sched_setattr"
    " setpriority ioprio_set".split()
)


class UnknownMachineError(RuntimeError):
    """There is no table of system calls for this processor."""


def system_calls(machine: str) -> dict[str, int]:
    """Name -> number on this kind of processor, for every call that the filter knows."""
    if machine not in ARCHITECTURES:
        raise UnknownMachineError(f"the sandbox knows no system calls of {machine}, only x86_64 and aarch64")
    column = 1 + ARCHITECTURES[machine][1]
    rows = (entry.split(":") for entry in NUMBERS.split())
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


@dataclass(slots=True)
class Program:
    """Instructions of the kernel's packet filter."""

    instructions: list[tuple[int, int, int, int]] = field(default_factory=list)

    def add(self, code: int, value: int, yes: int = 0, no: int = 0) -> None:
        self.instructions.append((code, yes, no, value))

    def answer(self, value: int) -> None:
        self.add(RETURN, value)

    def refuse(self, number: int) -> None:
        self.answer(REFUSE | number)

    def load(self, offset: int) -> None:
        self.add(LOAD, offset)

    def load_argument(self, index: int) -> None:
        self.load(ARGUMENTS + 8 * index)

    def for_call(self, number: int, body: "Program") -> None:
        """Run the body, which ends with an answer, for this call only."""
        self.add(JUMP_EQUAL, number, 0, len(body.instructions))
        self.instructions += body.instructions

    def packed(self) -> bytes:
        return b"".join(struct.pack("=HBBI", *instruction) for instruction in self.instructions)


def only_if(index: int, allowed: int, refusal: int) -> Program:
    """Allow the call when an argument has the value."""
    body = Program()
    body.load_argument(index)
    body.add(JUMP_EQUAL, allowed, 0, 1)
    body.answer(ALLOW)
    body.refuse(refusal)
    return body


def unless_bits(index: int, bits: int) -> Program:
    """Refuse the call when an argument has any of the bits."""
    body = Program()
    body.load_argument(index)
    body.add(JUMP_BITS, bits, 0, 1)
    body.refuse(errno.EPERM)
    body.answer(ALLOW)
    return body


def unless_any(index: int, values: tuple[int, ...]) -> Program:
    """Refuse the call when an argument is one of the values."""
    body = Program()
    body.load_argument(index)
    for value in values:
        body.add(JUMP_EQUAL, value, 0, 1)
        body.refuse(errno.EPERM)
    body.answer(ALLOW)
    return body


def of_oneself(*indexes: int) -> Program:
    """Allow the call when it is aimed at the caller: the arguments are all 0."""
    body = Program()
    for index in indexes:
        body.load_argument(index)
        body.add(JUMP_EQUAL, 0, 1, 0)
        body.refuse(errno.EPERM)
    body.answer(ALLOW)
    return body


def refusals(machine: str | None = None) -> bytes:
    """The whole filter, ready for the kernel."""
    machine = machine or platform.machine()
    numbers = system_calls(machine)
    program = Program()
    program.load(ARCHITECTURE)
    program.add(JUMP_EQUAL, ARCHITECTURES[machine][0], 1, 0)
    program.answer(KILL)
    program.load(NUMBER)
    if machine == "x86_64":
        program.add(JUMP_AT_LEAST, X32, 0, 1)
        program.answer(KILL)
    by_arguments = {
        "clone": unless_bits(0, NEW_NAMESPACES),
        "socket": only_if(0, AF_UNIX, errno.EAFNOSUPPORT),
        "socketpair": only_if(0, AF_UNIX, errno.EAFNOSUPPORT),
        "ioctl": unless_any(1, (TIOCSTI, TIOCLINUX)),
        "setpriority": of_oneself(0, 1),
        "ioprio_set": of_oneself(1),
    }
    bodies = {numbers[name]: by_arguments.get(name, of_oneself(0)) for name in WITH_ARGUMENTS}
    for name, number in numbers.items():
        if name not in WITH_ARGUMENTS:
            bodies[number] = refusal(errno.ENOSYS if name in MISSING else errno.EPERM)
    add_in_groups(program, bodies)
    program.answer(ALLOW)
    return program.packed()


def refusal(number: int) -> Program:
    body = Program()
    body.refuse(number)
    return body


def add_in_groups(program: Program, bodies: dict[int, Program]) -> None:
    """Higher numbers skip a whole group at once, as the kernel tries every number when a filter is installed."""
    ordered = sorted(bodies)
    groups = [ordered[start : start + GROUP] for start in range(0, len(ordered), GROUP)]
    for position, group in enumerate(groups):
        block = Program()
        for number in group:
            block.for_call(number, bodies[number])
        if position + 1 < len(groups):
            program.add(JUMP_AT_LEAST, groups[position + 1][0], len(block.instructions), 0)
        program.instructions += block.instructions
