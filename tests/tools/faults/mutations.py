#!/usr/bin/env python3
"""Real files spliced and changed, through every output.

Usage: mutations.py PROGRAM FOLDER [COUNT] [SEED]

In: a folder of files of any kind that itudoc reads. Out: how many of COUNT changed files were converted and
how many refused by which code; status 1 where one met a fault of the program (E-INTERNAL, E-CONSERVATION, a
panic, another end than its own), more memory than 600 MB or a tenth more time than its limit. Such files are
kept in the folder that is named. Seeds are taken small ones first, so that most runs are short.
"""
import collections, json, os, pathlib, random, re, resource, shutil, sys, tempfile, time, zipfile, io

BATCH, LIMIT, MEMORY = 250, 20, 600 << 20
OUTPUTS = 'docx,pdf,json,akn,html'
OURS = {'E-INTERNAL', 'E-CONSERVATION'}
# Bytes that mean something somewhere: controls, direction, private use, separators, signs of formats.
SPICE = ['\0', '\x0b', '\x0c', '\x85', '\u2028', '\u202e', '\u2066', '\u200f', '\ufeff', '\uf0b7', '\ufffe', '\u00ad',
         '\U0001f600', '\t', '\n', '\r\n', '（', '）', 'MOD\tCUB/70/1\n', 'ADD ', 'SUP', 'NOC', '\n\n', '"', '<w:p>', '&amp;',
         '﹙', '\u0301', '[', ']', '1)', 'a)', '—', '2010年', '(Rev. Busan, 2014)', '\u05d0', '\u0627', ' ']
ELEMENT = re.compile(r'<(w:(?:p|r|t|tbl|tr|tc|ins|del|moveFrom|moveTo|sdt|hyperlink|footnote|comment|drawing|pict|object|fldSimple|sectPr|pPr|rPr|tcPr|trPr|numPr|delText|instrText)|m:\w+|mc:\w+)[ >]')


def seeds(folder):
    found = [path for path in pathlib.Path(folder).rglob('*') if path.is_file() and not path.is_symlink()]
    kinds = {'.docx', '.dotx', '.docm', '.doc', '.txt', '.rtf', '.html', '.htm', '.odt', '.fodt', '.mht', '.md'}
    found = [path for path in found if path.suffix.lower() in kinds and path.stat().st_size < 400_000]
    return sorted(found, key=lambda path: (path.stat().st_size, path.name))


def subtree(xml, at, name):
    """End of the element that begins at `at`, found by counting its own name."""
    depth = 0
    for tag in re.compile(rf'<(/?){re.escape(name)}(?=[ />])[^>]*?(/?)>').finditer(xml, at):
        if not tag[2]:
            depth += -1 if tag[1] else 1
        if depth == 0:
            return tag.end()
        if tag.end() - at > 200_000:
            break
    return None


def element(xml, draw):
    """An element drawn from a part, as (from, to)."""
    for _ in range(8):
        found = ELEMENT.search(xml, draw.randrange(max(1, len(xml))))
        if found and (end := subtree(xml, found.start(), found[1])):
            return found.start(), end
    return None


