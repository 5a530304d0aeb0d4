"""Small programs, one for each language: whoever answers 42 in a box works on this machine."""

from apps.code_assessment.sandbox.contract import Limits, Program, SourceFile
from apps.code_assessment.sandbox.instruments import INSPECTION, PROOF
from apps.code_assessment.sandbox.languages import BASE_ENVIRONMENT, MIB
from apps.code_assessment.sandbox.launcher.order import Order
from apps.code_assessment.sandbox.pool import Boxes
from apps.code_assessment.sandbox.session import Session
from apps.code_assessment.sandbox.toolchains import Toolchain

PROOFS = {
    "python": "print(int(input()) * 2)",
    "javascript": "console.log(Number(require('fs').readFileSync(0)) * 2)",
    "typescript": (
        "declare const require: any;\nconst n: number = Number(require('fs').readFileSync(0));\nconsole.log(n * 2)"
    ),
    "java": (
        "class Main { public static void main(String[] a) {"
        " System.out.println(new java.util.Scanner(System.in).nextInt() * 2); } }"
    ),
    "c": '#include <stdio.h>\nint main(void) { int n; scanf("%d", &n); printf("%d\\n", n * 2); }',
    "cpp": "#include <iostream>\nint main() { int n; std::cin >> n; std::cout << n * 2 << '\\n'; }",
    "go": 'package main\nimport "fmt"\nfunc main() { var n int; fmt.Scan(&n); fmt.Println(n * 2) }',
    "rust": (
        "fn main() { let mut s = String::new(); std::io::stdin().read_line(&mut s).unwrap();"
        ' println!("{}", s.trim().parse::<i32>().unwrap() * 2); }'
    ),
    "ruby": "puts gets.to_i * 2",
    "sql": "SELECT n * 2 FROM numbers;",
    "bash": "read n; echo $((n * 2))",
    INSPECTION: PROOF,
}
INPUT = {"sql": b"CREATE TABLE numbers(n); INSERT INTO numbers VALUES (21);"}
LIMITS = Limits(cpu_ms=10_000, wall_ms=30_000)


def proven(boxes: Boxes, toolchain: Toolchain) -> str:
    """The version that the tools name, if a program of the language works; otherwise nothing."""
    language = toolchain.language
    program = Program(language.name, (SourceFile(language.main, PROOFS[language.name].encode()),))
    with Session(boxes, toolchain, program) as session:
        if not session.prepare().ok:
            return ""
        ended = session.run(LIMITS, INPUT.get(language.name, b"21\n"))
        if ended.status or ended.stdout.split() != [b"42"]:
            return ""
        box = session.ready_box(LIMITS)
        said = box.run(version_order(toolchain), b"", 4096)
    lines = (said.stdout or said.stderr).decode("utf-8", "replace").strip().splitlines()
    return lines[0] if lines and not said.status else ""


def version_order(toolchain: Toolchain) -> Order:
    return Order(
        argv=toolchain.places.fill(toolchain.language.version),
        script="",
        environment=BASE_ENVIRONMENT | toolchain.language.compile_environment,
        cpu_ms=LIMITS.cpu_ms,
        wall_ms=LIMITS.wall_ms,
        memory_kib=512 * MIB,
        processes=64,
        files=128,
        tmp_kib=16 * MIB,
        stack_kib=8 * MIB,
    )
