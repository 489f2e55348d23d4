#!/usr/bin/env python3
"""Make the PDF font kit from packaged open fonts (fontTools needed).

usage: make_kit.py SOURCES OUT
SOURCES holds, unpacked, one folder a family:
  noto-serif-sc/      Noto Serif SC 2.003, static TrueType (npm @expo-google-fonts/noto-serif-sc 0.4.3)
  noto-naskh-arabic/  Noto Naskh Arabic, static TrueType (npm @expo-google-fonts/noto-naskh-arabic 0.4.5)
  lxgw-wenkai/        LXGW WenKai 1.250 (Debian fonts-lxgw-wenkai: LXGWWenKai-Regular.ttf)
  carlito/            Carlito 1.103 (Debian fonts-crosextra-carlito: Carlito-*.ttf)
  liberation/         Liberation Serif 2.1.5 (Debian fonts-liberation2: LiberationSerif-*.ttf)
  stix/               STIXMath-Regular.otf (Debian fonts-stix 1.1.1-4.1, folder stix-word)
  noto-core/          NotoSansSymbols2, NotoSansSymbols, NotoSansMath, all -Regular.ttf
                      (Debian fonts-noto-core 20201225-1)
charset.txt, beside this script: the code points kept of the Chinese faces, one hexadecimal number a
line: GB2312, the 8,105 of the general standard list, Latin, Greek, Cyrillic, CJK punctuation and
symbols. The symbols face is made last and takes what the faces made before it lack.
With --symbols alone the faces that stand in OUT are taken as they are and only that one is made, for
which no charset.txt is needed; with --mathematics alone likewise the face of formulas. Same sources, same bytes out."""
import os, shutil, sys
from fontTools import merge, subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

HERE = os.path.dirname(os.path.abspath(__file__))
SYMBOLS_ALONE = '--symbols' in sys.argv
MATHEMATICS_ALONE = '--mathematics' in sys.argv
SRC, OUT = [argument for argument in sys.argv[1:] if not argument.startswith('--')]
# Signs that none of the sources has, each drawn as one of the same shape: bullets that word processors
# and pasted lists use. A glyph of their own, so that a PDF gives back the character that was written.
ALIKE = {0x2023: 0x25B8, 0x2043: 0x2010, 0x204C: 0x25D6, 0x204D: 0x25D7, 0x204E: 0x2217, 0x29BE: 0x25CE,
         0x29BF: 0x25C9, 0x2B9E: 0x2BC8, 0x2BC8: 0x25B6, 0x1F782: 0x25B8, 0x1F784: 0x25CF, 0x1F852: 0x2192}
# Blocks in which office documents have their bullets, boxes, arrows and formulas: punctuation to
# technical symbols; box drawing to supplementary arrows; arrows and squares; letters of formulas
# (bold, italic, Greek italic); the ballot boxes of Wingdings.
SYMBOL_BLOCKS = [(0x2010, 0x23FA), (0x2500, 0x27FF), (0x2B00, 0x2B2F), (0x2B50, 0x2B59), (0x1D400, 0x1D467),
                 (0x1D6E2, 0x1D71B), (0x1F5F4, 0x1F5FA)]


def charset():
    return {int(x, 16) for x in open(os.path.join(HERE, 'charset.txt')).read().split()}


def cut(path, out, characters):
    o = subset.Options(hinting=False, glyph_names=False, notdef_outline=True, name_IDs=['*'],
                       name_languages=['*'], legacy_kern=False, layout_features=[], recalc_timestamp=False)
    o.drop_tables += ['vhea', 'vmtx', 'VORG', 'DSIG', 'FFTM', 'BASE', 'STAT']
    font = subset.load_font(path, o)
    s = subset.Subsetter(o)
    s.populate(unicodes=characters)
    s.subset(font)
    subset.save_font(font, out, o)


