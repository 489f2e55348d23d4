"""A drawn history of a conference: after each step the pack that was kept up equals a fresh one, byte for byte.

Usage: pack_history.py PROGRAM [--seed 1] [--steps 30]
Contributions in three languages on three texts come, change, go, come again as revisions, get corrigenda and addenda,
are withdrawn; a text in force comes in another language; the cut-off moves; a paper is damaged or lost. Every file of
the folder is compared, the catalogue among them."""
import os, random, shutil, subprocess, sys, tempfile
from folders import listing

HEAD = {
    "en": "Plenipotentiary Conference (PP-22)\nBucharest, 26 September – 14 October 2022\n{revision}Document {number}-E\n{day} August 2022\nOriginal: English\n",
    "fr": "Conférence de plénipotentiaires (PP-22)\nBucarest, 26 septembre – 14 octobre 2022\n{revision}Document {number}-F\n{day} août 2022\nOriginal: français\n",
    "zh": "全权代表大会（PP-22）\n2022年9月26日-10月14日，布加勒斯特\n{revision}文件 {number}-C\n2022年8月{day}日\n原文：中文\n",
}
REVISION = {"en": "Revision {}\n", "fr": "Révision {}\n", "zh": "修订 {}\n"}
TEXT = {
    "en": ["RESOLUTION {0} ({1})", "Bridges of the Union {0}", "The Plenipotentiary Conference of the International Telecommunication Union ({1}),",
           "considering", "a)\tthat bridges carry cables as well as people;", "b)\tthat a cable is seldom seen by those who walk over it,", "resolves",
           "1\tthat each bridge shall have a book of its cables;", "2\tthat the book shall be read aloud once a year;",
           "3\tthat new bridges be made known to the membership;", "instructs the Secretary-General", "to keep a list of all bridges."],
    "fr": ["RÉSOLUTION {0} ({1})", "Ponts de l'Union {0}", "La Conférence de plénipotentiaires de l'Union internationale des télécommunications ({1}),",
           "considérant", "a)\tque les ponts portent des câbles autant que des personnes;", "b)\tqu'un câble est rarement vu de ceux qui passent dessus,", "décide",
           "1\tque chaque pont tient un livre de ses câbles;", "2\tque ce livre est lu à haute voix une fois par an;",
           "3\tque les nouveaux ponts sont signalés aux membres;", "charge le Secrétaire général", "de tenir une liste de tous les ponts."],
    "zh": ["第{0}号决议（{1}）", "国际电联的桥梁{0}", "国际电信联盟全权代表大会（{1}），", "考虑到", "a)\t桥梁既承载行人也承载电缆；", "b)\t桥上行人很少看到电缆，", "做出决议",
           "1\t每座桥须有一本电缆簿；", "2\t该簿每年须宣读一次；", "3\t新桥须通报成员；", "责成秘书长", "保存所有桥梁的清单。"],
}
PLACE = {"en": ("Dubai, 2018", "Bucharest, 2022"), "fr": ("Dubaï, 2018", "Bucarest, 2022"), "zh": ("2018年，迪拜", "2022年，布加勒斯特")}
WORDS = {"en": ["green", "old", "long", "iron"], "fr": ["vert", "ancien", "long", "en fer"], "zh": ["绿色", "古老", "长", "铁制"]}
SOURCES = ["RUR", "FRD", "GFW", "SYL", "UTP", "ZHG"]
TEXTS = [401, 402, 403]


def whole(number, language, edition):
    return [line.format(number, edition) for line in TEXT[language]]


def contribution(draw, document, language, source, revision):
    number = draw.choice(TEXTS)
    lines = whole(number, language, PLACE[language][1])
    symbol = draw.choice(["MOD"] * 6 + ["SUP"])
    if symbol == "SUP":
        lines = lines[:2]
    else:
        for _ in range(draw.randint(1, 3)):
            at = draw.choice([4, 5, 7, 8, 9, 11])
            label, tab, words = lines[at].rpartition("\t")
            word, blank = draw.choice(WORDS[language]), "" if language == "zh" else " "
            lines[at] = label + tab + draw.choice([word + blank + words, words[:-1] + blank + word + words[-1:]])
        if draw.random() < 0.3:
            del lines[draw.choice([7, 8])]
    name = f"{number}"
    head = HEAD[language].format(number=document, day=draw.randint(1, 28), revision=REVISION[language].format(revision) if revision else "")
    return f"{head}\n{symbol}\t{source}/{document}/1\n" + "\n".join(lines) + "\n", name


