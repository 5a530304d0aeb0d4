"""Whether the database and the broker named by the environment answer; a process of its own, for its libraries."""

import sys

import psycopg
import redis

from config.env import broker, database

OLDEST_SERVER = 140000
# Options that Django keeps to itself and does not pass on to the driver.
OF_DJANGO = frozenset({"assume_role", "isolation_level", "pool", "server_side_binding"})


def probe_database() -> str:
    """What answered."""
    values = database("DATABASE_URL")
    with psycopg.connect(
        dbname=values["NAME"],
        user=values["USER"],
        password=values["PASSWORD"],
        host=values["HOST"],
        port=values["PORT"] or None,
        connect_timeout=5,
        **{name: value for name, value in values.get("OPTIONS", {}).items() if name not in OF_DJANGO},
    ) as connection:
        version = connection.info.server_version
        if version < OLDEST_SERVER:
            raise ValueError(f"PostgreSQL {version // 10000} is too old, 14 or newer is needed")
        return f"PostgreSQL {version // 10000}.{version % 10000} at {connection.info.host}:{connection.info.port}"


def probe_broker() -> str:
    """What answered."""
    client = redis.Redis.from_url(broker("REDIS_URL"), socket_connect_timeout=5, socket_timeout=5)
    with client:
        server = client.info("server")
    return f"Redis {server['redis_version']} or a relative of it"


def main(variable: str) -> int:
    """Print what answered, or name the variable and the trouble."""
    try:
        print(probe_database() if variable == "DATABASE_URL" else probe_broker())
    except (psycopg.Error, redis.RedisError, OSError, ValueError) as error:
        print(f"{variable}: {str(error).strip().splitlines()[0]}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
