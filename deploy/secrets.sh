#!/bin/sh
# Makes the secrets that docker-compose.yml and deploy/kubernetes read, one a file, and keeps those that are there.
#   deploy/secrets.sh [FOLDER]     default: secrets/ beside docker-compose.yml
# Put your own into stripe_secret_key, stripe_webhook_secret, email_url, openai_api_key, tls_certificate and tls_key;
# the first four are empty (off) at first, and the certificate is one that no browser trusts.
set -eu
cd "$(dirname "$0")/.."
folder=${1:-secrets}
umask 077
mkdir -p "$folder"

# Of 48 random bytes, in letters and digits alone: none of them means anything in an address.
random() { head -c 48 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

# keep NAME COMMAND...: what the command says goes into a file, unless it is there.
keep() {
    file=$folder/$1
    shift
    [ -e "$file" ] || "$@" >"$file"
    # The folder is closed to others; the containers, which are given single files, run as other users.
    chmod 0444 "$file"
}

read_secret() { cat "$folder/$1"; }

accounts() {
    printf 'user default on >%s ~* &* +@all\n' "$(read_secret valkey_password)"
    printf 'user runner on >%s resetchannels ~runner:* -@all %s\n' "$(read_secret runner_password)" \
        "+ping +auth +hello +select +client|setinfo +client|setname +time +multi +exec +discard +watch +unwatch +set +get +del +getdel +exists +expire +pexpire +brpop +lpush +rpush +rpop +llen +sadd +srem +smembers +hset +hget +hdel +hlen +hgetall +zadd +zrem +zrange +evalsha +script|load"
}

for name in secret_key postgres_admin_password database_password valkey_password runner_password \
    backup_passphrase; do
    keep "$name" random
done
keep database_url printf 'postgresql://rostrum:%s@postgres:5432/rostrum' "$(read_secret database_password)"
keep redis_url printf 'redis://:%s@valkey:6379/0' "$(read_secret valkey_password)"
keep runner_broker_url printf 'redis://runner:%s@valkey:6379/0' "$(read_secret runner_password)"
keep valkey_acl accounts
for name in stripe_secret_key stripe_webhook_secret email_url openai_api_key; do
    keep "$name" printf ''
done
if [ ! -e "$folder/tls_key" ]; then
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -keyout "$folder/tls_key" -out "$folder/tls_certificate" 2>/dev/null
fi
chmod 0444 "$folder/tls_key" "$folder/tls_certificate"
