# NGINX with Clerk's sites. A faulty configuration is not put in place.
# shellcheck shell=bash
packages nginx
# The routes are the cutover's: what it has written stays.
if ! diff -rq --exclude routes --exclude '*.sh' --exclude nginx.conf nginx /etc/nginx/clerk >/dev/null 2>&1 ||
    ! cmp -s nginx/nginx.conf /etc/nginx/nginx.conf; then
    if [ -n "$dry_run" ]; then
        say "Would write /etc/nginx/nginx.conf and /etc/nginx/clerk, and have NGINX read them"
    else
        rm -rf /etc/nginx/clerk.old
        cp -a /etc/nginx/nginx.conf /etc/nginx/nginx.conf.old
        if [ -d /etc/nginx/clerk ]; then mv /etc/nginx/clerk /etc/nginx/clerk.old; fi
        cp -r nginx /etc/nginx/clerk
        rm -f /etc/nginx/clerk/*.sh /etc/nginx/clerk/nginx.conf
        if [ -d /etc/nginx/clerk.old/routes ]; then cp -a /etc/nginx/clerk.old/routes /etc/nginx/clerk/; fi
        cp nginx/nginx.conf /etc/nginx/nginx.conf
        if ! nginx -t -q; then
            rm -rf /etc/nginx/clerk
            if [ -d /etc/nginx/clerk.old ]; then mv /etc/nginx/clerk.old /etc/nginx/clerk; fi
            mv /etc/nginx/nginx.conf.old /etc/nginx/nginx.conf
            fail "NGINX refuses the configuration; the one before is back"
        fi
        say "/etc/nginx: written; the one before is nginx.conf.old and clerk.old"
        service reload-or-restart nginx
    fi
fi
service enable nginx
