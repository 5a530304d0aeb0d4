"""Ways of reading, writing and ending that programs have; in a box they work as they do everywhere."""

import pytest

from apps.code_assessment.sandbox.contract import Limits, Verdict
from apps.code_assessment.sandbox.judge import BubblewrapEngine
from apps.code_assessment.tests.judging import judge

LIMITS = Limits(cpu_ms=5000, wall_ms=20_000, memory_mib=256)
LINES = "3\n10 20\n12\n"
SUM = "42\n"
PYTHON = {
    "input": "n = input(); a, b = map(int, input().split()); print(a + b + int(input()))",
    "lines": "import sys\nprint(sum(map(int, ' '.join(list(sys.stdin)[1:]).split())))",
    "buffer": "import sys\nsys.stdout.buffer.write(b'%d\\n' % sum(map(int, sys.stdin.buffer.read().split()[1:])))",
    "descriptor": "import os\nos.write(1, b'%d\\n' % sum(map(int, os.read(0, 100).split()[1:])))",
    "open 0": "print(sum(map(int, open(0).read().split()[1:])))",
    "dev stdin": "print(sum(map(int, open('/dev/stdin').read().split()[1:])))",
    "own stream": "import sys\nout = open(1, 'w', closefd=False)\nout.write(str(sum(map(int, sys.stdin.read().split()[1:]))))",
    "replaced": "import io, sys\nout = sys.stdout = io.TextIOWrapper(sys.stdout.detach())\nprint(42)",
    "atexit": "import atexit, sys\nlines = []\natexit.register(lambda: sys.stdout.write(''.join(lines)))\nlines.append('42')",
    "at deletion": "class Late:\n    def __del__(self): print(42)\nkept = Late()",
    "thread": "import threading\nthreading.Thread(target=lambda: print(42)).start()",
    "deep thread": (
        "import sys, threading\nsys.setrecursionlimit(10**6)\nthreading.stack_size(1 << 27)\n"
        "def down(n): return 0 if n == 0 else down(n - 1)\n"
        "t = threading.Thread(target=lambda: print(42 + down(50000)))\nt.start()\nt.join()"
    ),
    "deep": "import sys\nsys.setrecursionlimit(10**6)\ndef down(n): return 42 if n == 0 else down(n - 1)\nprint(down(100_000))",
    "deep cache": (
        "import sys\nfrom functools import lru_cache\nsys.setrecursionlimit(10**6)\n@lru_cache(None)\n"
        "def down(n): return 42 if n == 0 else down(n - 1)\nprint(down(20_000))"
    ),
    "recursion error": "def down(n): return down(n + 1)\ntry:\n    down(0)\nexcept RecursionError:\n    print(42)",
    "exit": "print(42)\nexit()",
    "sys.exit": "import sys\nprint(42)\nsys.exit(0)",
    "quit in function": "def main():\n    print(42)\n    quit(0)\nmain()",
    "main guard": "def main(): print(42)\nif __name__ == '__main__': main()",
    "multiprocessing": "import multiprocessing\nwith multiprocessing.get_context('fork').Pool(2) as pool: print(sum(pool.map(abs, [-40, 2])))",
    "subprocess": "import subprocess, sys\nprint(subprocess.run([sys.executable, '-c', 'print(42)'], capture_output=True, text=True).stdout)",
    "asyncio": "import asyncio\nasync def main(): print(42)\nasyncio.run(main())",
    "temporary file": "import tempfile\nwith tempfile.TemporaryFile('w+') as f:\n    f.write('42')\n    f.seek(0)\n    print(f.read())",
    "dataclass": "from dataclasses import dataclass\n@dataclass\nclass Pair:\n    a: int\n    b: int = 2\nprint(Pair(40).a + Pair(40).b)",
    "annotations": "from __future__ import annotations\nfrom typing import List\ndef f(a: List[int]) -> int: return sum(a)\nprint(f([40, 2]))",
    "pickle": "import pickle\nclass Own:\n    n = 42\nprint(pickle.loads(pickle.dumps(Own())).n)",
    "unicode": "print('42' if 'é'.encode() == b'\\xc3\\xa9' else 'ä')",
    "pid": "import os\nprint(42 if os.getpid() > 1 else 0)",
}  # fmt: skip
OTHERS = {
    "javascript": {
        "read at once": "const [n, ...rest] = require('fs').readFileSync(0, 'utf8').split(/\\s+/).map(Number);\nconsole.log(rest[0] + rest[1] + rest[2]);",
        "readline": "const lines = [];\nrequire('readline').createInterface({ input: process.stdin }).on('line', l => lines.push(l)).on('close', () => console.log(lines.length + 39));",
        "data": "let text = '';\nprocess.stdin.on('data', d => text += d).on('end', () => process.stdout.write(String(text.split('\\n').length + 38)));",
        "module": "import { readFileSync } from 'fs';\nconsole.log(readFileSync(0, 'utf8').length > 5 ? 42 : 0);",
        "timer": "setTimeout(() => console.log(42), 10);",
        "deep": "const down = n => n === 0 ? 42 : down(n - 1);\nconsole.log(down(30000));",
        "exit": "console.log(42);\nprocess.exit(0);",
    },
    "java": {
        "buffered": "import java.io.*;\npublic class Main { public static void main(String[] a) throws IOException { BufferedReader in = new BufferedReader(new InputStreamReader(System.in)); in.readLine(); String[] w = in.readLine().split(\" \"); System.out.println(Integer.parseInt(w[0]) + Integer.parseInt(w[1]) + Integer.parseInt(in.readLine())); } }",
        "deep": "public class Main { static int down(int n) { return n == 0 ? 42 : down(n - 1); } public static void main(String[] a) { System.out.println(down(100000)); } }",
        "threads": "import java.util.stream.*;\npublic class Main { public static void main(String[] a) { System.out.println(IntStream.of(40, 2).parallel().sum()); } }",
        "record": "public class Main { record Pair(int a, int b) { } public static void main(String[] x) { var p = new Pair(40, 2); System.out.println(p.a() + p.b()); } }",
    },
    "cpp": {
        "everything": "#include <bits/stdc++.h>\nusing namespace std;\nint main() { ios::sync_with_stdio(false); cin.tie(nullptr); int n, s = 0, x; cin >> n; while (n--) { cin >> x; s += x; } cout << s; }",
        "deep": "int down(volatile int n) { return n == 0 ? 42 : down(n - 1) + (n & 0); }\n#include <cstdio>\nint main() { printf(\"%d\", down(300000)); }",
        "large": "#include <cstdio>\nstatic char field[100000000];\nint main() { field[99999999] = 42; printf(\"%d\", field[99999999]); }",
        "threads": "#include <thread>\n#include <cstdio>\nint main() { int a = 0; std::thread one([&] { a = 42; }); one.join(); printf(\"%d\", a); }",
    },
    "bash": {
        "pipes": "tail -n +2 | tr ' ' '\\n' | awk '{ s += $1 } END { print s }'",
        "arithmetic": "read n; read a b; read c; printf '%d\\n' $((a + b + c))",
    },
}  # fmt: skip
ALL = [("python", name, source) for name, source in PYTHON.items()] + [
    (language, name, source) for language, programs in OTHERS.items() for name, source in programs.items()
]


