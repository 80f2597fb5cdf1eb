#!/usr/bin/env bash
# Builds the program when a source is newer than it, then becomes it. `./publish` makes what users install.
set -eu
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${NOMAD_ARTIFACTS:-$root/artifacts}
program=$out/bin/Nomad.Agent/debug/nomad
stamp=$out/nomad.built

# One `find` over the sources, stopped at the first newer file: a few milliseconds when nothing changed.
is_stale() {
  [ ! -x "$program" ] || [ ! -e "$stamp" ] ||
    [ -n "$(find "$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props" -newer "$stamp" \
            \( -name '*.cs' -o -name '*.csproj' -o -name '*.props' \) -print -quit)" ]
}

if is_stale; then
  mkdir -p "$out"
  # Two terminals must not build into one folder at once. The build does not inherit the lock: compilers may outlive it.
  exec 9>"$out/nomad.lock"
  flock -n 9 || { echo "Waiting for the build in another terminal ..." >&2; flock 9; }
  if is_stale; then
    echo "Building nomad (a first build takes two minutes or so) ..." >&2
    touch "$stamp.next"
    if ! dotnet build "$root/src/Nomad.Agent/Nomad.Agent.csproj" -v quiet --nologo -clp:NoSummary >"$out/nomad.build.log" 2>&1 9>&-; then
      cat "$out/nomad.build.log" >&2
      exit 1
    fi
    mv "$stamp.next" "$stamp"
  fi
  exec 9>&-
fi
exec "$program" "$@"
