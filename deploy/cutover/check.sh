# cutover.sh check: what has to be so before Clerk is started beside the original. Sourced, not run.
# shellcheck shell=bash disable=SC2154

check() {
    check_engine
    check_clerk
    check_original
    check_edge
    check_backup
}

check_engine() {
    local memory
    if [ "$(docker info --format '{{.Swarm.LocalNodeState}}' 2>/dev/null)" = active ]; then good "Docker Swarm runs"
    else bad "Docker Swarm cannot be reached, or is off"; fi
    if docker image inspect "${CLERK_IMAGE:-anikalaw/clerk:$COMPOSE_SUFFIX}" >/dev/null 2>&1 ||
        docker pull --quiet "${CLERK_IMAGE:-anikalaw/clerk:$COMPOSE_SUFFIX}" >/dev/null 2>&1; then
        good "Clerk's image is there"
    else bad "Clerk's image cannot be fetched"; fi
    memory=$(on_host "awk '/^MemAvailable/ { print int(\$2 / 1024) }' /proc/meminfo" || echo 0)
    if [ "$memory" -ge 600 ]; then good "$memory MB of memory are free"
    else bad "$memory MB of memory are free; both at once take 600 more"; fi
    local room
    room=$(on_host "df -Pm / | awk 'NR == 2 { print \$4 }'" || echo 0)
    if [ "$room" -ge 2000 ]; then good "$room MB of disk are free"; else bad "$room MB of disk are free; 2000 are needed"; fi
}

# Database adoptable, keys that read what is stored, buckets, mail domain, services, clocks: Clerk's own checks.
check_clerk() {
    if in_clerk clerk-worker check >"$tmp/check" 2>&1 </dev/null; then good "clerk-worker check:"
    else bad "clerk-worker check:"; fi
    sed 's/^/      /' "$tmp/check"
}

check_original() {
    local waiting
    waiting=$(sql "SELECT count(*) FROM public.django_q_ormq") || { bad "the original's queue cannot be read"; return; }
    if [ "$waiting" = 0 ]; then good "the original has nothing left to do"
    else warn "the original has $waiting tasks waiting: its worker has to run on until they are done"; fi
    # What the original has given up nobody will do: it never tries again.
    waiting=$(sql "SELECT count(*) FROM public.emails_email WHERE state = 'READY_TO_SEND'
        AND created_at < now() - interval '15 minutes'")
    if [ "$waiting" = 0 ]; then good "no email has been left unsent"
    else warn "$waiting emails were never sent; afterwards \"clerk-worker email list-stuck\" lists them"; fi
    waiting=$(sql "SELECT count(*) FROM public.core_submission WHERE is_complete AND NOT is_processed
        AND modified_at < now() - interval '15 minutes'")
    if [ "$waiting" = 0 ]; then good "no form has been left without a case"
    else warn "$waiting forms never became cases; see \"clerk-worker submissions\""; fi
}

check_edge() {
    if on_host "$nginx -T 2>/dev/null" | grep -c "clerk/routes/" >"$tmp/lines"; then good "NGINX can send parts to Clerk"
    else bad "NGINX has not Clerk's files yet: run deploy/host/provision.sh --live"; fi
}

check_backup() {
    if [ -z "${S3_BUCKET:-}" ]; then warn "S3_BUCKET is not set: make sure yourself that there is a backup of today"; return; fi
    local newest
    newest=$(aws s3 ls "$S3_BUCKET/" | awk '{ print $4 }' | sed -nE "s/^postgres_clerk_.*_([0-9]+)\.sql.*/\1/p" | sort -n | tail -n 1) || true
    if [ -n "$newest" ] && [ $(($(date +%s) - newest)) -lt 93600 ]; then good "the newest backup is $((($(date +%s) - newest) / 3600)) hours old"
    else bad "there is no backup of the last day in $S3_BUCKET"; fi
}