def widen_em_dash(path):
    """Noto Serif SC's U+2014 is 0.89 em; Chinese wants 1 em, the glyph of U+2015."""
    f = TTFont(path, recalcTimestamp=False)
    glyph = f.getBestCmap()[0x2015]
    for table in f['cmap'].tables:
        if table.isUnicode() and 0x2014 in table.cmap:
            table.cmap[0x2014] = glyph
    f.save(path)


def rename(path, family, postscript, note, copyright=None):
    """A changed font may not carry a reserved name."""
    f = TTFont(path, recalcTimestamp=False)
    names = f['name']
    for r in list(names.names):
        if r.nameID in (1, 4, 16):
            r.string = family
        elif r.nameID == 0 and copyright:
            r.string = copyright
        elif r.nameID == 6:
            r.string = postscript
        elif r.nameID == 3:
            r.string = postscript + ';subset'
        elif r.nameID in (18, 21, 22, 25):
            names.names.remove(r)
        elif r.nameID == 10:
            r.string = note
    f.save(path)


p = os.path.join


def make_text_faces():
    characters = charset()
    for weight, name in (('400Regular', 'Regular'), ('700Bold', 'Bold')):
        out = p(OUT, f'NotoSerifSC-{name}.subset.ttf')
        cut(p(SRC, 'noto-serif-sc', weight, f'NotoSerifSC_{weight}.ttf'), out, characters)
        widen_em_dash(out)
        shutil.copy(p(SRC, 'noto-naskh-arabic', weight, f'NotoNaskhArabic_{weight}.ttf'),
                    p(OUT, f'NotoNaskhArabic-{name}.ttf'))
    kai = p(OUT, 'ConfKaiSC-Regular.ttf')
    cut(p(SRC, 'lxgw-wenkai', 'LXGWWenKai-Regular.ttf'), kai, characters)
    rename(kai, 'Conf Kai SC', 'ConfKaiSC-Regular', 'Subset of LXGW WenKai 1.250, OFL 1.1')
    for style in ('Regular', 'Bold', 'Italic', 'BoldItalic'):
        shutil.copy(p(SRC, 'carlito', f'Carlito-{style}.ttf'), OUT)
        shutil.copy(p(SRC, 'liberation', f'LiberationSerif-{style}.ttf'), OUT)


