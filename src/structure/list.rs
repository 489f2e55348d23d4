//! A list of the form: as it was read, or made from the model one element at a time while it is written.
//!
//! What is written may be as long as the input: a structure of it beside the model, whole, would take as much
//! memory as the model.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, SerializeSeq, Serializer};

/// Makes each element in its order and hands it over.
type DrawFn<'a, T> = dyn Fn(&mut dyn FnMut(T)) + 'a;

/// Elements of one type.
pub(crate) enum List<'a, T> {
    /// As they were read.
    Read(Vec<T>),
    /// How many there are, and what makes them.
    Drawn(usize, Box<DrawFn<'a, T>>),
}

impl<'a, T> List<'a, T> {
    /// The elements that `make` makes of `sources`.
    pub(super) fn drawn<S>(sources: &'a [S], make: impl Fn(&'a S) -> T + 'a) -> Self {
        let each = move |take: &mut dyn FnMut(T)| sources.iter().for_each(|source| take(make(source)));
        List::Drawn(sources.len(), Box::new(each))
    }

    /// Whether it has no element.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            List::Read(elements) => elements.is_empty(),
            List::Drawn(length, _) => *length == 0,
        }
    }

    /// What was read. What is drawn is there as it is written, never before.
    pub(crate) fn read(&self) -> &[T] {
        match self {
            List::Read(elements) => elements,
            List::Drawn(..) => &[],
        }
    }
}

impl<T> Default for List<'_, T> {
    fn default() -> Self {
        List::Read(Vec::new())
    }
}

impl<T> fmt::Debug for List<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            List::Read(elements) => write!(f, "{} elements, read", elements.len()),
            List::Drawn(length, _) => write!(f, "{length} elements, to be made"),
        }
    }
}

impl<T: Serialize> Serialize for List<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            List::Read(elements) => serializer.collect_seq(elements),
            List::Drawn(length, each) => {
                let mut sequence = serializer.serialize_seq(Some(*length))?;
                let mut written = Ok(());
                each(&mut |element| {
                    if written.is_ok() {
                        written = sequence.serialize_element(&element);
                    }
                });
                written?;
                sequence.end()
            }
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<'_, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(List::Read)
    }
}

impl<T: JsonSchema> JsonSchema for List<'_, T> {
    fn inline_schema() -> bool {
        Vec::<T>::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        Vec::<T>::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        Vec::<T>::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<T>::json_schema(generator)
    }
}
