#!/bin/sh
# The Debian package from the bundle, out/release/annotator_VERSION_ARCH.deb: sh packaging/deb.sh, after packaging/bundle.sh.
# For the Debian it is built on and newer ones, and Ubuntus of the same age. Needs dpkg-deb and binutils.
set -eu
cd -P "$(dirname "$0")/.."
bundle=out/bundle/annotator
root=out/deb
id=org.annotator.Annotator
version=$(sed -n 's/^__version__ = "\(.*\)"$/\1/p' annotator/__init__.py)
arch=$(dpkg --print-architecture)
[ -x $bundle/annotator ] || { echo "deb.sh: there is no bundle; make bundle" >&2; exit 1; }

rm -rf $root
share=$root/usr/share
mkdir -p $root/DEBIAN $root/usr/lib $root/usr/bin $share/applications $share/mime/packages $share/doc/annotator
cp -a $bundle $root/usr/lib/annotator
ln -s ../lib/annotator/annotator $root/usr/bin/annotator
cp packaging/desktop/$id.desktop $share/applications/
cp packaging/desktop/$id.xml $share/mime/packages/
mv $root/usr/lib/annotator/LICENSES.txt $share/doc/annotator/copyright
mv $root/usr/lib/annotator/annotator.cdx.json $share/doc/annotator/
gzip -9n < CHANGELOG.md > $share/doc/annotator/changelog.gz

for size in 16 22 24 32 48 64 128 256 512; do
    mkdir -p $share/icons/hicolor/${size}x$size/apps
    cp out/icons/$size.png $share/icons/hicolor/${size}x$size/apps/$id.png
done
mkdir -p $share/icons/hicolor/scalable/apps
cp resources/icons/annotator.svg $share/icons/hicolor/scalable/apps/$id.svg
PYTHONPATH=. .venv/bin/python packaging/man_page.py $share/man
find $share/man -name '*.1' -exec gzip -9n {} +

# The newest C library that anything in the bundle asks for, and what is left to a desktop; see tests/packaging.
libc=$(find $bundle -type f \( -name '*.so*' -o -name annotator \) -exec objdump -T {} + 2>/dev/null \
    | sed -n 's/.*(*GLIBC_\([0-9.]*\))*.*/\1/p' | sort -V | tail -1)
cat > $root/DEBIAN/control <<CONTROL
Package: annotator
Version: $version
Architecture: $arch
Maintainer: The Annotator founders <annotator@example.org>
Installed-Size: $(du -sk $root/usr | cut -f1)
Depends: libc6 (>= $libc), libgl1, libegl1, libxcb1, libwayland-client0, libwayland-cursor0, libwayland-egl1, fontconfig-config
Recommends: fonts-noto-cjk, shared-mime-info, desktop-file-utils, hicolor-icon-theme
Section: science
Priority: optional
Description: Annotate Chinese poverty-alleviation reports
 Opens a report, Simplified or Traditional, with its policy measures, named
 programs and the facts around them highlighted as suggestions. What people
 accept, correct, reject or add goes into one local corpus file, made for
 training models and for analysis. Works offline.
CONTROL
(cd $root && find usr -type f -exec md5sum {} + > DEBIAN/md5sums)
find $root -type d -exec chmod 755 {} +
mkdir -p out/release
dpkg-deb --root-owner-group -Zxz --build $root out/release/annotator_${version}_$arch.deb
(cd out/release && sha256sum -- *.deb > SHA256SUMS)
du -m out/release/*.deb | sed 's/\t.*\// MB: /'
