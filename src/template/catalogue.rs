//! The templates of a run: built in, or laid over the built-in ones from a folder of the user's.
//!
//! In: folders of TOML, each `format.toml` (all languages) and one file a language. Out: finished
//! templates by name, or every mistake with its place. Never: a template with a mistake in it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

use super::builtin::{self, BUILTIN};
use super::draft::{TemplateDraft, body};
use super::fault::{FaultPlace, Faults, TemplateFault, nearest};
use super::reader::{Keys, TemplateFile};
use super::{Emblem, Template, resolve};
use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::digest::Hasher;
use crate::files::{self, Unopened};
use crate::language::Language;
use crate::limits;
use crate::model::{Body, ConferenceId, Submission};
use crate::registry::Registry;

/// The form of a document that names no conference.
const PLAIN: &str = "base";
/// Deepest chain of `extends`.
const DEEPEST: usize = 8;
/// The file of a template that holds for all languages.
const FORMAT: &str = "format.toml";
/// The file that lists what `source` may cite.
const SOURCES: &str = "sources.toml";
/// Largest template file, bytes; ours have a tenth of it.
const LARGEST_FILE: u64 = 256 * 1024;

/// All templates of a run, finished when they are first asked for.
#[derive(Debug)]
pub struct Templates {
    forms: BTreeMap<String, FormDraft>,
    sources: BTreeSet<String>,
    /// Mistakes in the lists of sources.
    faults: Vec<TemplateFault>,
    /// The emblem of all forms, whatever they say.
    emblem: Option<Emblem>,
}

/// The files of one template.
#[derive(Debug, Default)]
struct FormDraft {
    files: BTreeMap<String, Cow<'static, str>>,
    /// Pictures in its folder, by file name.
    pictures: BTreeMap<String, Vec<u8>>,
    extends: Option<String>,
    body: Option<Body>,
    year: Option<u16>,
    finished: OnceLock<Result<Template, Refusal>>,
}

/// One file of a template, parsed.
#[derive(Debug)]
struct PageSetupDraft<'t> {
    /// The language it is for; `None` for all.
    language: Option<Language>,
    file: TemplateFile,
    table: toml::de::DeTable<'t>,
}

impl Templates {
    /// The templates that the program carries.
    pub fn builtin() -> Self {
        let mut templates =
            Self { forms: BTreeMap::new(), sources: BTreeSet::new(), faults: Vec::new(), emblem: None };
        for (path, text) in BUILTIN.iter().filter(|(path, _)| *path != SOURCES) {
            templates.add(path, Cow::Borrowed(text));
        }
        templates.sources.extend(builtin::SOURCES.iter().map(|&key| key.to_owned()));
        templates.connect();
        templates
    }

    /// The built-in templates with those of a folder laid over them: a folder of a built-in name
    /// replaces the built-in one, any other is new and may extend built-in ones. Those that it touches
    /// are finished, so that a mistake is told before any file is converted.
    ///
    /// # Errors
    /// The folder cannot be read, or every mistake in it by file, line and key.
    pub fn load(dir: &Path) -> Result<Self, Refusal> {
        let mut templates = Self::builtin();
        let mut replaced = BTreeSet::new();
        let (texts, pictures) = read_folder(dir)?;
        for (path, text) in texts {
            let name = path.split('/').next().unwrap_or_default().to_owned();
            if path.contains('/') && replaced.insert(name.clone()) {
                templates.forms.remove(&name);
            }
            templates.add(&path, Cow::Owned(text));
        }
        for (name, file, bytes) in pictures {
            templates.forms.entry(name).or_default().pictures.insert(file, bytes);
        }
        templates.connect();
        let touched = |name: &&str| {
            let chain = templates.chain(name, &mut Faults::default());
            chain.into_iter().any(|name| replaced.contains(name))
        };
        for name in templates.names().filter(touched) {
            templates.get(name)?;
        }
        Ok(templates)
    }

    /// The same with an emblem at the head of every form, whatever the forms say of one.
    #[must_use]
    pub fn with_emblem(mut self, emblem: Emblem) -> Self {
        self.emblem = Some(emblem);
        self.forms.values_mut().for_each(|form| form.finished = OnceLock::new());
        self
    }

