#!/bin/sh
# Makes a Debian package and an image FROM scratch of a built program. PROGRAM names it where it is not
# target/release/itudoc. Needs dpkg-deb and tar; the same program gives the same bytes.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
program=${PROGRAM:-$root/target/release/itudoc}
out=$root/target/packages
[ -x "$program" ] || { echo "$program is not there: cargo build --release --locked" >&2; exit 2; }
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-0}"
version=$("$program" --version | cut -d' ' -f2)
architecture=$(dpkg --print-architecture)
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

deb=$work/deb
mkdir -p "$deb/DEBIAN" "$deb/usr/bin" "$deb/usr/share/man/man1" "$deb/usr/share/doc/itudoc" \
  "$deb/usr/share/bash-completion/completions" "$deb/usr/share/zsh/vendor-completions" \
  "$deb/usr/share/fish/vendor_completions.d"
install -m 755 "$program" "$deb/usr/bin/itudoc"
"$program" man -o "$deb/usr/share/man/man1" >/dev/null
gzip -9n "$deb"/usr/share/man/man1/*
"$program" completions bash > "$deb/usr/share/bash-completion/completions/itudoc"
"$program" completions zsh > "$deb/usr/share/zsh/vendor-completions/_itudoc"
"$program" completions fish > "$deb/usr/share/fish/vendor_completions.d/itudoc.fish"
cat "$root/LICENSE-MIT" "$root/templates/fonts/OFL.txt" > "$deb/usr/share/doc/itudoc/copyright"
cat > "$deb/DEBIAN/control" <<END
Package: itudoc
Version: $version
Architecture: $architecture
Maintainer: itudoc <itudoc@localhost>
Section: text
Priority: optional
Depends: libc6
Installed-Size: $(du -sk "$deb/usr" | cut -f1)
Description: contributions to ITU conferences made official documents
 Turns Word files and plain text into official DOCX, PDF and JSON, in six languages.
END
dpkg-deb --root-owner-group --build "$deb" "$out/itudoc_${version}_$architecture.deb"

image=$work/image
mkdir -p "$image/tmp" "$image/work"
install -m 755 "$program" "$image/itudoc"
if ldd "$program" 2>/dev/null | grep -q '=>'; then
  # Not one file that stands alone: what it is linked to goes with it.
  ldd "$program" | grep -o '/[^ ]*' | while read -r library; do
    mkdir -p "$image$(dirname "$library")"
    cp -L "$library" "$image$library"
  done
fi
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$image" -cf "$out/itudoc-image.tar" .
echo "$out/itudoc_${version}_$architecture.deb"
echo "$out/itudoc-image.tar"
