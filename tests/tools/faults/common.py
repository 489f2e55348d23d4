"""What the fault trials share: inputs made by rule, runs of the program, folders looked at."""
import hashlib, os, pathlib, resource, subprocess, zipfile

OUTPUTS = 'docx,pdf,json,akn,html'


def submission(at, sections=3):
    """A contribution, each of its own text."""
    lines = ['Document %d-E' % (at + 1), 'Original: English', '', f'Country {at}', '', f'PROPOSALS FOR THE WORK OF THE CONFERENCE {at}',
             '', f'MOD\tCUB/{at + 70}/1', 'RESOLUTION 64 (Rev. Busan, 2014)', f'Title of resolution number {at}', '']
    for section in range(sections):
        lines += ['recalling', '', f'a)\tthat decision {section} of paper {at} is to be noted;', '',
                  f'b)\tthat “words”, signs (№ {section}) and 2010年，釜山 stand in paper {at},', '', 'resolves', '',
                  f'1\tto keep text {at}-{section} whole.', '']
    return '\n'.join(lines)


def folder_of(path, count, sections=3):
    path = pathlib.Path(path)
    path.mkdir()
    for at in range(count):
        (path / f'{at:05}.txt').write_text(submission(at, sections), 'utf-8')
    return path


def outputs(folder):
    """The finished files of an output folder by name, each with its hash; what is ours apart."""
    made = {}
    for path in sorted(pathlib.Path(folder).rglob('*')):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] != '.itudoc':
            made[str(name)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return made


def wrong(folder, reference):
    """What is wrong with the files of a folder: each is one of the reference, byte for byte, or absent."""
    found = outputs(folder)
    return [f'{name}: ' + ('not in the reference' if name not in reference else 'cut or changed')
            for name, digest in found.items() if reference.get(name) != digest and not name.endswith('-probe')]


def convert(program, source, out, *more, env=None, before=None):
    """Runs a conversion to its end: status and what it said."""
    made = subprocess.run([program, 'convert', str(source), '-o', str(out), '-q', '--doc-helper', 'none', *more],
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, errors='replace', env=env,
                          preexec_fn=before)
    return made.returncode, made.stdout + made.stderr


def measured(program, *arguments):
    """Status, seconds of the processor, most memory in MB of a run of any command."""
    child = os.fork()
    if child == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(null, number)
        os.execv(program, [program, *map(str, arguments)])
    _, status, used = os.wait4(child, 0)
    return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, used.ru_maxrss >> 10
