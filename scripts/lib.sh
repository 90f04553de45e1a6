# Shared by the scripts beside it: finds or installs what is needed, builds what is stale. Bash 3.2 and up (macOS).
# shellcheck shell=bash

set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
JAR=$ROOT/target/atoll.jar
JAVA_LEAST=17
MAVEN_LEAST=3.8.6   # Debian 12 has 3.8.7; the build's plugins refuse older ones
MAVEN_FETCHED=3.9.9 # brought where the system's package is older (Ubuntu 22.04, Debian 11)

# Maven resets colours at its end where nobody sees any: bare escapes in files and pipes.
[ -t 1 ] || export MAVEN_OPTS="${MAVEN_OPTS:-} -Djansi.noreset=true"

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$@"
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# Major version of a JDK's javac, 0 when there is none: 17 for "javac 17.0.15", 8 for "javac 1.8.0".
jdk_version() {
  local version
  version=$("$1" -version 2>&1 | sed -n 's/^javac \(1\.\)\{0,1\}\([0-9][0-9]*\).*/\2/p' | head -n 1) || true
  printf '%s' "${version:-0}"
}

# Homes of the JDKs there may be, the preferred ones first: that of the user, of the path, of packages.
jdk_homes() {
  printf '%s\n' "${JAVA_HOME:-}"
  # asks java itself, since what is on the path may be a link or a version manager's shim
  if has java; then
    java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p'
  fi
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$JAVA_LEAST+" 2>/dev/null || true
  fi
  ls -d /usr/lib/jvm/* /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home 2>/dev/null || true
}

# Takes the first JDK that is new enough.
find_jdk() {
  local home
  while read -r home; do
    if [ -n "$home" ] && [ -x "$home/bin/javac" ] && [ "$(jdk_version "$home/bin/javac")" -ge "$JAVA_LEAST" ]; then
      export JAVA_HOME=$home
      return 0
    fi
  done < <(jdk_homes)
  return 1
}

# Whether the first of two dotted versions is not less than the second.
at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t . -k 1,1n -k 2,2n -k 3,3n | head -n 1)" = "$2" ]
}

maven_version() {
  "$1" -B -v 2>/dev/null | sed -n 's/^[^A]*Apache Maven \([0-9.]*\).*/\1/p' | head -n 1
}

fetched_maven() { printf '%s' "${XDG_CACHE_HOME:-$HOME/.cache}/atoll/apache-maven-$MAVEN_FETCHED/bin/mvn"; }

# Takes a Maven that is new enough from the path or from an earlier fetch.
find_maven() {
  local version candidate
  for candidate in mvn "$(fetched_maven)"; do
    version=$(has "$candidate" && maven_version "$candidate") || true
    if [ -n "$version" ] && at_least "$version" "$MAVEN_LEAST"; then
      MAVEN=$candidate
      return 0
    fi
  done
  return 1
}

# An older Maven can bring a newer one, checked against the repository's checksum.
fetch_maven() {
  local folder
  folder=$(dirname "$(dirname "$(dirname "$(fetched_maven)")")")
  say "Maven $(maven_version mvn) is too old: fetching $MAVEN_FETCHED to $folder"
  mkdir -p "$folder"
  mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
    "-Dartifact=org.apache.maven:apache-maven:$MAVEN_FETCHED:tar.gz:bin" "-DoutputDirectory=$folder"
  tar -xzf "$folder/apache-maven-$MAVEN_FETCHED-bin.tar.gz" -C "$folder"
}

# Debian's and Ubuntu's package of a JDK that is new enough: their default where it is, else a numbered one.
jdk_package() {
  local default version
  default=$(apt-cache policy default-jdk-headless | sed -n 's/^ *Candidate: [0-9]*:1\.\([0-9]*\).*/\1/p')
  if [ "${default:-0}" -ge "$JAVA_LEAST" ]; then
    printf 'default-jdk-headless'
    return
  fi
  for version in 21 17 25; do
    if apt-cache policy "openjdk-$version-jdk-headless" | grep -q 'Candidate: [0-9]'; then
      printf 'openjdk-%s-jdk-headless' "$version"
      return
    fi
  done
  printf 'openjdk-%s-jdk-headless' "$JAVA_LEAST"
}

