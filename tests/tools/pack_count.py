"""Twenty made proposals on one resolution, counted from outside: every paragraph stands once, or is not placed.

Usage: pack_count.py PROGRAM [--seed N] [--draws N] [--keep FOLDER]
Five sources, three languages drawn of the six; one proposal of a paragraph only, one SUP, one underlined NOC (a Word
file), one of parts between dots, one sentence that belongs nowhere, the others of the whole text with words changed, items
added or left out; the texts in force of two of the languages given. The paper is read from its DOCX by Python alone. Of
each paragraph of each proposal: as in force, it stands in one row of the text in force; changed or new, it stands once
among the proposed texts, its identifier above it; else once under "Not placed". Each paragraph in force stands in one
row. The list of proposals (CSV) names every one of the twenty once."""
import csv, os, random, re, subprocess, sys, tempfile, zipfile
import xml.etree.ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEAD = {
    "en": "Plenipotentiary Conference (PP-22)\nBucharest, 26 September – 14 October 2022\nDocument {0}-E\n1 September 2022\nOriginal: English\n",
    "fr": "Conférence de plénipotentiaires (PP-22)\nBucarest, 26 septembre – 14 octobre 2022\nDocument {0}-F\n1er septembre 2022\nOriginal: français\n",
    "es": "Conferencia de Plenipotenciarios (PP-22)\nBucarest, 26 de septiembre – 14 de octubre de 2022\nDocumento {0}-S\n1 de septiembre de 2022\nOriginal: español\n",
    "ru": "Полномочная конференция (ПК-22)\nБухарест, 26 сентября – 14 октября 2022 года\nДокумент {0}-R\n1 сентября 2022 года\nОригинал: русский\n",
    "zh": "全权代表大会（PP-22）\n2022年9月26日-10月14日，布加勒斯特\n文件 {0}-C\n2022年9月1日\n原文：中文\n",
    "ar": "مؤتمر المندوبين المفوضين (PP-22)\nبوخارست، 26 سبتمبر - 14 أكتوبر 2022\nالوثيقة {0}-A\n1 سبتمبر 2022\nالأصل: بالعربية\n",
}
BASE = {
    "en": ["RESOLUTION 371 (Dubai, 2018)", "Lighthouses of the Union",
           "The Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),", "considering",
           "a)\tthat many lighthouses send no signal at night;",
           "b)\tthat ships near the coast depend on these signals,", "resolves",
           "1\tthat each lighthouse shall keep a register of its signals;",
           "2\tthat the register shall be open to every ship;", "3\tthat signals be sent in four colours,",
           "instructs the Secretary-General", "to publish a list of all lighthouses each year,",
           "invites Member States", "to report the lighthouses that they have closed."],
    "fr": ["RÉSOLUTION 371 (DUBAÏ, 2018)", "Phares de l'Union",
           "La Conférence de plénipotentiaires de l'Union internationale des télécommunications (Dubaï, 2018),",
           "considérant", "a)\tque de nombreux phares n'émettent aucun signal la nuit;",
           "b)\tque les navires proches des côtes dépendent de ces signaux,", "décide",
           "1\tque chaque phare tient un registre de ses signaux;", "2\tque le registre est ouvert à tout navire;",
           "3\tque les signaux sont émis en quatre couleurs,", "charge le Secrétaire général",
           "de publier chaque année une liste de tous les phares,", "invite les États Membres",
           "à faire connaître les phares qu'ils ont fermés."],
    "es": ["RESOLUCIÓN 371 (DUBÁI, 2018)", "Faros de la Unión",
           "La Conferencia de Plenipotenciarios de la Unión Internacional de Telecomunicaciones (Dubái, 2018),",
           "considerando", "a)\tque numerosos faros no emiten ninguna señal de noche;",
           "b)\tque los buques cercanos a la costa dependen de estas señales,", "resuelve",
           "1\tque cada faro lleve un registro de sus señales;", "2\tque el registro esté abierto a todo buque;",
           "3\tque las señales se emitan en cuatro colores,", "encarga al Secretario General",
           "que publique cada año una lista de todos los faros,", "invita a los Estados Miembros",
           "a que comuniquen los faros que hayan cerrado."],
    "ru": ["РЕЗОЛЮЦИЯ 371 (ДУБАЙ, 2018 Г.)", "Маяки Союза",
           "Полномочная конференция Международного союза электросвязи (Дубай, 2018 г.),", "учитывая,",
           "a)\tчто многие маяки не подают ночью никакого сигнала;",
           "b)\tчто суда вблизи берега зависят от этих сигналов,", "решает,",
           "1\tчто каждый маяк ведет журнал своих сигналов;", "2\tчто журнал открыт для любого судна;",
           "3\tчто сигналы подаются четырьмя цветами,", "поручает Генеральному секретарю",
           "ежегодно публиковать список всех маяков,", "предлагает Государствам-Членам",
           "сообщать о маяках, которые они закрыли."],
    "zh": ["第371号决议（2018年，迪拜）", "国际电联灯塔", "国际电信联盟全权代表大会（2018年，迪拜），", "考虑到", "a)\t许多灯塔夜间不发信号；", "b)\t近岸船只依赖这些信号，",
           "做出决议", "1\t每座灯塔须保存信号登记册；", "2\t登记册须向所有船只开放；", "3\t信号以四种颜色发出，", "责成秘书长", "每年公布所有灯塔的清单，", "请成员国", "通报其关闭的灯塔。"],
    "ar": ["القرار 371 (دبي، 2018)", "منارات الاتحاد",
           "إن مؤتمر المندوبين المفوضين للاتحاد الدولي للاتصالات (دبي، 2018)،", "إذ يضع في اعتباره",
           "أ )\tأن كثيراً من المنارات لا ترسل أي إشارة ليلاً؛",
           "ب)\tأن السفن القريبة من الساحل تعتمد على هذه الإشارات،", "يقرر", "1\tأن تحتفظ كل منارة بسجل لإشاراتها؛",
           "2\tأن يكون السجل مفتوحاً لكل سفينة؛", "3\tأن ترسل الإشارات بأربعة ألوان،", "يكلف الأمين العام",
           "بنشر قائمة بجميع المنارات كل سنة،", "يدعو الدول الأعضاء", "إلى الإبلاغ عن المنارات التي أغلقتها."],
}
# A word that nobody else has, a new item, a locator of an item, an addition at the end of one, a sentence of nobody.
SPOKEN = {
    "en": ("beacon{0}", "shall be lit,", "Resolution 371, resolves", " and of its keepers{0}", "A sentence of nobody {0}."),
    "fr": ("balise{0}", "est allumée,", "Résolution 371, décide", " et de ses gardiens{0}", "Une phrase de personne {0}."),
    "es": ("baliza{0}", "esté encendida,", "Resolución 371, resuelve", " y de sus guardianes{0}", "Una frase de nadie {0}."),
    "ru": ("огонь{0}", "горит всегда,", "Резолюция 371, решает", " и своих смотрителей{0}", "Ничье предложение {0}."),
    "zh": ("信标{0}", "须点亮，", "第371号决议，做出决议", "及其守塔人{0}", "无处可归的一句话{0}。"),
    "ar": ("فنار{0}", "يضاء دائماً،", "القرار 371، يقرر", " وحراسها{0}", "جملة لا صاحب لها {0}."),
}
SOURCES = ["RUR", "FRD", "GFW", "SYL", "UTP"]


