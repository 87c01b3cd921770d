#!/bin/sh
# Makes the two font files and ../coverage.go from Debian's fonts-noto-core with
# the fonttools package: Latin, Greek and Cyrillic with their accents, the
# punctuation of prose, currencies, a few signs, and the box that stands for
# the rest. Run it in this folder; it is no part of the build.
set -eu
noto=/usr/share/fonts/truetype/noto parts=$(mktemp -d)

# cut SOURCE FILE CHARACTERS keeps the outlines alone: nothing reads the rest.
cut() {
  pyftsubset "$noto/$1.ttf" --unicodes="$3" --layout-features= --drop-tables+=GDEF,GPOS,GSUB,MATH \
    --no-hinting --notdef-outline --name-IDs='*' --output-file="$parts/$2.ttf"
}

prose=U+0020-007E,U+00A0-024F,U+0259,U+02B0-02FF,U+0300-036F,U+0370-03FF,U+0400-052F,U+1E00-1EFF
prose=$prose,U+2010-2027,U+2030-203A,U+2044,U+20A0-20BF,U+2116,U+2122,U+25CC,U+FFFD
cut NotoSansMath-Regular signs U+2190-2193,U+2212,U+2248,U+2260,U+2264,U+2265
cut NotoSansSymbols2-Regular box U+25A1
for weight in Regular Bold; do
  cut "NotoSans-$weight" text "$prose"
  pyftmerge --output-file="NotoSans-$weight.ttf" "$parts/text.ttf" "$parts/signs.ttf" "$parts/box.ttf"
done
rm -r "$parts"
/usr/bin/python3 coverage.py >../coverage.go