# Runs a command as root, if this user may; the password is asked for only where somebody can type it.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

may_be_root() {
  [ "$(id -u)" -eq 0 ] || { has sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; }; }
}

install_by_apt() {
  local line="sudo apt-get update && sudo apt-get install -y --no-install-recommends ${*/JDK/default-jdk-headless}"
  may_be_root || die "${*/JDK/a JDK ($JAVA_LEAST or later)} missing, and only root may install. Please type:" "  $line"
  say "Installing by apt-get: ${*/JDK/a JDK}"
  as_root apt-get update -qq || say "apt-get update failed, trying with what is known."
  # shellcheck disable=SC2046,SC2048,SC2086 # several words
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends ${*/JDK/$(jdk_package)} >/dev/null ||
    die "apt-get failed, see above. The line was:" "  $line"
}

install_by_brew() {
  say "Installing by brew: ${*/JDK/openjdk}"
  # shellcheck disable=SC2048,SC2086 # several words
  brew install ${*/JDK/openjdk} >&2
}

# Brings a JDK and Maven unless they are there.
ensure_tools() {
  local missing=()
  find_jdk || missing+=(JDK)
  find_maven || has mvn || missing+=(maven)
  if [ ${#missing[@]} -gt 0 ]; then
    if has apt-get; then
      install_by_apt "${missing[@]}"
    elif has brew; then
      install_by_brew "${missing[@]}"
    elif [ "$(uname)" = Darwin ]; then
      die "A JDK ($JAVA_LEAST or later) and Maven are needed. With Homebrew (https://brew.sh) please type:" \
        "  brew install openjdk maven"
    else
      die "A JDK ($JAVA_LEAST or later) and Maven ($MAVEN_LEAST or later) are needed." \
        "Please install them with this system's package manager."
    fi
  fi
  find_jdk || die "There is no JDK $JAVA_LEAST or later even now. Please install one and set JAVA_HOME to it."
  find_maven || { fetch_maven && find_maven; } || die "There is no Maven $MAVEN_LEAST or later even now."
}

# Where packages put servers is not on every user's path.
has_program() {
  PATH=$PATH:/usr/sbin:/usr/local/bin:/opt/homebrew/bin has "$1"
}

# Brings a program that tests use: its name, Debian's package, Homebrew's. Where it cannot be had those tests are skipped and say
# so; on CI they fail.
ensure_program() {
  has_program "$1" && return
  if has apt-get && may_be_root; then
    (install_by_apt "$2") || true
  elif has brew; then
    (install_by_brew "$3") || true
  fi
  has_program "$1" || say "There is no $1, and it could not be installed: the tests that need it are skipped."
}

LIVEKIT=1.9.12 # a release without replace directives, which Go installs from its module proxy

livekit_server() { printf '%s' "${XDG_CACHE_HOME:-$HOME/.cache}/atoll/livekit-server-$LIVEKIT"; }

# Where Go puts itself is not on every user's path.
find_go() {
  local candidate
  for candidate in go /usr/local/go/bin/go /opt/homebrew/bin/go; do
    if has "$candidate"; then
      GO=$candidate
      return 0
    fi
  done
  return 1
}

# Builds the LiveKit server that tests talk to, once: no system has a package of it. Some 200 MB are fetched, and it takes a minute
# or two. Where it cannot be built its tests are skipped and say so; on CI they fail if Go's module proxy answers.
ensure_livekit_server() {
  local server folder
  server=$(livekit_server)
  folder=$(dirname "$server")
  [ -x "$server" ] || has_program livekit-server && return
  if ! find_go; then
    say "There is no Go, which builds livekit-server: the tests that need it are skipped."
    return
  fi
  say "Building livekit-server $LIVEKIT to $folder ..."
  mkdir -p "$folder/go"
  if GOBIN=$folder/go "$GO" install "github.com/livekit/livekit-server/cmd/server@v$LIVEKIT" >&2; then
    mv "$folder/go/server" "$server"
  else
    say "Go could not build livekit-server, see above: the tests that need it are skipped."
  fi
  rm -rf "$folder/go"
}

# Brings the libraries of the system that WebRTC's needs, by which side-cars are tested in rooms of LiveKit.
ensure_webrtc_libraries() {
  local package missing=()
  has apt-get && has dpkg-query || return 0
  for package in libpulse0 libudev1 libx11-6 libxfixes3 libxrandr2 libxcomposite1 libdbus-1-3; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if may_be_root; then
    (install_by_apt "${missing[@]}") || say "Without ${missing[*]} the tests of side-cars are skipped."
  else
    say "There is no ${missing[*]}: the tests of side-cars are skipped."
  fi
}

# Brings what networks of their own for nodes are made with, on Linux; without it wires are not cut and the rows say so.
ensure_chaos_programs() {
  [ "$(uname)" = Linux ] || return 0
  ensure_program ip iproute2 iproute2
  ensure_program iptables iptables iptables
}

# Brings what tests talk to: a NATS server, nginx, a LiveKit server, Node with the packages of src/test/node, a browser.
ensure_test_programs() {
  local clients=$ROOT/src/test/node
  ensure_program nats-server nats-server nats-server
  ensure_program nginx nginx nginx
  ensure_chaos_programs
  ensure_livekit_server
  ensure_webrtc_libraries
  ensure_program node nodejs node
  ensure_program npm npm node
  if [ "$(uname)" != Darwin ]; then
    ensure_program chromium chromium chromium
  fi
  if has npm && [ "$clients/package-lock.json" -nt "$clients/node_modules/.package-lock.json" ]; then
    say "Fetching the published clients that tests use ..."
    (cd "$clients" && npm ci --silent) || say "npm failed: the tests with published clients are skipped."
  fi
}

# Runs Maven in the repository; the commit goes into the build, so that a running node can tell it.
maven() {
  local commit
  commit=$(git -C "$ROOT" rev-parse HEAD 2>/dev/null) || commit=unknown
  (cd "$ROOT" && "$MAVEN" -B -ntp "-Datoll.commit=$commit" "$@")
}

jar_is_stale() {
  [ ! -f "$JAR" ] || [ -n "$(find "$ROOT/src/main" "$ROOT/conf" "$ROOT/pom.xml" -newer "$JAR" 2>/dev/null | head -n 1)" ]
}

# One build at a time: a second script waits for the first one's jar. A lock whose owner is gone is broken.
lock_build() {
  local lock=$ROOT/target/build.lock owner waited=0
  mkdir -p "$ROOT/target"
  until mkdir "$lock" 2>/dev/null; do
    owner=$(cat "$lock/pid" 2>/dev/null) || owner=""
    if [ -n "$owner" ] && kill -0 "$owner" 2>/dev/null; then
      waited=0
    elif [ "$waited" -ge 5 ]; then
      rm -rf "$lock"
    fi
    waited=$((waited + 1))
    sleep 1
  done
  echo $$ >"$lock/pid"
  trap unlock_build EXIT
}

unlock_build() {
  rm -rf "$ROOT/target/build.lock"
  trap - EXIT
}

# Builds the jar when sources are newer. A running node keeps the old file, which is why that is removed and not overwritten.
ensure_jar() {
  if ! jar_is_stale && find_jdk; then
    return
  fi
  ensure_tools
  lock_build
  if jar_is_stale; then
    say "Building target/atoll.jar (the first time this downloads what it depends on) ..."
    rm -f "$JAR"
    maven -q -Dmaven.test.skip=true package >&2
  fi
  unlock_build
}

# Becomes the program, so that signals reach it.
run_atoll() {
  ensure_jar
  exec "$JAVA_HOME/bin/java" -jar "$JAR" "$@"
}
