#!/usr/bin/env bash
# Builds the staff front end of the original and puts it, with the static files that its pages load, where
# the image takes it from.
#
#   front-end.sh CHECKOUT      a checkout of AnikaLegal/clerk
set -euo pipefail
checkout=${1:?front-end.sh CHECKOUT}
to=$(cd "$(dirname "$0")" && pwd)/static
[ -e "$checkout/frontend/package-lock.json" ] || { echo "$checkout has no frontend/" >&2; exit 1; }
command -v npm >/dev/null || { echo "npm is missing" >&2; exit 1; }
(cd "$checkout/frontend" && npm ci --silent && npm run --silent build)
find "$to" -mindepth 1 ! -name README.md -delete
cp -r "$checkout/frontend/dist/." "$to/"
for folder in semantic styles brand htmx.min.js; do
    cp -r "$checkout/app/case/static/$folder" "$to/"
done
mkdir -p "$to/web"
cp -r "$checkout/app/web/static/web/brand" "$to/web/"
[ -e "$to/manifest.json" ] || { echo "the build left no manifest.json" >&2; exit 1; }
