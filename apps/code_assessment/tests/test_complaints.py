"""Lines that compilers and programs which broke off complain about, as the tools of this machine write them."""

import time

import pytest

from apps.code_assessment.complaints import READERS, WARNING, Complaint, complaints

C = """/work/main.c: In function 'main':
/work/main.c:3:5: error: unknown type name 'itn'
    3 |     itn x = 1;
      |     ^~~
/work/main.c:4:9: warning: unused variable 'y' [-Wunused-variable]
/work/main.c:2:1: note: declared here
"""
JAVAC = """/work/Solution.java:5: error: ';' expected
        return 1
                ^
1 error
"""
JAVA = """Exception in thread "main" java.lang.ArithmeticException: / by zero
\tat Solution.share(Solution.java:4)
\tat Main.main(Main.java:12)
"""
RUST = """error[E0425]: cannot find value `y` in this scope
 --> /work/main.rs:2:20
  |
2 |     println!("{}", y);
"""
GO = "# command-line-arguments\n/work/main.go:6:2: undefined: fmt\n"
NODE = """/work/main.js:2
const = 3;
      ^

SyntaxError: Unexpected token '='
    at wrapSafe (node:internal/modules/cjs/loader:1464:18)
"""
NODE_TRACE = """/work/solution.js:3
  return rows.length.none.more;
                          ^

TypeError: Cannot read properties of undefined (reading 'more')
    at total (/work/solution.js:3:27)
    at Object.<anonymous> (/work/main.js:9:1)
"""
ESBUILD = """✘ [ERROR] Expected ";" but found "two"

    ../work/main.ts:1:8:
      1 │ let one two
        ╵         ~~~
"""
PYTHON = """Traceback (most recent call last):
  File "/work/main.py", line 14, in <module>
    print(longest(*arguments))
  File "/work/solution.py", line 2, in longest
    return 1 // zero
ZeroDivisionError: integer division or modulo by zero
"""


@pytest.mark.parametrize(
    ("language", "said", "is_function", "expected"),
    [
        (
            "c",
            C,
            False,
            [
                Complaint(3, "unknown type name 'itn'", 5),
                Complaint(4, "unused variable 'y' [-Wunused-variable]", 9, WARNING),
            ],
        ),
        ("java", JAVAC, True, [Complaint(5, "';' expected")]),
        ("java", JAVA, True, [Complaint(4, "java.lang.ArithmeticException: / by zero")]),
        ("rust", RUST, False, [Complaint(2, "cannot find value `y` in this scope", 20)]),
        ("go", GO, False, [Complaint(6, "undefined: fmt", 2)]),
        ("javascript", NODE, False, [Complaint(2, "SyntaxError: Unexpected token '='")]),
        (
            "javascript",
            NODE_TRACE,
            True,
            [Complaint(3, "TypeError: Cannot read properties of undefined (reading 'more')")],
        ),
        ("typescript", ESBUILD, False, [Complaint(1, 'Expected ";" but found "two"', 9)]),
        ("python", PYTHON, True, [Complaint(2, "ZeroDivisionError: integer division or modulo by zero")]),
        ("bash", "/work/main.sh: line 3: syntax error near `fi'\n", False, [Complaint(3, "syntax error near `fi'")]),
        (
            "ruby",
            "/work/main.rb:2: syntax error, unexpected end\n",
            False,
            [Complaint(2, "syntax error, unexpected end")],
        ),
        ("sql", "near line 1: no such table", False, []),
        ("c", "", False, []),
    ],
)
def test_complaints_name_the_lines_of_what_was_written(
    language: str, said: str, expected: list[Complaint], *, is_function: bool
) -> None:
    assert complaints(language, said, is_function=is_function) == expected


def test_of_the_program_that_calls_a_function_nothing_is_told() -> None:
    driver = 'File "/work/main.py", line 3, in <module>\n    from solution import total\nImportError: no name total\n'
    assert complaints("python", driver, is_function=True) == []
    assert complaints("python", driver) == [Complaint(3, "ImportError: no name total")]


@pytest.mark.parametrize("language", sorted(READERS))
def test_what_compilers_say_is_read_in_little_time(language: str) -> None:
    """A program writes what it likes, and as much of it as is kept."""
    begun = time.process_time()

    for text in ("\n", "\n ", " ", "/", "a/", "a.", "at ", " at a/", "at (", "error: ", ":1", 'File "', ":in `"):
        complaints(language, (text * 65_536)[:65_536])

    assert time.process_time() - begun < 20
