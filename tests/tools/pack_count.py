"""Twenty made proposals on one resolution, counted from outside: every paragraph stands once, or is not placed.

Usage: pack_count.py PROGRAM [--keep FOLDER]
Five sources, three languages; one proposal of a paragraph only, one SUP, one underlined NOC (a Word file), new items,
items left out, a sentence that belongs nowhere; some with the texts in force of two of the languages given. The paper
is read from its DOCX by Python alone. Of each paragraph of each proposal: as in force, it stands in one row of the
text in force; changed or new, it stands once among the proposed texts, its identifier above it; else once under "Not
placed". Each paragraph in force stands in one row."""
import os, re, subprocess, sys, tempfile, zipfile
import xml.etree.ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEAD = {
    "en": "Plenipotentiary Conference (PP-22)\nBucharest, 26 September – 14 October 2022\nDocument {0}-E\n1 September 2022\nOriginal: English\n",
    "fr": "Conférence de plénipotentiaires (PP-22)\nBucarest, 26 septembre – 14 octobre 2022\nDocument {0}-F\n1er septembre 2022\nOriginal: français\n",
    "zh": "全权代表大会（PP-22）\n2022年9月26日-10月14日，布加勒斯特\n文件 {0}-C\n2022年9月1日\n原文：中文\n",
}
BASE = {
    "en": ["RESOLUTION 371 (Dubai, 2018)", "Lighthouses of the Union", "The Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),",
           "considering", "a)\tthat many lighthouses send no signal at night;", "b)\tthat ships near the coast depend on these signals,",
           "resolves", "1\tthat each lighthouse shall keep a register of its signals;", "2\tthat the register shall be open to every ship;",
           "3\tthat signals be sent in four colours,", "instructs the Secretary-General", "to publish a list of all lighthouses each year,",
           "invites Member States", "to report the lighthouses that they have closed."],
    "fr": ["RÉSOLUTION 371 (DUBAÏ, 2018)", "Phares de l'Union", "La Conférence de plénipotentiaires de l'Union internationale des télécommunications (Dubaï, 2018),",
           "considérant", "a)\tque de nombreux phares n'émettent aucun signal la nuit;", "b)\tque les navires proches des côtes dépendent de ces signaux,",
           "décide", "1\tque chaque phare tient un registre de ses signaux;", "2\tque le registre est ouvert à tout navire;",
           "3\tque les signaux sont émis en quatre couleurs,", "charge le Secrétaire général", "de publier chaque année une liste de tous les phares,",
           "invite les États Membres", "à faire connaître les phares qu'ils ont fermés."],
    "zh": ["第371号决议（2018年，迪拜）", "国际电联灯塔", "国际电信联盟全权代表大会（2018年，迪拜），", "考虑到", "a)\t许多灯塔夜间不发信号；", "b)\t近岸船只依赖这些信号，",
           "做出决议", "1\t每座灯塔须保存信号登记册；", "2\t登记册须向所有船只开放；", "3\t信号以四种颜色发出，", "责成秘书长", "每年公布所有灯塔的清单，",
           "请成员国", "通报其关闭的灯塔。"],
}
SOURCES = ["RUR", "FRD", "GFW", "SYL", "UTP"]


def proposals():
    """Language, symbol, paragraphs of each proposal."""
    made = []
    for nth in range(20):
        language = ["en", "fr", "zh"][nth % 3]
        text = list(BASE[language])
        symbol = "MOD"
        word = {"en": f"beacon{nth} ", "fr": f"balise{nth} ", "zh": f"信标{nth}"}[language]
        item = 7 + nth % 3
        if nth == 4:
            text = ["Resolution 371, resolves" if language == "en" else "Résolution 371, décide", text[8].replace("register", "green register").replace("registre", "registre vert")]
        elif nth == 9:
            symbol, text = "SUP", text[:2]
        elif nth == 12:
            symbol, text = "NOC", text[:2]
        elif nth == 15:
            text = [text[0], "...", text[6], text[7].rstrip(";；") + (" and of its keepers;" if language == "en" else " et de ses gardiens;" if language == "fr" else "及其守塔人；"), "..."]
        elif nth == 17:
            text = [f"A sentence of nobody {nth}." if language == "en" else f"Une phrase de personne {nth}." if language == "fr" else f"无处可归的一句话{nth}。"]
        elif nth % 5 == 1:
            text.insert(10, f"4\t{word}" + {"en": "shall be lit,", "fr": "est allumée,", "zh": "须点亮，"}[language])
        elif nth % 5 == 2:
            del text[8]
        else:
            label, words = text[item].split("\t")
            head, tail = (words[:2], words[2:]) if language == "zh" else (words.split(" ", 1)[0] + " ", words.split(" ", 1)[1])
            text[item] = f"{label}\t{head}{word}{tail}"
        made.append((nth, language, symbol, text))
    return made