    /// The template of a name.
    ///
    /// # Errors
    /// There is none of that name, or its data has mistakes.
    pub fn get(&self, name: &str) -> Result<&Template, Refusal> {
        let name = self.spelt(name);
        let Some(form) = self.forms.get(name) else {
            let quoted = format!("{name:?}");
            let found = match nearest(name, self.names()) {
                Some(near) => {
                    message!("no template is called {name}; did you mean {near}?", name = quoted, near)
                }
                None => message!("no template is called {name}", name = quoted),
            };
            let names: Vec<&str> = self.names().collect();
            return Err(Refusal::new(
                RefusalKind::Template,
                found,
                message!(
                    "choose one of {names}, or put its data in the folder of --templates",
                    names = names.join(", ")
                ),
            ));
        };
        form.finished.get_or_init(|| self.finish(name)).as_ref().map_err(Clone::clone)
    }

    /// The name of the one template that is called so but for case and what parts its words: `pp-22`
    /// for `PP22`. Else the name as it is given.
    fn spelt<'n>(&'n self, name: &'n str) -> &'n str {
        let folded = |name: &str| -> String {
            name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let (exact, wanted) = (self.forms.contains_key(name), folded(name));
        let mut like = self.names().filter(|known| !exact && folded(known) == wanted);
        match (like.next(), like.next()) {
            (Some(only), None) => only,
            _ => name,
        }
    }

    /// The template that this one extends.
    pub fn extends(&self, name: &str) -> Option<&str> {
        self.forms.get(name)?.extends.as_deref()
    }

    /// Names of all templates, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.forms.keys().map(String::as_str)
    }

    /// The template of a submission's conference: that of the very conference, else that of its
    /// body, else the plain form.
    ///
    /// # Errors
    /// The template's data has mistakes.
    pub fn choose(&self, submission: &Submission) -> Result<&Template, Refusal> {
        let conference = submission.masthead.conference.as_ref().map(|fact| &fact.value);
        self.get(conference.and_then(|id| self.form_of(id)).unwrap_or(PLAIN))
    }

    /// What a template is for: its body and year, without finishing it.
    pub fn purpose(&self, name: &str) -> (Option<Body>, Option<u16>) {
        (self.body_of(name), self.forms.get(name).and_then(|form| form.year))
    }

    fn form_of(&self, id: &ConferenceId) -> Option<&str> {
        let of = |year: Option<u16>| {
            let mut forms = self.forms.iter();
            forms.find(|(name, form)| form.year == year && self.body_of(name) == Some(id.body))
        };
        of(Some(id.year)).or_else(|| of(None)).map(|(name, _)| name.as_str())
    }

    /// Looks for templates of a body that the registry does not have: a user's registry is read apart
    /// from a user's templates.
    ///
    /// # Errors
    /// The first such template, and the bodies that are known.
    pub fn check_bodies(&self, registry: &Registry) -> Result<(), Refusal> {
        let unknown = |(name, form): (&String, &FormDraft)| {
            let body = form.body.filter(|body| registry.body(*body).is_none())?;
            Some((name.clone(), body))
        };
        let Some((name, body)) = self.forms.iter().find_map(unknown) else { return Ok(()) };
        let known: Vec<String> = registry.bodies().map(|body| body.key().to_owned()).collect();
        Err(Refusal::new(
            RefusalKind::Template,
            message!(
                "the template {name} is of the body {body}, which the registry does not have",
                name,
                body = format!("{:?}", body.key())
            ),
            message!("add a [[body]] to the registry, or take one of {known}", known = known.join(", ")),
        ))
    }

    /// The body of a template, its own or that of the nearest it extends.
    fn body_of(&self, name: &str) -> Option<Body> {
        let chain = self.chain(name, &mut Faults::default());
        chain.into_iter().rev().find_map(|name| self.forms.get(name)?.body)
    }

    fn add(&mut self, path: &str, text: Cow<'static, str>) {
        match path.split_once('/') {
            Some((name, file)) => {
                self.forms.entry(name.to_owned()).or_default().files.insert(file.to_owned(), text);
            }
            None => {
                let (keys, faults) = source_keys(path, &text);
                self.sources.extend(keys);
                self.faults.extend(faults);
            }
        }
    }

