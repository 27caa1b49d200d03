# SSH by key only. The file sorts before the cloud's own, as the first word counts.
# shellcheck shell=bash
packages openssh-server
if ! cmp -s ssh/10-clerk.conf /etc/ssh/sshd_config.d/10-clerk.conf; then
    # Nobody is to be locked out.
    grep -qsE '^(ssh|ecdsa|sk)-' ~root/.ssh/authorized_keys ||
        fail "root has no authorized key: passwords stay allowed until there is one in ~root/.ssh/authorized_keys"
fi
if put ssh/10-clerk.conf /etc/ssh/sshd_config.d/10-clerk.conf && [ -z "$dry_run" ]; then
    mkdir -p /run/sshd
    if ! sshd -t; then
        rm /etc/ssh/sshd_config.d/10-clerk.conf
        fail "sshd refuses the configuration; it was taken away again"
    fi
    service reload-or-restart ssh
fi