def change_xml(xml, other, draw):
    """One change of a part: nodes moved, doubled, dropped, grafted; names, values, text, bytes changed."""
    way = draw.randrange(10)
    here, there = element(xml, draw), element(other, draw)
    if way == 0 and here:
        return xml[:here[0]] + xml[here[1]:]
    if way == 1 and here:
        return xml[:here[1]] + xml[here[0]:here[1]] * draw.choice([1, 1, 2, 20]) + xml[here[1]:]
    if way == 2 and here and (to := element(xml, draw)):
        piece = xml[here[0]:here[1]]
        return xml[:to[0]] + piece + xml[to[0]:] if draw.random() < .5 else xml[:to[0]] + piece + xml[to[1]:]
    if way in (3, 4) and here and there:
        piece = other[there[0]:there[1]]
        at = draw.choice([here[0], here[1], xml.find('>', here[0]) + 1])
        return xml[:at] + piece + xml[at:]
    if way == 5:
        values = list(re.finditer(r'="([^"]*)"', xml))
        if values:
            taken = draw.choice(values)
            value = draw.choice([draw.choice(values)[1], '0', '-1', '99999999999', '', 'x', '1.5', 'NaN', '\u202e'])
            return xml[:taken.start(1)] + value + xml[taken.end(1):]
    if way == 6 and here:
        name = re.match(r'<([\w:]+)', xml[here[0]:])[1]
        to = draw.choice(['w:ins', 'w:del', 'w:moveFrom', 'w:moveTo', 'w:smartTag', 'w:sdt', 'w:hyperlink', 'w:footnote', 'w:tc', 'w:p', 'w:r', 'w:t', 'w:delText', 'mc:Choice', 'w:unknown'])
        piece = xml[here[0]:here[1]]
        piece = re.sub(rf'^<{name}', f'<{to}', piece)
        piece = re.sub(rf'</{name}>$', f'</{to}>', piece)
        return xml[:here[0]] + piece + xml[here[1]:]
    if way == 7 and here:
        wrap = draw.choice(['w:ins w:id="7" w:author="a"', 'w:del w:id="8" w:author="b"', 'w:moveFrom w:id="9"', 'w:sdt><w:sdtContent', 'w:hyperlink w:anchor="x"', 'w:fldSimple w:instr="PAGE"', 'mc:AlternateContent><mc:Fallback'])
        close = ''.join(f'</{name.split()[0]}>' for name in reversed(wrap.split('><')))
        return xml[:here[0]] + f'<{wrap}>' + xml[here[0]:here[1]] + close + xml[here[1]:]
    texts = list(re.finditer(r'<w:t(?: [^>]*)?>([^<]*)</w:t>', xml))
    if texts:
        taken, words = draw.choice(texts), re.findall(r'<w:t(?: [^>]*)?>([^<]*)</w:t>', other) or ['']
        spice = draw.choice(SPICE).replace('&', '&amp;').replace('<', '&lt;')
        text = draw.choice([draw.choice(words), taken[1] + spice, spice, taken[1] * 3, draw.choice(words) + taken[1]])
        return xml[:taken.start(1)] + text + xml[taken.end(1):]
    at = draw.randrange(max(1, len(xml)))
    return xml[:at] + chr(draw.randrange(32, 127)) + xml[at + 1:]


def parts_of(data):
    """Parts of a package, whole; those of a broken one are passed over."""
    made = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                made[name] = package.read(name)
    except Exception:
        pass
    return made


