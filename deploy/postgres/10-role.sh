#!/bin/sh
# Runs once, when PostgreSQL makes its data: a role that owns the product's database and is no superuser.
set -eu
psql --set ON_ERROR_STOP=1 --username postgres --set password="$(cat /run/secrets/database_password)" <<'SQL'
CREATE ROLE rostrum LOGIN PASSWORD :'password';
CREATE DATABASE rostrum OWNER rostrum;
SQL