    /// Notes what each template extends and whose form it is; `finish` reports mistakes there.
    fn connect(&mut self) {
        for (name, form) in &mut self.forms {
            let Some(text) = form.files.get(FORMAT) else { continue };
            // What is built in lives as long as the program, and has been looked at when it was built.
            if let (Cow::Borrowed(_), Some(head)) = (text, builtin::head(name)) {
                form.extends = head.extends.map(str::to_owned);
                form.body = head.body.and_then(|name| Registry::builtin().body_named(name));
                form.year = head.year;
                continue;
            }
            let file = TemplateFile::new(&format!("{name}/{FORMAT}"), text);
            let table = file.parse(text);
            let mut keys = Keys::root(&file, &table);
            form.extends = keys.text("extends");
            form.body = body(&mut keys);
            form.year = keys.integer("year");
        }
    }

    /// Names of a template and of those it extends, the base first.
    fn chain(&self, name: &str, faults: &mut Faults) -> Vec<&str> {
        let mut chain = Vec::new();
        let mut next = self.forms.get_key_value(name);
        while let Some((name, form)) = next {
            chain.push(name.as_str());
            let Some(extends) = form.extends.as_deref() else { break };
            next = self.forms.get_key_value(extends).filter(|_| chain.len() < DEEPEST);
            if next.is_none() {
                let what = if self.forms.contains_key(extends) {
                    format!("`{extends}` comes back to `{name}`")
                } else {
                    let near = nearest(extends, self.names());
                    let hint = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                    format!("no template is called `{extends}`{hint}")
                };
                faults.add(extends_of(name, form), what);
            }
        }
        chain.reverse();
        chain
    }

