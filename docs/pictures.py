#!/usr/bin/env python3
"""Makes docs/before-after.png: the text of a sample beside the pages made of it.

usage: docs/pictures.py ITUDOC        (the program; Pillow and poppler's pdftoppm needed)
"""
import pathlib
import subprocess
import sys
import tempfile

from PIL import Image, ImageDraw, ImageFont

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "input" / "pp14-zh-cover-note-and-marks.txt"
FONTS = ROOT / "templates" / "fonts"
WIDTH, HEIGHT, GAP = 620, 877, 24


def text_page():
    """The input as an editor shows it."""
    page = Image.new("RGB", (WIDTH, HEIGHT), "#f6f6f2")
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONTS / "NotoSerifSC-Regular.subset.ttf"), 13)
    number = ImageFont.truetype(str(FONTS / "Carlito-Regular.ttf"), 12)
    y, limit = 18, WIDTH - 70
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("MOD\t") and "/" in line)
    for at, line in enumerate(lines[start - 4:], start - 3):
        rest, first = line.replace("\t", "\u3000\u3000"), True
        while rest or first:
            cut = len(rest)
            while draw.textlength(rest[:cut], font=font) > limit:
                cut -= 1
            if first:
                draw.text((14, y), str(at), font=number, fill="#a0a090")
            draw.text((50, y), rest[:cut], font=font, fill="#202020")
            rest, first = rest[cut:], False
            y += 20
            if y > HEIGHT - 30:
                return page
    return page


def official_page(program):
    """The page on which the proposal stands."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "convert", SAMPLE, "-o", folder, "--to", "pdf", "--quiet"], check=True)
        pdf = pathlib.Path(folder) / (SAMPLE.stem + ".pdf")
        subprocess.run(["pdftoppm", "-r", "110", "-png", pdf, pathlib.Path(folder) / "p"], check=True)
        pages = sorted(pathlib.Path(folder).glob("p-*.png"))
        return Image.open(pages[1 if len(pages) > 1 else 0]).convert("RGB").resize((WIDTH, HEIGHT), Image.LANCZOS)


left, right = text_page(), official_page(sys.argv[1])
both = Image.new("RGB", (2 * WIDTH + 3 * GAP, HEIGHT + 2 * GAP), "#808080")
both.paste(left, (GAP, GAP))
both.paste(right, (WIDTH + 2 * GAP, GAP))
both.quantize(64).save(ROOT / "docs" / "before-after.png", optimize=True)
