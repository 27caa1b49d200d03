# Security updates by themselves, and what the other parts need.
# shellcheck shell=bash
packages ca-certificates curl gnupg unattended-upgrades
put apt/20clerk-upgrades /etc/apt/apt.conf.d/20clerk-upgrades || true