def changed(draw, language, line, word):
    """An item with a word more, or with one in the place of another."""
    label, tab, words = line.rpartition("\t")
    if language == "zh":
        at = draw.randint(1, len(words) - 2)
        return label + tab + words[:at] + word + words[at + draw.randint(0, 1):]
    parts = words.split(" ")
    at = draw.randint(1, len(parts) - 2)
    return label + tab + " ".join(parts[:at] + [word] + parts[at + draw.randint(0, 1):])


def proposals(draw):
    """The languages, those with a text in force first; language, symbol, paragraphs of each proposal."""
    languages = draw.sample(list(BASE), 3)
    special = dict(zip(draw.sample(range(20), 5), ["paragraph", "SUP", "NOC", "parts", "nobody"]))
    made = []
    for nth in range(20):
        language = languages[nth % 3]
        word, lit, locator, tail, nobody = (text.format(nth) for text in SPOKEN[language])
        text, symbol, items = list(BASE[language]), "MOD", [4, 5, 7, 8, 9, 11]
        kind = special.get(nth, draw.choice(["word", "word", "words", "added", "left out"]))
        if kind == "paragraph":
            text = [locator, changed(draw, language, text[draw.choice([7, 8, 9])], word)]
        elif kind in ("SUP", "NOC"):
            symbol, text = kind, text[:2]
        elif kind == "parts":
            item = draw.choice([7, 8, 9])
            text = [text[0], "...", text[6], text[item][:-1] + tail + text[item][-1], "..."]
        elif kind == "nobody":
            text = [nobody]
        elif kind == "added":
            text.insert(10, f"4\t{word}{'' if language == 'zh' else ' '}{lit}")
        elif kind == "left out":
            del text[draw.choice([7, 8])]
        else:
            for item in draw.sample(items, 1 if kind == "word" else 3):
                text[item] = changed(draw, language, text[item], word)
        made.append((nth, language, symbol, text))
    return languages, made


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


