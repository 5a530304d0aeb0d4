"""CVs that tests write."""


def eves_cv(
    *, name: str = "Eve Moss", email: str = "eve@moss.example", phone: str = "+1 415 555 0134", **more: str
) -> bytes:
    """A short CV in plain text; `skills` are what it lists."""
    skills = more.get("skills", "Python, SQL, Docker, PostgreSQL")
    contact = "\n".join(part for part in (email, phone, more.get("place", "")) if part)
    return f"""{name}
{contact}

EXPERIENCE
Data Engineer, Northwind Ltd
January 2019 - December 2023
- Built pipelines for 40 suppliers and cut the nightly run from 6 hours to 50 minutes

EDUCATION
Bachelor of Science in Computer Science, University of Leeds, 2018

SKILLS
{skills}
""".encode()