    /// The files of a chain, parsed, in the order in which they lie over one another.
    fn sheets(&self, chain: &[&str]) -> Vec<PageSetupDraft<'_>> {
        let languages = Language::ALL.into_iter().map(Some);
        let kinds: Vec<Option<Language>> = [None].into_iter().chain(languages).collect();
        let mut sheets = Vec::new();
        for name in chain {
            let Some(form) = self.forms.get(*name) else { continue };
            for language in &kinds {
                let file_name =
                    language.map_or(FORMAT.to_owned(), |language| format!("{}.toml", language.code()));
                let Some(text) = form.files.get(&file_name) else { continue };
                let file = TemplateFile::new(&format!("{name}/{file_name}"), text);
                let table = file.parse(text);
                sheets.push(PageSetupDraft { language: *language, file, table });
            }
        }
        sheets
    }

    /// The sheets of one language, or of none, laid over a draft one after the other.
    fn draft(
        &self,
        mut draft: TemplateDraft,
        sheets: &[PageSetupDraft<'_>],
        language: Option<Language>,
    ) -> TemplateDraft {
        for sheet in sheets.iter().filter(|sheet| sheet.language.is_none() || sheet.language == language) {
            let is_format = sheet.language.is_none();
            if is_format {
                // A conference's form serves another conference; its year does not.
                draft.year = None;
            }
            draft.apply(Keys::root(&sheet.file, &sheet.table), is_format, &self.sources);
        }
        draft
    }

    fn finish(&self, name: &str) -> Result<Template, Refusal> {
        let mut faults = Faults::default();
        let chain = self.chain(name, &mut faults);
        let sheets = self.sheets(&chain);
        // A file that does not read, or a template that is not there, leaves out what it would have
        // said: four hundred mistakes that are none.
        let whole = faults.is_empty() && sheets.iter().all(|sheet| sheet.file.is_sound());
        faults.extend(self.faults.iter().cloned());
        self.check_file_names(name, &mut faults);
        let place = format_file(name);
        // The sheets before the first of a language hold for all: the form that others extend is laid once.
        let common = sheets.iter().take_while(|sheet| sheet.language.is_none()).count();
        let (common, rest) = sheets.split_at(common);
        let first = self.draft(TemplateDraft::default(), common, None);
        let of = |language: Option<Language>| self.draft(first.clone(), rest, language);
        let shared = of(None);
        if !whole {
            Language::ALL.into_iter().for_each(|language| drop(of(Some(language))));
            sheets.into_iter().for_each(|sheet| faults.extend(sheet.file.into_faults()));
            return Err(faults.into_refusal());
        }
        let page = resolve::page(&shared, &place, &mut faults);
        let revisions = resolve::revisions(&shared, &place, &mut faults);
        let emblem = self.emblem_of(&shared, &chain, &mut faults);
        let mut editions = BTreeMap::new();
        for language in Language::ALL {
            let draft = of(Some(language));
            let place =
                FaultPlace { file: format!("{name}/{}.toml", language.code()), line: 1, key: String::new() };
            editions.insert(language, resolve::edition(&draft, &place, &mut faults));
        }
        sheets.into_iter().for_each(|sheet| faults.extend(sheet.file.into_faults()));
        faults.into_result()?;
        Ok(Template {
            name: name.to_owned(),
            body: shared.body,
            year: shared.year,
            page,
            revisions,
            parts_start_pages: shared.parts_start_pages.unwrap_or(false),
            italic_labels: shared.italic_labels.unwrap_or(false),
            bold_reasons: shared.bold_reasons.unwrap_or(false),
            marks_give_way: shared.marks_give_way.unwrap_or(false),
            numbers_stay: shared.numbers_stay.unwrap_or(false),
            emblem,
            front_box: shared.front_box.filter(|front_box| !front_box.sections.is_empty()),
            editions,
            digest: self.digest(&chain),
        })
    }

    /// The emblem of a form: that of the run, else the file that the nearest of its chain has.
    fn emblem_of(&self, draft: &TemplateDraft, chain: &[&str], faults: &mut Faults) -> Option<Emblem> {
        if let Some(emblem) = &self.emblem {
            return Some(emblem.clone().of_height(draft.emblem_height));
        }
        let (file, place) = draft.emblem_file.as_ref()?;
        let pictures = chain.iter().rev().filter_map(|name| self.forms.get(*name));
        let Some(bytes) = pictures.filter_map(|form| form.pictures.get(file)).next() else {
            faults.add(place.clone(), format!("the template's folder has no picture `{file}`"));
            return None;
        };
        match Emblem::read(bytes) {
            Ok(emblem) => Some(emblem.of_height(draft.emblem_height)),
            Err(refusal) => {
                faults.add(place.clone(), format!("{}; {}", refusal.found, refusal.advice));
                None
            }
        }
    }

    fn check_file_names(&self, name: &str, faults: &mut Faults) {
        let Some(form) = self.forms.get(name) else { return };
        if !form.files.contains_key(FORMAT) {
            faults.add(format_file(name), "there is no such file, and a template needs one");
        }
        for file in form.files.keys().filter(|file| *file != FORMAT) {
            let code = file.strip_suffix(".toml").unwrap_or(file);
            if !Language::ALL.iter().any(|language| language.code() == code) {
                let place = FaultPlace { file: format!("{name}/{file}"), line: 1, key: String::new() };
                faults
                    .add(place, "a template has format.toml and ar, en, es, fr, ru, zh.toml, no other file");
            }
        }
    }

    fn digest(&self, chain: &[&str]) -> [u8; 32] {
        let mut digest = Hasher::default();
        let form = |name: &&str| self.forms.get(*name);
        let pictures = chain.iter().filter_map(form).flat_map(|form| form.pictures.values());
        let emblem = self.emblem.iter().map(|emblem| &emblem.bytes);
        emblem.chain(pictures).for_each(|bytes| digest.update(bytes));
        for name in chain {
            for (file, text) in self.forms.get(*name).into_iter().flat_map(|form| &form.files) {
                for part in [name.as_bytes(), file.as_bytes(), text.as_bytes()] {
                    digest.update((part.len() as u64).to_le_bytes());
                    digest.update(part);
                }
            }
        }
        digest.finish().bytes()
    }
}