@pytest.mark.parametrize(("language", "source"), [pytest.param(a, c, id=f"{a}-{b}") for a, b, c in ALL])
def test_the_usual_ways_work(engine: BubblewrapEngine, language: str, source: str) -> None:
    if not engine.version_of(language):
        pytest.skip(f"{language} does not work on this machine")

    judged = judge(engine, language, source, (LINES, SUM), limits=LIMITS)

    assert judged.verdict == Verdict.AC, (judged.compiled, judged.tests)


def test_an_error_is_told_as_by_the_interpreter(engine: BubblewrapEngine) -> None:
    judged = judge(engine, "python", "def f():\n    return 1 / 0\n\n\nf()\n")

    assert judged.tests[0].stderr.decode().splitlines() == [
        "Traceback (most recent call last):",
        '  File "/work/main.py", line 5, in <module>',
        "    f()",
        '  File "/work/main.py", line 2, in f',
        "    return 1 / 0",
        "           ~~^~~",
        "ZeroDivisionError: division by zero",
    ]


@pytest.mark.parametrize(
    ("source", "status"),
    [("raise SystemExit(3)", "exit code 3"), ("exit('no')", "exit code 1"), ("import os; os.abort()", "SIGABRT")],
)
def test_a_bad_end_is_told(engine: BubblewrapEngine, source: str, status: str) -> None:
    test = judge(engine, "python", source).tests[0]

    assert test.verdict == Verdict.RE
    assert status in test.reason