def option(name, otherwise):
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else otherwise


class History:
    def __init__(self, draw, folder):
        self.draw, self.folder, self.next, self.withdrawn, self.cut_off = draw, folder, 10, [], None
        self.documents = {}
        os.makedirs(f"{folder}/in")
        os.makedirs(f"{folder}/base")
        self.base("en")

    def base(self, language):
        for number in TEXTS:
            self.write(f"base/{number}-{language}.txt", "\n".join(whole(number, language, PLACE[language][0])) + "\n")

    def write(self, name, text):
        with open(f"{self.folder}/{name}", "w", encoding="utf-8") as file:
            file.write(text)

    def put(self, document, revision=0):
        language, source = self.documents[document][:2]
        text, _ = contribution(self.draw, document, language, source, revision)
        name = f"in/pp22-{document:03}{f'-rev{revision}' if revision else ''}.txt"
        self.write(name, text)
        self.documents[document] = (language, source, revision)

    def step(self, number):
        kinds = ["add"] * 3 + ["change", "remove", "revise", "revise", "withdraw", "corrigendum", "base", "cut-off", "damage"]
        kind = "add" if number < 4 else self.draw.choice(kinds)
        known = sorted(self.documents)
        if kind == "add" or len(known) < 3:
            self.documents[self.next] = (self.draw.choice(["en", "en", "fr", "zh"]), self.draw.choice(SOURCES), 0)
            self.put(self.next)
            self.next += 1
            return "add"
        one = self.draw.choice(known)
        if kind == "change":
            self.put(one, self.documents[one][2])
        elif kind == "revise":
            self.put(one, self.documents[one][2] + 1)
        elif kind == "remove":
            for name in os.listdir(f"{self.folder}/in"):
                if name.startswith(f"pp22-{one:03}"):
                    os.remove(f"{self.folder}/in/{name}")
            del self.documents[one]
        elif kind == "withdraw":
            self.withdrawn = sorted({*self.withdrawn, str(one)})
        elif kind == "corrigendum":
            self.write(f"in/pp22-{one:03}-corr1.txt", HEAD["en"].format(number=one, day=29, revision="Corrigendum 1\n") + "\nIn paragraph 2, read bridge for ridge.\n")
        elif kind == "base":
            self.base(self.draw.choice(["fr", "zh"]))
        elif kind == "cut-off":
            self.cut_off = f"2022-08-{self.draw.randint(10, 31)}"
        else:
            papers = sorted(name for name in listing(f"{self.folder}/out") if name != "catalogue.sqlite")
            path = f"{self.folder}/out/{self.draw.choice(papers)}"
            if self.draw.random() < 0.5:
                os.remove(path)
            else:
                with open(path, "r+b") as file:
                    file.write(b"damaged")
        return kind

    def make(self, program, out):
        command = [program, "pack", f"{self.folder}/in", "-q", "-o", out, "--base", f"{self.folder}/base"]
        command += [word for document in self.withdrawn for word in ("--withdrawn", document)]
        command += ["--cut-off", self.cut_off] if self.cut_off else []
        made = subprocess.run(command, capture_output=True, text=True)
        if made.returncode > 1:
            sys.exit(f"{' '.join(command)}: {made.stderr}")


def main():
    program, seed, steps = os.path.abspath(sys.argv[1]), option("--seed", 1), option("--steps", 30)
    folder, wrong = tempfile.mkdtemp(), 0
    history = History(random.Random(seed), folder)
    for number in range(1, steps + 1):
        kind = history.step(number)
        history.make(program, f"{folder}/out")
        history.make(program, f"{folder}/fresh")
        kept, fresh = listing(f"{folder}/out"), listing(f"{folder}/fresh")
        others = sorted(name for name in {*kept, *fresh} if kept.get(name) != fresh.get(name))
        wrong += bool(others)
        print(f"{number:3} {kind:12} {len(history.documents):3} documents, {len(fresh):3} files" + (f"; differ: {', '.join(others)}" if others else ""), flush=True)
        shutil.rmtree(f"{folder}/fresh")
    shutil.rmtree(folder)
    print(f"{steps} steps, seed {seed}; {wrong} of them left a pack that is not a fresh one's")
    sys.exit(bool(wrong))


main()