def write(folder, languages, made):
    os.makedirs(f"{folder}/in"), os.makedirs(f"{folder}/base")
    for language in languages[:2]:
        open(f"{folder}/base/371-{language}.txt", "w", encoding="utf-8").write("\n".join(BASE[language]) + "\n")
    for nth, language, symbol, text in made:
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


def papers(folder):
    """Rows and lines of the papers on the text, lines of those that are not placed."""
    rows, plain, elsewhere = [], [], []
    for name in sorted(name for name in os.listdir(folder) if name.endswith(".docx")):
        own_rows, own_plain = read(f"{folder}/{name}")
        if "not-placed" in name:
            elsewhere += own_plain
        else:
            rows += own_rows
            plain += own_plain
    at = next((nth for nth, text in enumerate(plain) if text.startswith("Not placed")), len(plain))
    return rows, elsewhere + plain[at + 1:]


def trial(program, seed, folder):
    """What is wrong with the papers of a draw."""
    languages, made = proposals(random.Random(seed))
    write(folder, languages, made)
    command = [program, "pack", "-q", f"{folder}/in", "-o", f"{folder}/out", "--base", f"{folder}/base", "--lang", "en"]
    subprocess.run(command, check=True)
    rows, elsewhere = papers(f"{folder}/out/by-resolution")
    base = [tight(text) for row in rows for text in row[0] if tight(text)]
    proposed = []
    for _, cell in rows:
        names = ""
        for paragraph in cell:
            text = words(paragraph)
            if re.fullmatch(r"([A-Z]{3}/\d+/\d+(, )?)+", text.strip()):
                names = text
            else:
                proposed.append((names.split(", "), tight(text)))
    faults, counted = [], 0
    for language in languages[:2]:
        for text in BASE[language]:
            own = tight(text.split("\t")[-1])
            if base.count(own) != 1:
                faults.append(f"in force, {base.count(own)} rows: {text}")
    for nth, language, symbol, text in made:
        name = f"{SOURCES[nth % 5]}/{100 + nth}/1"
        for line in text:
            own, bare = tight(line), tight(line.split("\t")[-1])
            # What only names the text is no paragraph of it.
            if line == "..." or (len(text) < 3 and "371" in line):
                continue
            counted += 1
            kept = base.count(bare)
            changes = sum(1 for names, words in proposed if name in names and words in (own, bare))
            lost = sum(1 for words in elsewhere if tight(words) in (own, bare))
            if kept + changes + lost != 1:
                faults.append(f"{name} ({language}): {kept} in force, {changes} proposed, {lost} not placed: {line}")
    with open(f"{folder}/out/proposals.csv", encoding="utf-8-sig") as file:
        listed = sorted(row["identifier"] for row in csv.DictReader(file))
    if listed != sorted(f"{SOURCES[nth % 5]}/{100 + nth}/1" for nth in range(20)):
        faults.append(f"the list of proposals has {listed}")
    print(f"seed {seed} ({', '.join(languages)}): {counted} paragraphs of 20 proposals, {len(rows)} rows, "
          f"{len(elsewhere)} not placed; {len(faults)} faults", flush=True)
    return faults


def option(name, otherwise):
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else otherwise


def main():
    program, seed = os.path.abspath(sys.argv[1]), int(option("--seed", 1))
    failed = False
    for draw in range(int(option("--draws", 1))):
        with tempfile.TemporaryDirectory() as folder:
            folder = option("--keep", folder)
            faults = trial(program, seed + draw, folder)
        print("\n".join(faults), end="\n" if faults else "")
        failed |= bool(faults)
    sys.exit(failed)


if __name__ == "__main__":
    main()
