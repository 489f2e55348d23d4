#!/usr/bin/env python3
"""Papers, plan, shards and outputs in object storage, against moto on loopback.

Usage: object_storage.py PROGRAM [ROUNDS]

In: a program built with the feature `object-storage`, and `moto_server` (pip install 'moto[server]'). Out: what was
tried; status 1 where outputs differ from those of one process on files, where two attempts at a shard both count,
where something is replaced that nobody asked to be, or where a killed attempt leaves what a later one trips over.
Without moto_server it says so loudly and ends with status 77.
"""
import concurrent.futures, hashlib, json, os, pathlib, random, re, shutil, signal, socket, subprocess, sys, tempfile, time
import urllib.parse, urllib.request
from xml.etree import ElementTree

BUCKET = 'papers-of-a-conference'
# Of the machine, not of the outputs.
OF_THE_MACHINE = {'.itudoc/lock', '.itudoc/stamps.json'}
faults = []


def check(is_so, why):
    print('ok   ' if is_so else 'FAULT', why, flush=True)
    if not is_so:
        faults.append(why)


class Service:
    """A stand-in for S3, asked by plain HTTP."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            self.port = free.getsockname()[1]
        beside = pathlib.Path(sys.executable).with_name('moto_server')
        command = str(beside) if beside.exists() else shutil.which('moto_server')
        if not command:
            print("SKIPPED: moto_server is not there (pip install 'moto[server]')", file=sys.stderr)
            sys.exit(77)
        self.root = f'http://127.0.0.1:{self.port}'
        self.process = subprocess.Popen([command, '-H', '127.0.0.1', '-p', str(self.port)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                self.ask('PUT', '')
                return
            except OSError:
                time.sleep(.1)
        sys.exit('moto_server does not answer')

    def ask(self, method, key, data=None, query=''):
        request = urllib.request.Request(f'{self.root}/{BUCKET}/{urllib.parse.quote(key)}{query}', data, method=method,
                                         headers={'Content-Type': 'application/octet-stream', 'Authorization': 'AWS4-HMAC-SHA256 Credential=x/20261127/us-east-1/s3/aws4_request'})
        return urllib.request.urlopen(request, timeout=60).read()

    def put(self, key, data):
        self.ask('PUT', key, data)

    def keys(self, prefix):
        found, token = [], ''
        while token is not None:
            more = f'&continuation-token={urllib.parse.quote(token, safe="")}' if token else ''
            page = ElementTree.fromstring(self.ask('GET', '', query=f'?list-type=2&prefix={urllib.parse.quote(prefix)}{more}'))
            name = page.tag.partition('}')[0] + '}'
            found += [key.text for key in page.iter(f'{name}Key')]
            token = page.findtext(f'{name}NextContinuationToken')
        return found

    def tree(self, prefix):
        return {key[len(prefix):]: hashlib.sha256(self.ask('GET', key)).hexdigest() for key in self.keys(prefix)}

    def remove(self, prefix):
        for key in self.keys(prefix):
            self.ask('DELETE', key)

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith('AWS_')}
        return kept | {'AWS_ENDPOINT_URL': self.root, 'AWS_ALLOW_HTTP': 'true', 'AWS_REGION': 'us-east-1',
                       'AWS_ACCESS_KEY_ID': 'x', 'AWS_SECRET_ACCESS_KEY': 'y'}


def papers(count, draw):
    """Papers by path: several folders, facts beside one, and what is no paper."""
    made = {}
    for number in range(count):
        words = ' '.join(draw.choice(['the Union', 'notes', 'that Member States', 'of spectrum', 'should', 'with concern'])
                         for _ in range(120))
        text = f'Contribution {number}\n\nMOD\tCUB/70/{number + 1}\n\nRESOLUTION {number + 1}\n\nconsidering\n\na)\t{words};\n'
        made[f'{2010 + number % 3}/c{number:03}.txt'] = text.encode()
    made['2011/c001.toml'] = b'date = "2014-09-15"\n'
    made['2012/\u6587\u7a3f 7.txt'] = '\u51b3\u8bae\u7b2c64\u53f7\n\n\u8ba4\u8bc6\u5230\n\na)\t\u7535\u4fe1;\n'.encode()
    made['2010/data.json'] = b'{}'
    made['2010/.hidden.txt'] = b'hidden'
    made['2010/~$c000.docx'] = b'lock'
    made['2010/page.xml'] = b'<x/>'
    made['old/.itudoc/manifest.json'] = b'{}'
    made['old/c000.txt'] = b'made by a run'
    made['2012/broken.docx'] = b'PK\x03\x04 and no more'
    return made


def tree(folder):
    found = {}
    for path in sorted(pathlib.Path(folder).rglob('*')):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in OF_THE_MACHINE:
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def main():
    program = os.path.abspath(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 6
    draw, service = random.Random(7), Service()
    folder = pathlib.Path(tempfile.mkdtemp(prefix='itudoc-objects-'))
    at = f's3://{BUCKET}'

    def run(*arguments, **more):
        done = subprocess.run([program, *map(str, arguments)], cwd=folder, env=service.environment(),
                              capture_output=True, text=True, timeout=600, **more)
        return done.returncode, done.stderr

    def started(*arguments):
        return subprocess.Popen([program, *map(str, arguments)], cwd=folder, env=service.environment(),
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        trial(service, folder, at, run, started, rounds, draw)
    finally:
        service.process.terminate()
        service.process.wait()
        shutil.rmtree(folder)
    print(f'{len(faults)} faults')
    sys.exit(1 if faults else 0)


def trial(service, folder, at, run, started, rounds, draw):
    files = papers(24, draw)
    for name, data in files.items():
        path = folder / 'papers' / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        service.put(f'papers/{name}', data)
    status, said = run('convert', 'papers', '-o', 'one', '--report', 'one.json')
    check(status == 1, f'one process on files: status {status} (one paper is broken)')
    report = (folder / 'one.json').read_text().replace('"papers/', f'"{at}/papers/')

    shards = 4
    status, said = run('plan', f'{at}/papers', '-o', f'{at}/plan.json', '--shards', shards)
    check(status == 0, f'plan: {status} {said.strip()[-200:]}')
    status, said = run('plan', 'papers', '-o', 'plan.json', '--shards', shards)
    here = json.loads((folder / 'plan.json').read_text())
    there = json.loads(service.ask('GET', 'plan.json'))
    for file in here['files']:
        file['path'] = f"{at}/{file['path']}"
    differ = [key for key in here if here[key] != there.get(key)]
    check(not differ, f'the plan is that of the same folder of files, but for the paths {differ}')

    def convert(shard, to=None):
        return run('convert', '--plan', f'{at}/plan.json', '--shard', shard, '-o', to or f'{at}/shards/{shard}', '-j', 1)

    def counts(shard):
        keys = service.keys(f'shards/{shard}/')
        attempts = {key.split('/')[2] for key in keys if '/attempt-' in key}
        return len(attempts) == 1 and f'shards/{shard}/shard.json' in keys

    # Many attempts at one shard at the same time.
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for turn in range(rounds):
            service.remove('shards/0/')
            ended = list(pool.map(convert, [0] * 4))
            check([status for status, _ in ended] == [0] * 4 and counts(0),
                  f'four attempts at one shard at once, turn {turn}: one counts, all end well'
                  + ''.join(said for status, said in ended if status))
    # Attempts that are killed at any moment.
    begun = time.time()
    convert(1)
    takes, killed, left = time.time() - begun, 0, 0
    for turn in range(rounds * 2):
        service.remove('shards/1/')
        attempt = started('convert', '--plan', f'{at}/plan.json', '--shard', '1', '-o', f'{at}/shards/1', '-j', '1')
        time.sleep(takes * (.3 + .7 * draw.random()))
        attempt.send_signal(signal.SIGKILL)
        attempt.wait()
        killed += 1
        left += any('/attempt-' in key for key in service.keys('shards/1/'))
        status, said = convert(1)
        check(status == 0 and counts(1), f'an attempt after one that was killed: {status} {said.strip()[-200:] if status else ""}')
    print(f'     {killed} killed, {left} of them with objects put')
    for shard in range(2, shards):
        status, said = convert(shard)
        check(status == 0 and counts(shard), f'shard {shard}: {status}')
    status, said = convert(3)
    check(status == 0 and 'is there already' in said, 'a shard that is there is not made again')
    status, said = convert(2, f'{at}/shards/3')
    check(status == 2, 'another shard is not put in its place')

    service.ask('DELETE', 'shards/2/shard.json')
    status, said = run('merge', f'{at}/shards', '-o', 'early')
    check(status == 2 and 'missing: 2' in said, f'merge before all are there: {said.strip()[-120:]}')
    convert(2)
    status, said = run('merge', f'{at}/shards', '-o', 'merged', '--report', 'merged.json')
    check(status == 1 and tree(folder / 'merged') == tree(folder / 'one'), f'merged here: the bytes of one process ({status}) {said.strip()[-200:] if status == 2 else ""}')
    check((folder / 'merged.json').read_text() == report, 'the report is that of one process')
    each = [f'{at}/shards/{shard}' for shard in range(shards)]
    for turn in range(2):
        status, said = run('merge', *each, '-o', f'{at}/out')
        check(status == 1 and service.tree('out/') == tree(folder / 'one'), f'merged into objects, turn {turn}: the bytes of one process ({status}) {said.strip()[-200:] if status == 2 else ""}')
    taken = next(key for key in service.keys('out/') if key.endswith('.pdf'))
    service.put(taken, b'somebody else')
    status, said = run('merge', f'{at}/shards', '-o', f'{at}/out')
    check(status == 2 and service.ask('GET', taken) == b'somebody else', f'what is not the same is not replaced: {said.strip()[-200:]}')
    status, said = run('merge', f'{at}/shards', '-o', f'{at}/out', '--force')
    check(status == 1 and service.tree('out/') == tree(folder / 'one'), 'but with --force')

    status, said = run('convert', f'{at}/papers', '-o', 'two', '--report', 'two.json')
    check(status == 1 and tree(folder / 'two') == tree(folder / 'one') and (folder / 'two.json').read_text() == report,
          f'converted without a plan: the same ({status}) {said.strip()[-200:] if status == 2 else ""}')
    status, said = run('convert', f'{at}/papers/2011/c001.txt', '-o', f'{at}/single', '--to', 'pdf')
    single = service.tree('single/').get('c001.pdf')
    check(status == 0 and single == tree(folder / 'one').get('2011/c001.pdf'), f'one object with its facts, into objects ({status}) {said.strip()[-200:] if status == 2 else ""}')

    # What changes between plan and shard, and what nobody may read.
    service.ask('DELETE', 'papers/2010/c000.txt')
    service.put('papers/2011/c004.toml', b'date = "2015-01-01"\n')
    service.remove('shards/')
    told = [convert(shard) for shard in range(shards)]
    said = ''.join(said for _, said in told)
    check(all(status == 0 for status, _ in told) and 'no such file' in said and 'not those of the plan' in said,
          'a paper that is gone, and one with other facts than those planned, cost themselves')
    service.put('large/a.txt', b'a' * ((256 << 20) + 1))
    service.put('large/b.txt', b'A word.\n')
    status, said = run('convert', f'{at}/large', '-o', 'large')
    check(status == 1 and 'more than the' in said and (folder / 'large/b.pdf').exists(), f'an object over the bound costs itself: {said.strip()[:120]}')
    service.put('odd/a//b.txt', b'A word.\n')
    status, said = run('plan', f'{at}/odd', '-o', 'odd.json')
    check(status == 2 and 'odd/a' in said, f'a key that is no path is named: {said.strip()[:160]}')
    status, said = run('plan', f'{at}/nothing', '-o', 'odd.json')
    check(status == 2 and 'no such object' in said, 'an address that leads to nothing is named')
    status, said = run('check', f'{at}/papers')
    check(status == 2 and 'object storage' in said, 'a command that reads no objects says so')
    service.process.terminate()
    service.process.wait()
    begun = time.time()
    status, said = run('plan', f'{at}/papers', '-o', 'odd.json')
    check(status == 2 and time.time() - begun < 120, f'a service that is not there: {status} after {time.time() - begun:.0f} s')


if __name__ == '__main__':
    main()