def word_file(lines):
    def run(text, underlined=False):
        marks = '<w:rPr><w:u w:val="single"/></w:rPr>' if underlined else ""
        return f'<w:r>{marks}<w:t xml:space="preserve">{text}</w:t></w:r>'
    body = ""
    for line in lines:
        first, *rest = line.split("\t")
        body += "<w:p>" + run(first, first == "NOC") + "".join("<w:r><w:tab/></w:r>" + run(text) for text in rest) + "</w:p>"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{W[1:-1]}"><w:body>{body}</w:body></w:document>',
    }
    return parts


def write(folder):
    os.makedirs(f"{folder}/in"), os.makedirs(f"{folder}/base")
    for language in ("en", "fr"):
        open(f"{folder}/base/371-{language}.txt", "w", encoding="utf-8").write("\n".join(BASE[language]) + "\n")
    for nth, language, symbol, text in proposals():
        number = 100 + nth
        lines = HEAD[language].format(number).splitlines() + ["", f"{symbol}\t{SOURCES[nth % 5]}/{number}/1", *text]
        if symbol == "NOC":
            with zipfile.ZipFile(f"{folder}/in/{number}.docx", "w") as file:
                for name, part in word_file([line for line in lines if line]).items():
                    file.writestr(name, part)
        else:
            open(f"{folder}/in/{number}.txt", "w", encoding="utf-8").write("\n".join(lines) + "\n")


def tight(text):
    return re.sub(r"\s+", "", text)


def words(paragraph, deleted=False):
    """The words of a paragraph; without what is marked as deleted, or as they were."""
    out = ""
    for run in paragraph.iter():
        if run.tag == f"{W}t" or (deleted and run.tag == f"{W}delText"):
            out += run.text or ""
        elif run.tag == f"{W}tab":
            out += "\t"
    return out


def read(path):
    """Rows of the comparison (in force, proposed), and the paragraphs outside tables."""
    body = ET.fromstring(zipfile.ZipFile(path).read("word/document.xml")).find(f"{W}body")
    rows, plain = [], []
    for block in body:
        if block.tag == f"{W}tbl":
            for row in block.findall(f"{W}tr"):
                cells = [cell.findall(f"{W}p") for cell in row.findall(f"{W}tc")]
                if len(cells) == 4:
                    rows.append([[words(p, deleted=True) for p in cells[1]], cells[2]])
        elif block.tag == f"{W}p":
            plain.append(words(block))
    return rows[1:], plain


def main():
    program = os.path.abspath(sys.argv[1])
    folder = sys.argv[sys.argv.index("--keep") + 1] if "--keep" in sys.argv else tempfile.mkdtemp()
    write(folder)
    subprocess.run([program, "pack", f"{folder}/in", "-o", f"{folder}/out", "--base", f"{folder}/base", "--lang", "en"], check=True)
    papers = sorted(name for name in os.listdir(f"{folder}/out/by-resolution") if name.endswith(".docx"))
    rows, plain, elsewhere = [], [], []
    for name in papers:
        own_rows, own_plain = read(f"{folder}/out/by-resolution/{name}")
        if "not-placed" in name:
            elsewhere += own_plain
        else:
            rows += own_rows
            plain += own_plain
    at = next((nth for nth, text in enumerate(plain) if text.startswith("Not placed")), len(plain))
    elsewhere += plain[at + 1:]
    base = [tight(text) for row in rows for text in row[0] if tight(text)]
    proposed = []
    for _, cell in rows:
        names = ""
        for paragraph in cell:
            text = words(paragraph)
            if re.fullmatch(r"([A-Z]{3}/\d+/\d+(, )?)+", text.strip()):
                names = text
            else:
                proposed.append((names, tight(text)))
    faults, counted = [], 0
    for language in ("en", "fr"):
        for text in BASE[language]:
            own = tight(text.split("\t")[-1])
            if base.count(own) != 1:
                faults.append(f"in force, {base.count(own)} rows: {text}")
    for nth, language, symbol, text in proposals():
        name = f"{SOURCES[nth % 5]}/{100 + nth}/1"
        for line in text:
            own, bare = tight(line), tight(line.split("\t")[-1])
            if line == "..." or (len(text) < 3 and line.startswith("R") and "371" in line):
                continue
            counted += 1
            kept = base.count(bare)
            changed = sum(1 for names, words in proposed if name in names and words in (own, bare))
            lost = sum(1 for words in elsewhere if tight(words) in (own, bare))
            if kept + changed + lost != 1:
                faults.append(f"{name} ({language}): {kept} in force, {changed} proposed, {lost} not placed: {line}")
    print(f"{counted} paragraphs of 20 proposals, {len(rows)} rows, {len(elsewhere)} not placed; {len(faults)} faults")
    print("\n".join(faults))
    sys.exit(bool(faults))


main()