def package(data, other, draw):
    ours, theirs = parts_of(data), parts_of(other)
    named = [name for name in ours if name.endswith('.xml') and len(ours[name]) < 4_000_000]
    if not named:
        return flip(data, other, draw)
    main = [name for name in named if name.endswith('document.xml') or name == 'content.xml'] or named
    for _ in range(draw.choice([1, 1, 2, 3, 6])):
        name = draw.choice(main if draw.random() < .7 else named)
        xml = ours[name].decode('utf-8', 'replace')
        graft = theirs.get(name, ours[name]).decode('utf-8', 'replace')
        if draw.random() < .05 and name in theirs:
            ours[name] = theirs[name]
            continue
        ours[name] = change_xml(xml, graft, draw).encode('utf-8', 'replace')
    if draw.random() < .05:
        name = draw.choice(list(ours))
        ours[name] = flip(ours[name], ours[name], draw)
    if draw.random() < .03:
        ours.pop(draw.choice(list(ours)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for name, bytes in ours.items():
            made.writestr(name, bytes)
    return out.getvalue()


def flip(data, other, draw):
    data = bytearray(data)
    for _ in range(draw.choice([1, 2, 4, 8])):
        if not data:
            break
        at, way = draw.randrange(len(data)), draw.randrange(5)
        length = draw.choice([1, 4, 60, 500])
        if way == 0:
            data[at] ^= 1 << draw.randrange(8)
        elif way == 1:
            del data[at:at + length]
        elif way == 2:
            data[at:at] = data[at:at + length]
        elif way == 3 and other:
            start = draw.randrange(len(other))
            data[at:at + length] = other[start:start + length]
        else:
            data[at:at + 4] = draw.choice([b'\0\0\0\0', b'\xff\xff\xff\xff', b'\x01\0\0\0', b'}{', b'{\\'])
    return bytes(data)


def text(data, other, draw):
    lines, more = data.split(b'\n'), other.split(b'\n')
    for _ in range(draw.choice([1, 2, 4, 10])):
        at, way = draw.randrange(len(lines)), draw.randrange(8)
        spice = draw.choice(SPICE).encode()
        start = draw.randrange(len(more))
        if way == 0:
            lines[at:at] = more[start:start + draw.choice([1, 2, 5, 30])]
        elif way == 1:
            del lines[at:at + draw.choice([1, 2, 5])]
        elif way == 2:
            lines[at], lines[-1] = lines[-1], lines[at]
        elif way == 3:
            lines[at:at + 2] = [b''.join(lines[at:at + 2]) + (spice if len(lines) == 1 else b'')]
        elif way == 4:
            lines[at] = lines[at] * 2 + more[start]
        else:
            cut = draw.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:cut] + spice + lines[at][cut + draw.choice([0, 0, 1, 5]):]
        lines = lines or [b'']
    return b'\n'.join(lines)


def changed(path, other, draw):
    data, more = path.read_bytes(), other.read_bytes()
    if data[:2] == b'PK' and draw.random() < .95:
        return package(data, more, draw)
    if path.suffix.lower() in ('.txt', '.md', '.html', '.htm', '.rtf', '.fodt', '.mht') and draw.random() < .8:
        return text(data, more, draw)
    return flip(data, more, draw)


def run(program, folder, out, report):
    """Converts a folder; (status, seconds of the processor, seconds on the wall, most bytes, what it said)."""
    said, start = out + '.said', time.time()
    child = os.fork()
    if child == 0:
        os.nice(10)
        # A hang of the whole batch ends here; one of a file by its own limit.
        resource.setrlimit(resource.RLIMIT_CPU, (1500, 1500))
        null, told = os.open(os.devnull, os.O_RDWR), os.open(said, os.O_WRONLY | os.O_CREAT)
        for number, to in ((0, null), (1, null), (2, told)):
            os.dup2(to, number)
        os.execv(program, [program, 'convert', folder, '-o', out, '--to', OUTPUTS, '-j', '1', '--report', report,
                           '--doc-helper', 'none', '--time-limit', str(LIMIT)])
    _, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, time.time() - start, \
        used.ru_maxrss << 10, open(said, errors='replace').read()


def main():
    program, folder = os.path.abspath(sys.argv[1]), sys.argv[2]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 20_000
    seed = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    draw, files = random.Random(seed), seeds(folder)
    if not files:
        sys.exit(f'{folder}: no file of a kind that is read')
    kept = pathlib.Path(tempfile.mkdtemp(prefix='itudoc-faults-'))
    codes, faults, made, spent, most = collections.Counter(), [], 0, 0, 0
    while made < count:
        with tempfile.TemporaryDirectory() as temp:
            folder, out, report = f'{temp}/in', f'{temp}/out', f'{temp}/report.json'
            os.mkdir(folder)
            for _ in range(min(BATCH, count - made)):
                # The square of an even number draws the small ones most.
                path = files[int(draw.random() ** 2 * len(files))]
                same = [other for other in files if other.suffix == path.suffix]
                other = same[int(draw.random() ** 2 * len(same))]
                with open(f'{folder}/{made:06}{path.suffix.lower()}', 'wb') as file:
                    file.write(changed(path, other, draw))
                made += 1
            status, seconds, _, memory, said = run(program, folder, out, report)
            spent, most = spent + seconds, max(most, memory)

            def fault(why, name=None):
                faults.append(why)
                print('FAULT', why, flush=True)
                for path in [f'{folder}/{name}'] if name else list(pathlib.Path(folder).iterdir()):
                    shutil.copy(path, kept)
            if status not in (0, 1) or 'panicked' in said:
                fault(f'status {status}: {said[-300:]}')
                continue
            if memory > MEMORY:
                fault(f'{memory >> 20} MB in this batch')
            for record in json.load(open(report))['files']:
                name, refusal = os.path.basename(record['file']), record.get('refusal')
                codes[refusal['code'] if refusal else 'converted'] += 1
                if refusal and (refusal['code'] in OURS or 'its time' in str(refusal)):
                    fault(f"{name}: {refusal['code']} {json.dumps(refusal, ensure_ascii=False)[:300]}", name)
                if refusal and 'limit of' in str(refusal) and 'seconds' in str(refusal):
                    print('NOTE', name, str(refusal)[:200], flush=True)
                    shutil.copy(f'{folder}/{name}', kept)
        if made % 1000 < BATCH:
            print(f'{made} files, {spent:.0f} s of the processor, at most {most >> 20} MB, {dict(codes)}', flush=True)
    print(f'{made} changed files of {len(files)} seeds: {dict(codes)}; {len(faults)} faults'
          + (f', kept in {kept}' if faults else '') + f'; {spent:.0f} s, at most {most >> 20} MB')
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()
