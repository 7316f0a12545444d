#!/usr/bin/env bash
# Where the official image has its own script of this name.
exec python3 -m standin
