#!/usr/bin/env bash
# sohoa: the command line of this clone, wherever it is called from. Copied to .venv/bin/sohoa by the set-up.
# A local stack that `make run` started is used unless the caller's own SOHOA_* variables say otherwise.
set -eu
self=${BASH_SOURCE[0]}
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=$(dirname "$self")/$link ;; esac
done
# Logical, not physical: .venv itself may be a link, and then the clone is where the link stands.
root=$(cd -L "$(dirname "$self")/../.." && pwd -L)
if [ -r "$root/var/sohoa.env" ]; then
  while IFS='=' read -r name value; do
    [ -n "${!name+given}" ] || export "$name=$value"
  done <"$root/var/sohoa.env"
fi
# The caller's folder stays the working directory, so relative paths mean what they say, but never a place to import from.
export PYTHONPATH="$root" PYTHONSAFEPATH=1
exec "$root/.venv/bin/python" -m pipeline.cli "$@"
