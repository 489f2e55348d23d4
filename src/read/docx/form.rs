//! Form fields (`w:ffData`) and content controls (`w:sdtPr`): what was chosen, ticked or typed.

use crate::diagnostics::Refusal;
use crate::read::facts::field::{BOXES, FormField};
use crate::read::xml::{KnownNamespace, StartTag, XmlReader};

/// An open content control.
#[derive(Debug, Default)]
pub(super) struct FormControl {
    /// What it shows where its content is empty.
    pub value: Option<String>,
    /// It shows its prompt: nothing was filled in.
    pub unfilled: bool,
    /// What its content shows, as far as a message quotes it.
    pub shown: String,
}

/// Longest quotation of a content control's words, bytes.
const QUOTED: usize = 120;

impl FormControl {
    /// Notes what its content shows.
    pub(super) fn see(&mut self, text: &str) {
        if self.shown.len() < QUOTED {
            self.shown.push_str(text);
        }
    }
}

/// Reads the form data of a field, whose `w:fldChar` was just opened, to its end (17.16.17).
///
/// # Errors
/// Broken XML.
pub(super) fn field(xml: &mut XmlReader<'_>) -> Result<Option<FormField>, Refusal> {
    let depth = xml.depth();
    let mut form = None;
    let mut chosen: Option<i64> = None;
    let mut entries = Vec::new();
    while let Some(element) = xml.next_within(depth)? {
        if element.space != KnownNamespace::W {
            continue;
        }
        match (element.local(), &mut form) {
            (b"checkBox", _) => form = Some(FormField::CheckBox(false)),
            (b"ddList", _) => form = Some(FormField::DropDown(None)),
            (b"textInput", _) => form = Some(FormField::Text(None)),
            (b"default", Some(FormField::CheckBox(ticked))) if chosen.is_none() => {
                *ticked = switch(xml, &element)?
            }
            (b"checked", Some(FormField::CheckBox(ticked))) => {
                *ticked = switch(xml, &element)?;
                chosen = Some(0);
            }
            (b"result", Some(FormField::DropDown(_))) => chosen = xml.number(&element, b"val")?,
            (b"default", Some(FormField::DropDown(_))) => chosen = chosen.or(xml.number(&element, b"val")?),
            (b"listEntry", Some(FormField::DropDown(_))) => {
                entries.push(xml.val(&element)?.unwrap_or_default().into_owned());
            }
            (b"default", Some(FormField::Text(text))) => {
                *text = xml.val(&element)?.map(|text| text.into_owned())
            }
            _ => {}
        }
    }
    if let Some(FormField::DropDown(entry)) = &mut form {
        let place = usize::try_from(chosen.unwrap_or(0)).unwrap_or(0);
        *entry = entries.into_iter().nth(place);
    }
    Ok(form)
}

fn switch<'a>(xml: &XmlReader<'a>, element: &StartTag<'a>) -> Result<bool, Refusal> {
    Ok(!matches!(xml.val(element)?.as_deref(), Some("0" | "false" | "off")))
}

/// Reads the properties of a content control, `w:sdtPr` just opened, to their end (17.5.2;
/// [MS-DOCX] 2.4.2 for the check box).
///
/// # Errors
/// Broken XML.
pub(super) fn control(xml: &mut XmlReader<'_>, control: &mut FormControl) -> Result<(), Refusal> {
    let depth = xml.depth();
    let mut last = None;
    while let Some(element) = xml.next_within(depth)? {
        let word = |name: &[u8]| xml.attribute(&element, KnownNamespace::W, name);
        match element.name() {
            (KnownNamespace::W, b"showingPlcHdr") => control.unfilled = switch(xml, &element)?,
            (KnownNamespace::W, b"dropDownList" | b"comboBox") => last = word(b"lastValue")?,
            (KnownNamespace::W, b"listItem") => {
                let value = word(b"value")?;
                if last.is_some() && (value == last || word(b"displayText")? == last) {
                    let text = word(b"displayText")?.filter(|text| !text.is_empty()).or(value);
                    control.value = text.map(|text| text.into_owned());
                }
            }
            (KnownNamespace::W, b"date") => {
                let date = word(b"fullDate")?;
                control.value = date.and_then(|date| date.split('T').next().map(str::to_owned));
            }
            (KnownNamespace::Known, b"checked") => {
                let value = xml.attribute(&element, KnownNamespace::Known, b"val")?;
                let [on, off] = BOXES;
                let ticked = !matches!(value.as_deref(), Some("0" | "false" | "off"));
                control.value = Some(if ticked { on } else { off }.to_string());
            }
            _ => {}
        }
    }
    Ok(())
}
