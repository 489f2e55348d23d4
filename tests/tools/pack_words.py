"""Words to translate, counted from outside: five drawn contributions a language, what of each is new and what is in force.

Usage: pack_words.py PROGRAM [--seed N]
Each contribution has the whole text in force with words of its own put in or in the place of others, an item added or left
out, and reasons. What is new is known by how it was made: words that no text
in force has. What stands in it is counted here by Unicode's categories, letters and digits that belong together, Han one by
one. Compared with words.csv, and its sum with the total of the paper (words.docx). Each language has its text in force, so
that each can be taken over in all the others."""
import csv, os, random, re, subprocess, sys, tempfile, unicodedata, zipfile

from pack_count import BASE, HEAD, SPOKEN

REASONS = {"en": "Reasons:\t", "fr": "Motifs:\t", "es": "Motivos:\t", "ru": "Основания:\t", "zh": "理由：\t", "ar": "الأسباب:\t"}
SOURCES = ["RUR", "FRD", "GFW", "SYL", "UTP"]


def counted(text):
    """Words of a text."""
    words, inside = 0, False
    for letter in text:
        kind = unicodedata.category(letter)
        if "CJK UNIFIED" in unicodedata.name(letter, ""):
            words, inside = words + 1, False
        elif kind[0] in "LN" or (kind[0] == "M" and inside):
            words += not inside
            inside = True
        else:
            inside = False
    return words


def contribution(draw, language, nth):
    """Lines of a contribution below its head, its words, and how many of them are new."""
    new, text, gap = 0, list(BASE[language]), "" if language == "zh" else " "
    word, lit, _, _, nobody = (spoken.format(f"{nth}") for spoken in SPOKEN[language])
    for at in draw.sample([4, 5, 7, 9, 11], draw.randint(1, 3)):
        label, tab, words = text[at].rpartition("\t")
        parts = list(words) if language == "zh" else words.split(" ")
        # A letter of the new word in the place of itself would be in force.
        place = draw.choice([at for at in range(1, len(parts) - 1) if parts[at] not in word])
        text[at] = label + tab + gap.join(parts[:place] + [word] + parts[place + draw.randint(0, 1):])
        new += counted(word)
    if draw.random() < 0.5:
        item = f"4\t{word}{gap}{lit}"
        text.insert(10, item)
        new += counted(item)
    else:
        del text[8]
    reasons = REASONS[language] + nobody
    new += counted(reasons)
    lines = text + [reasons]
    return lines, sum(counted(line) for line in lines), new


def main():
    program = os.path.abspath(sys.argv[1])
    draw = random.Random(int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else 1)
    expected, faults = {}, []
    with tempfile.TemporaryDirectory() as folder:
        os.makedirs(f"{folder}/in"), os.makedirs(f"{folder}/base")
        for order, (language, base) in enumerate(BASE.items()):
            open(f"{folder}/base/371-{language}.txt", "w", encoding="utf-8").write("\n".join(base) + "\n")
            for nth in range(5):
                number = 100 + order * 10 + nth
                lines, words, new = contribution(draw, language, nth)
                head = HEAD[language].format(number).splitlines() + ["", f"MOD\t{SOURCES[nth]}/{number}/1"]
                open(f"{folder}/in/{number}.txt", "w", encoding="utf-8").write("\n".join(head + lines) + "\n")
                others = " ".join(code for code in ["ar", "en", "es", "fr", "ru", "zh"] if code != language)
                expected[f"{number}.txt"] = (language, words, new, words - new, others)
        subprocess.run([program, "pack", "-q", f"{folder}/in", "-o", f"{folder}/out", "--base", f"{folder}/base", "--lang", "en"], check=True)
        with open(f"{folder}/out/words.csv", encoding="utf-8-sig") as file:
            rows = {row["file"]: row for row in csv.DictReader(file)}
        paper = zipfile.ZipFile(f"{folder}/out/words.docx").read("word/document.xml").decode()
    for name, (language, *wanted) in expected.items():
        row = rows[name]
        found = [int(row["words"]), int(row["new_words"]), int(row["taken_words"]), row["taken_languages"]]
        if found != wanted:
            faults.append(f"{name} ({language}): {found}, counted here {wanted}")
    sums = [str(sum(row[at] for row in expected.values())) for at in (1, 2, 3)]
    last = re.findall(r"<w:t[ >][^<]*|<w:t>[^<]*", paper.rsplit("<w:tr", 1)[1])
    told = [text.split(">", 1)[1] for text in last]
    if told[1:4] != sums:
        faults.append(f"the last row of the paper is {told}, counted here {sums}")
    print(f"{len(expected)} contributions in {len(BASE)} languages, {sums[0]} words, {sums[1]} new, {sums[2]} in force; {len(faults)} faults")
    print("\n".join(faults), end="\n" if faults else "")
    sys.exit(bool(faults))


main()
