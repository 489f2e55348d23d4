//! The fonts installed on the machine, asked last and only on request.
//!
//! In: a family or a character that no other face of the run has. Out: the face that has it, read
//! when it is first taken. Never: a face that forbids embedding (nobody named it, so it is passed
//! over); an order that depends on how the machine lists its files.

use std::sync::{Arc, OnceLock};

use super::face::{Face, FaceOrigin};
use super::library::read_face;

/// The machine's fonts; nothing is listed before the first question.
#[derive(Debug, Default)]
pub(crate) struct System(OnceLock<SystemFaces>);

#[derive(Debug)]
struct SystemFaces {
    database: fontdb::Database,
    faces: Vec<Installed>,
}

/// A face of the machine, and the face that was read from it.
#[derive(Debug)]
struct Installed {
    info: fontdb::FaceInfo,
    read: OnceLock<Option<Arc<Face>>>,
}

impl Installed {
    fn bold(&self) -> bool {
        self.info.weight.0 >= 600
    }

    fn italic(&self) -> bool {
        self.info.style != fontdb::Style::Normal
    }
}

impl System {
    fn listed(&self) -> &SystemFaces {
        self.0.get_or_init(|| {
            let mut database = fontdb::Database::new();
            database.load_system_fonts();
            let mut infos: Vec<fontdb::FaceInfo> = database.faces().cloned().collect();
            infos.sort_by(|a, b| (&a.post_script_name, a.index).cmp(&(&b.post_script_name, b.index)));
            let faces = infos.into_iter().map(|info| Installed { info, read: OnceLock::new() }).collect();
            SystemFaces { database, faces }
        })
    }

    /// The face at a place that [`Self::named`] or [`Self::with_glyph`] gave.
    pub(crate) fn face(&self, place: usize) -> Option<&Arc<Face>> {
        self.0.get()?.faces.get(place)?.read.get()?.as_ref()
    }

    /// The face of a family nearest in weight and slant.
    pub(crate) fn named(&self, family: &str, bold: bool, italic: bool) -> Option<usize> {
        let named =
            |face: &Installed| face.info.families.iter().any(|(name, _)| name.eq_ignore_ascii_case(family));
        let distance = |face: &Installed| {
            (face.bold() != bold, face.italic() != italic, face.info.weight.0.abs_diff(400))
        };
        self.listed().first(named, distance)
    }

    /// A face that has a character.
    pub(crate) fn with_glyph(&self, character: char, bold: bool) -> Option<usize> {
        let listed = self.listed();
        let has = |face: &Installed| {
            let glyph =
                |data: &[u8], index| ttf_parser::Face::parse(data, index).ok()?.glyph_index(character);
            listed.database.with_face_data(face.info.id, glyph).flatten().is_some()
        };
        let distance =
            |face: &Installed| (face.italic(), face.bold() != bold, face.info.weight.0.abs_diff(400));
        listed.first(has, distance)
    }
}

impl SystemFaces {
    /// The first face, by distance and then in order, that is wanted and may be embedded.
    fn first<D: Ord>(
        &self,
        wanted: impl Fn(&Installed) -> bool,
        distance: impl Fn(&Installed) -> D,
    ) -> Option<usize> {
        let mut order: Vec<(usize, &Installed)> = self.faces.iter().enumerate().collect();
        order.sort_by_key(|(_, face)| distance(face));
        let mut fit = order.into_iter().filter(|(_, face)| wanted(face));
        fit.find(|(_, face)| self.read(face)).map(|(place, _)| place)
    }

    /// Reads a face, once; whether it is one that may be embedded.
    fn read(&self, face: &Installed) -> bool {
        let read = || read_face(&self.database, &face.info, FaceOrigin::System).ok().flatten();
        face.read.get_or_init(read).is_some()
    }
}
