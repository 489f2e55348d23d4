-- The catalogue of a conference pack, form 3. docs/packs.md says what each column holds.
-- Nothing here is newer than SQLite 3.37. Values are listed by OR: for IN, SQLite makes a table of its own at every row
-- that is written, which took more time than the rows.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL,
    body TEXT,
    year INTEGER,
    number TEXT NOT NULL,
    addendum INTEGER,
    revision INTEGER,
    corrigendum INTEGER,
    language TEXT NOT NULL,
    date TEXT,
    original TEXT,
    source TEXT NOT NULL,
    title TEXT NOT NULL,
    pages INTEGER,
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status = 'current' OR status = 'superseded' OR status = 'withdrawn' OR status = 'late' OR status = 'duplicate'),
    supersedes INTEGER REFERENCES documents (id),
    due TEXT,
    on_time INTEGER,
    may_propose TEXT NOT NULL CHECK (may_propose = 'yes' OR may_propose = 'no' OR may_propose = 'unknown'),
    words INTEGER NOT NULL,
    new_words INTEGER NOT NULL,
    taken_words INTEGER NOT NULL,
    taken_languages TEXT NOT NULL
) STRICT;

CREATE TABLE sources (
    document INTEGER NOT NULL REFERENCES documents (id),
    position INTEGER NOT NULL,
    symbol TEXT NOT NULL,
    name TEXT,
    PRIMARY KEY (document, position)
) STRICT;

CREATE TABLE targets (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    provision TEXT,
    edition TEXT,
    title TEXT NOT NULL,
    paper TEXT NOT NULL
) STRICT;

CREATE TABLE bases (
    target INTEGER NOT NULL REFERENCES targets (id),
    language TEXT NOT NULL,
    origin TEXT NOT NULL CHECK (origin = 'given' OR origin = 'shared'),
    name TEXT,
    of INTEGER,
    among INTEGER,
    PRIMARY KEY (target, language)
) STRICT;

CREATE TABLE proposals (
    id INTEGER PRIMARY KEY,
    identifier TEXT NOT NULL,
    symbol TEXT NOT NULL,
    underlined INTEGER NOT NULL,
    document INTEGER NOT NULL REFERENCES documents (id),
    position INTEGER NOT NULL,
    target INTEGER REFERENCES targets (id),
    counts INTEGER NOT NULL,
    page INTEGER,
    line TEXT NOT NULL
) STRICT;

CREATE TABLE paragraphs (
    id INTEGER PRIMARY KEY,
    target INTEGER REFERENCES targets (id),
    document INTEGER REFERENCES documents (id),
    proposal INTEGER REFERENCES proposals (id),
    language TEXT NOT NULL,
    address TEXT,
    part TEXT NOT NULL CHECK (part = 'in-force' OR part = 'proposal' OR part = 'reasons' OR part = 'cover' OR part = 'document' OR part = 'line'),
    role TEXT NOT NULL,
    call TEXT NOT NULL,
    label TEXT NOT NULL,
    level INTEGER NOT NULL,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    text_base TEXT NOT NULL,
    placed TEXT CHECK (placed = 'unchanged' OR placed = 'changed' OR placed = 'deleted' OR placed = 'added' OR placed = 'moved' OR placed = 'named' OR placed = 'elision' OR placed = 'not-placed'),
    folded TEXT NOT NULL
) STRICT;

CREATE TABLE groups (
    id INTEGER PRIMARY KEY,
    target INTEGER NOT NULL REFERENCES targets (id),
    address TEXT NOT NULL,
    language TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE TABLE group_members (
    "group" INTEGER NOT NULL REFERENCES groups (id),
    proposal INTEGER NOT NULL REFERENCES proposals (id),
    PRIMARY KEY ("group", proposal)
) STRICT;

CREATE TABLE edits (
    id INTEGER PRIMARY KEY,
    proposal INTEGER NOT NULL REFERENCES proposals (id),
    target INTEGER NOT NULL REFERENCES targets (id),
    address TEXT NOT NULL,
    paragraph INTEGER REFERENCES paragraphs (id),
    "group" INTEGER REFERENCES groups (id),
    kind TEXT NOT NULL,
    base_from INTEGER NOT NULL,
    base_to INTEGER NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    consequential INTEGER NOT NULL,
    unmarked INTEGER NOT NULL,
    why TEXT,
    confidence REAL,
    decided_by TEXT
) STRICT;

CREATE TABLE conflicts (
    a INTEGER NOT NULL REFERENCES proposals (id),
    b INTEGER NOT NULL REFERENCES proposals (id),
    target INTEGER NOT NULL REFERENCES targets (id),
    address TEXT NOT NULL,
    class TEXT NOT NULL CHECK (class = 'same' OR class = 'compatible' OR class = 'ordered' OR class = 'undetermined' OR class = 'contradictory' OR class = 'consequential'),
    doubt TEXT CHECK (doubt = 'two-languages' OR doubt = 'marks-lost' OR doubt = 'no-text-in-force'),
    PRIMARY KEY (a, b, address)
) STRICT;

CREATE TABLE findings (
    id INTEGER PRIMARY KEY,
    document INTEGER REFERENCES documents (id),
    file TEXT NOT NULL,
    code TEXT NOT NULL,
    severity TEXT NOT NULL,
    message TEXT NOT NULL
) STRICT;

CREATE TABLE decisions (
    id INTEGER PRIMARY KEY,
    document INTEGER REFERENCES documents (id),
    proposal INTEGER REFERENCES proposals (id),
    decision TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

-- What was made: the bytes of each paper, and what it was made of.
CREATE TABLE papers (
    path TEXT PRIMARY KEY,
    made_of TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    bytes INTEGER NOT NULL
) STRICT;

-- What reading gave, so that an unchanged contribution is not read again.
CREATE TABLE readings (
    file TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    recipe TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (file, sha256)
) STRICT;

-- The texts in force as they were read, so that the pack is kept up without them.
CREATE TABLE texts_in_force (
    position INTEGER PRIMARY KEY,
    file TEXT NOT NULL,
    data TEXT NOT NULL
) STRICT;

CREATE INDEX paragraphs_proposal ON paragraphs (proposal);
CREATE INDEX paragraphs_address ON paragraphs (address);
CREATE INDEX proposals_target ON proposals (target);
CREATE INDEX proposals_document ON proposals (document);
CREATE INDEX edits_proposal ON edits (proposal);
CREATE INDEX conflicts_target ON conflicts (target);

-- Full text of paragraphs.folded: accents, harakat, width and case folded, each Han character apart.
CREATE VIRTUAL TABLE search USING fts5 (folded, content = 'paragraphs', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0');
