#!/usr/bin/env bash
# Spark's discovery script for GPUs: prints {"name": "gpu", "addresses": ["0", "1"]}.
#
# Addresses are what nvidia-smi counts, less those that CUDA_VISIBLE_DEVICES hides. POLYAK_GPUS, such as
# "0 1", takes their place, for trying placement on a machine without GPUs.
set -euo pipefail

if [[ -n "${POLYAK_GPUS:-}" ]]; then
  gpus="$POLYAK_GPUS"
elif command -v nvidia-smi > /dev/null; then
  gpus="$(nvidia-smi --query-gpu=index --format=csv,noheader | tr '\n' ' ')"
else
  echo "discover-gpus.sh: no nvidia-smi on this machine, so no GPU driver" >&2
  exit 1
fi

addresses=""
for gpu in $gpus; do
  if [[ ! "$gpu" =~ ^[0-9]+$ ]]; then
    echo "discover-gpus.sh: not the number of a GPU: $gpu" >&2
    exit 1
  fi
  if [[ -z "${CUDA_VISIBLE_DEVICES:-}" || ",$CUDA_VISIBLE_DEVICES," == *",$gpu,"* ]]; then
    addresses+="${addresses:+, }\"$gpu\""
  fi
done
echo "{\"name\": \"gpu\", \"addresses\": [$addresses]}"