/// The place where a template says which one it extends.
fn extends_of(name: &str, form: &FormDraft) -> FaultPlace {
    let text = form.files.get(FORMAT).map_or("", |text| text.as_ref());
    let at = text.lines().position(|line| line.trim_start().starts_with("extends")).unwrap_or(0);
    let line = u32::try_from(at + 1).unwrap_or(u32::MAX);
    FaultPlace { line, key: "extends".to_owned(), ..format_file(name) }
}

fn format_file(name: &str) -> FaultPlace {
    FaultPlace { file: format!("{name}/{FORMAT}"), line: 1, key: String::new() }
}

/// The keys of `sources.toml`. A source has a title by which a reader can find it, and an address
/// where there is one.
fn source_keys(path: &str, text: &str) -> (Vec<String>, Vec<TemplateFault>) {
    let file = TemplateFile::new(path, text);
    let table = file.parse(text);
    let mut names = Vec::new();
    for (name, mut source) in Keys::root(&file, &table).named() {
        if source.text("title").is_none() {
            source.fault("a source has a `title`");
        }
        source.text("address");
        source.finish();
        names.push(name);
    }
    (names, file.into_faults())
}

/// What a picture in a template's folder may be called.
const PICTURES: [&str; 4] = [".png", ".jpg", ".jpeg", ".emf"];

/// Texts by their paths, and pictures by template and file name.
type Folder = (Vec<(String, String)>, Vec<(String, String, Vec<u8>)>);

/// The template files of a folder: `NAME/FILE.toml` with their texts, `sources.toml` if there, and the pictures
/// beside them.
fn read_folder(dir: &Path) -> Result<Folder, Refusal> {
    let (mut texts, mut pictures) = (Vec::new(), Vec::new());
    for entry in entries(dir)? {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        let is_template = path.join(FORMAT).exists();
        if is_template && entry.file_type().is_ok_and(|kind| kind.is_symlink()) {
            return Err(unreadable(&path, Unopened::Link(std::fs::read_link(&path).ok()).found()));
        }
        if is_template && path.is_dir() {
            for file in entries(&path)? {
                let file_name = file.file_name().to_string_lossy().into_owned();
                if file_name.ends_with(".toml") {
                    texts.push((format!("{name}/{file_name}"), read_file(&file.path())?));
                } else if PICTURES.iter().any(|ending| file_name.to_ascii_lowercase().ends_with(ending)) {
                    let read = files::read(&file.path(), limits::EMBLEM_BYTES);
                    let bytes = read.map_err(|error| unreadable(&file.path(), error.found()))?.bytes;
                    pictures.push((name.clone(), file_name, bytes));
                }
            }
        } else if name == SOURCES {
            texts.push((name, read_file(&path)?));
        }
    }
    // Whatever order the disk gives, sources first: `/` sorts before letters only by chance.
    texts.sort_by_key(|(path, _)| (path.contains('/'), path.clone()));
    if texts.iter().all(|(path, _): &(String, String)| !path.contains('/')) {
        return Err(Refusal::new(
            RefusalKind::Template,
            message!(
                "{dir} holds no template: no folder in it has a {format}",
                dir = dir.display(),
                format = FORMAT
            ),
            message!("give the folder above the templates' folders; `itudoc template new NAME` makes one"),
        ));
    }
    Ok((texts, pictures))
}

fn entries(dir: &Path) -> Result<Vec<std::fs::DirEntry>, Refusal> {
    std::fs::read_dir(dir)
        .and_then(Iterator::collect)
        .map_err(|error| unreadable(dir, Message::foreign(error.to_string())))
}

fn read_file(path: &Path) -> Result<String, Refusal> {
    files::text(path, LARGEST_FILE).map_err(|error| match error {
        Unopened::TooLarge(size, _) => Refusal::new(
            RefusalKind::Limit,
            message!(
                "{path} has {size} bytes, and a template file has at most {most}",
                path = path.display(),
                size,
                most = LARGEST_FILE
            ),
            message!("is it a template's data? Ours have a tenth of that"),
        ),
        error => unreadable(path, error.found()),
    })
}

fn unreadable(path: &Path, error: Message) -> Refusal {
    Refusal::unreadable(
        path,
        error,
        message!("check the path given with --templates and its permissions; files are UTF-8"),
    )
}
