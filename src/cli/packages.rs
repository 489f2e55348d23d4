//! The packages of an archive as they lie on disk: found, read, judged.
//!
//! In: a folder. Out: the packages in it, and of each what is wrong with it. Never: anything changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::archive::bag::{self, BAGIT, BagFault};
use crate::archive::mets::{self, METS, SEAL};
use crate::archive::premis::original_names;
use crate::archive::{PREMIS, PackageForm, SOURCE, sha512};
use crate::files;
use crate::limits;
use crate::workers;

/// A package on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StoredPackage {
    /// Its folder.
    pub(super) folder: PathBuf,
    /// Whether it is a bag; else it has METS.
    is_bag: bool,
}

/// The packages in a folder, the folder itself among them, in the order of their paths. What lies in a
/// package is no package.
pub(super) fn packages(folder: &Path) -> Result<Vec<StoredPackage>, Failure> {
    let listed = files::list(folder, true).map_err(|error| unreadable(folder, &error.to_string()))?;
    let mut found: Vec<StoredPackage> = Vec::new();
    let is_seal = |path: &Path, seal: &str| path.file_name().is_some_and(|name| name == seal);
    let ends_in = |path: &Path, ending: &str| {
        path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(ending))
    };
    let mut seals: Vec<(PathBuf, bool)> = listed
        .iter()
        .filter(|path| is_seal(path, BAGIT) || is_seal(path, METS))
        .filter_map(|path| Some((path.parent()?.to_owned(), is_seal(path, BAGIT))))
        .collect();
    // A folder with the name of a package is one that lacks the file that says so; a seal speaks of a folder
    // that has to be there.
    for path in &listed {
        for outer in path.ancestors().skip(1).take_while(|outer| outer.starts_with(folder)) {
            let forms = [(PackageForm::Bag, true), (PackageForm::EArk, false)];
            seals.extend(
                forms
                    .into_iter()
                    .filter(|(form, _)| ends_in(outer, form.ending()))
                    .map(|(_, is_bag)| (outer.to_owned(), is_bag)),
            );
        }
        if ends_in(path, &format!("{}{SEAL}", PackageForm::EArk.ending())) {
            seals.push((path.with_extension(""), false));
        }
    }
    // A bag before METS in it, an outer folder before those in it.
    seals.sort_by(|a, b| (&a.0, !a.1).cmp(&(&b.0, !b.1)));
    for (folder, is_bag) in seals {
        if !found.iter().any(|outer| folder.starts_with(&outer.folder)) {
            found.push(StoredPackage { folder, is_bag });
        }
    }
    Ok(found)
}

impl StoredPackage {
    /// What is wrong with it.
    pub(super) fn faults(&self) -> Result<Vec<BagFault>, Failure> {
        if !self.folder.is_dir() {
            return Ok(vec![BagFault {
                path: String::new(),
                what: "is missing; the digest beside it is there".to_owned(),
            }]);
        }
        let digests = self.digests()?;
        if !self.is_bag {
            let mut seal = self.folder.clone().into_os_string();
            seal.push(SEAL);
            let seal = Path::new(&seal);
            // One that is no text any more is not what was written.
            let read = || files::text(seal, limits::NOTES_BYTES).unwrap_or_default();
            let seal = fs::symlink_metadata(seal).is_ok().then(read);
            let mets = self.text(METS).unwrap_or_default();
            let folder = self.folder.file_name().unwrap_or_default().to_string_lossy();
            let mut faults = mets::faults(&folder, &digests, &mets, seal.as_deref());
            faults.extend(self.strange()?);
            return Ok(faults);
        }
        let tags = digests.keys().filter(|path| !path.starts_with(bag::DATA));
        let mut texts = BTreeMap::new();
        let mut odd = Vec::new();
        for path in tags {
            match self.text(path) {
                Ok(text) => _ = texts.insert(path.clone(), text),
                Err(_) => odd.push(BagFault { path: path.clone(), what: "is no text".to_owned() }),
            }
        }
        let mut faults = bag::faults(&digests, &texts);
        faults.extend(odd);
        faults.extend(self.strange()?);
        Ok(faults)
    }

    /// What is in the package and is no file: a link or a pipe is none of an archive's.
    fn strange(&self) -> Result<Vec<BagFault>, Failure> {
        let strange = files::strange(&self.folder);
        let strange = strange.map_err(|error| unreadable(&self.folder, &error.to_string()))?;
        let fault = |path: PathBuf| {
            let below = path.strip_prefix(&self.folder).unwrap_or(&path);
            BagFault { path: below.to_string_lossy().into_owned(), what: "is no regular file".to_owned() }
        };
        Ok(strange.into_iter().map(fault).collect())
    }

    /// The source and what was put away beside it: by file name.
    pub(super) fn sources(&self) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        let below = if self.is_bag { bag::DATA } else { mets::DATA };
        let folder = self.folder.join(below).join(SOURCE);
        let names = PREMIS.iter().find_map(|path| self.text(path).ok());
        let names = names.map(|premis| original_names(&premis)).unwrap_or_default();
        let listed = files::list(&folder, false).map_err(|error| unreadable(&folder, &error.to_string()))?;
        let mut sources = BTreeMap::new();
        for path in listed {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let read = files::read(&path, limits::INPUT_BYTES);
            let read = read.map_err(|error| unreadable(&path, &error.found()))?;
            let original = names.get(&format!("{below}{SOURCE}{name}")).filter(|name| is_name(name));
            let original = original.filter(|original| !sources.contains_key(*original)).cloned();
            sources.insert(original.unwrap_or(name), read.bytes);
        }
        Ok(sources)
    }

    /// SHA-512 and size of each file, by its path in the package.
    fn digests(&self) -> Result<BTreeMap<String, (String, u64)>, Failure> {
        let listed = files::list(&self.folder, true);
        let listed = listed.map_err(|error| unreadable(&self.folder, &error.to_string()))?;
        let digests = workers::map(&listed, |path| {
            files::read(path, u64::MAX).map(|read| (sha512(&read.bytes), read.bytes.len() as u64))
        });
        let mut found = BTreeMap::new();
        for (path, digest) in listed.iter().zip(digests) {
            let digest = digest.map_err(|error| unreadable(path, &error.found()))?;
            let below = path.strip_prefix(&self.folder).unwrap_or(path);
            let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
            found.insert(parts.join("/"), digest);
        }
        Ok(found)
    }

    fn text(&self, path: &str) -> Result<String, Failure> {
        let whole = self.folder.join(path);
        files::text(&whole, limits::INPUT_BYTES).map_err(|error| unreadable(&whole, &error.found()))
    }
}

fn unreadable(path: &Path, why: &str) -> Failure {
    Failure::new(format!("{}: {why}", path.display()), "check the path and the right to read it")
}

/// Whether a name is that of a file and leads nowhere else.
fn is_name(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    matches!((parts.next(), parts.next()), (Some(std::path::Component::Normal(_)), None))
}