def draw_alike(path, others):
    """Gives a face the signs of ALIKE: copies of its own glyphs, or of another face's where it lacks them."""
    font = TTFont(path, recalcTimestamp=False)
    order, cmap = list(font.getGlyphOrder()), font.getBestCmap()
    for sign, like in sorted(ALIKE.items()):
        like = ALIKE.get(like, like)
        source = next(f for f in [font] + others if like in f.getBestCmap())
        scale = font['head'].unitsPerEm / source['head'].unitsPerEm
        drawn = source.getBestCmap()[like]
        pen = TTGlyphPen(None)
        source.getGlyphSet()[drawn].draw(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
        name = 'uni%04X' % sign
        order.append(name)
        font['glyf'].glyphs[name] = pen.glyph()
        font['glyf'].glyphOrder = order
        font['hmtx'].metrics[name] = tuple(round(x * scale) for x in source['hmtx'].metrics[drawn])
        for table in font['cmap'].tables:
            if table.isUnicode() and (sign < 0x10000 or table.format == 12):
                table.cmap[sign] = name
    font.setGlyphOrder(order)
    font.save(path)


def make_symbols():
    """One face of three: each gives the characters that none before it has."""
    out = p(OUT, 'ConfSymbols-Regular.ttf')
    kit = [f for f in sorted(os.listdir(OUT)) if f.endswith('.ttf') and p(OUT, f) != out]
    # Texts in faces without serifs are to find their symbols here, not in a face with them.
    kit = [f for f in kit if not f.startswith(('Liberation', 'ConfMath'))]
    have = {c for f in kit for c in TTFont(p(OUT, f)).getBestCmap()}
    wanted = {c for first, last in SYMBOL_BLOCKS for c in range(first, last + 1)} - have
    parts = []
    for name in ('NotoSansSymbols2', 'NotoSansMath', 'NotoSansSymbols'):
        path = p(SRC, 'noto-core', f'{name}-Regular.ttf')
        mine = wanted & set(TTFont(path).getBestCmap())
        wanted -= mine
        parts.append(p(OUT, f'{name}.part'))
        cut(path, parts[-1], mine | ({0x20} if len(parts) == 1 else set()))
    options = merge.Options()
    options.drop_tables = ['GDEF', 'GPOS', 'GSUB', 'MATH', 'gasp', 'meta']
    font = merge.Merger(options).merge(parts)
    font['head'].created = font['head'].modified = TTFont(parts[0])['head'].modified
    font.recalcTimestamp = False
    font.save(out)
    for part in parts:
        os.remove(part)
    rename(out, 'Conf Symbols', 'ConfSymbols-Regular',
           'Subsets of Noto Sans Symbols2 2.003, Noto Sans Math 2.001, Noto Sans Symbols 2.001, joined; OFL 1.1',
           'Copyright 2016-2018 Google LLC. All Rights Reserved.')
    # Of a family without reserved names.
    draw_alike(out, [TTFont(p(OUT, 'NotoSerifSC-Regular.subset.ttf'))])


# What formulas are made of: letters, digits and signs of text, combining accents, letter-like signs, arrows,
# operators, technical brackets, their supplements, and the letters of formulas in their styles.
MATHEMATICS_BLOCKS = [(0x20, 0x7E), (0xA0, 0x17F), (0x2C6, 0x2DD), (0x300, 0x36F), (0x370, 0x3FF), (0x2010, 0x205F),
                      (0x20D0, 0x20F0), (0x2100, 0x23FF), (0x25A0, 0x25FF), (0x27C0, 0x27FF), (0x2900, 0x2AFF),
                      (0x1D400, 0x1D7FF)]


def make_mathematics():
    """The face of formulas: its table MATH kept, its outlines as TrueType's, which readers of PDF show alike."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.ttLib import newTable
    out = p(OUT, 'ConfMath-Regular.ttf')
    options = subset.Options(hinting=False, glyph_names=True, notdef_outline=True, name_IDs=['*'],
                             name_languages=['*'], layout_features=[], recalc_timestamp=False)
    options.drop_tables += ['FFTM', 'GPOS', 'GSUB', 'GDEF']
    font = subset.load_font(p(SRC, 'stix', 'STIXMath-Regular.otf'), options)
    s = subset.Subsetter(options)
    s.populate(unicodes={c for first, last in MATHEMATICS_BLOCKS for c in range(first, last + 1)})
    s.subset(font)
    drawn, glyphs = font.getGlyphSet(), {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, 0.5, reverse_direction=True))
        glyphs[name] = pen.glyph()
    del font['CFF ']
    font['loca'], font['glyf'] = newTable('loca'), newTable('glyf')
    font['glyf'].glyphOrder, font['glyf'].glyphs = font.getGlyphOrder(), glyphs
    maxp = font['maxp']
    maxp.tableVersion = 0x00010000
    for zero in ('maxTwilightPoints', 'maxStorage', 'maxFunctionDefs', 'maxInstructionDefs', 'maxStackElements',
                 'maxSizeOfInstructions', 'maxComponentElements'):
        setattr(maxp, zero, 0)
    maxp.maxZones = 1
    font['post'].formatType = 3.0
    font.sfntVersion, font.recalcBBoxes = '\x00\x01\x00\x00', True
    font.recalcTimestamp = False
    font.save(out)
    rename(out, 'Conf Math', 'ConfMath-Regular', 'STIX Math 1.1.1 as TrueType, subset; OFL 1.1')


os.makedirs(OUT, exist_ok=True)
if MATHEMATICS_ALONE:
    make_mathematics()
else:
    if not SYMBOLS_ALONE:
        make_text_faces()
        make_mathematics()
    make_symbols()
