//! The flags of a command's settings, made from the table of settings.
//!
//! In: arguments. Out: the words given for each setting, and all settings settled. Never: a setting
//! named here.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use clap::builder::{PossibleValue, TypedValueParser};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches};

use super::{Failure, out};
use crate::batch::summary::DONE;
use crate::settings::{
    self, Commands, Flags, Join, REGISTRY, SETTINGS, Setting, SettingsFile, Settled, TEMPLATE,
};

const SETTINGS_HEADING: &str = "Settings";
const CONFIG: &str = "config";
const ISOLATED: &str = "isolated";
const SHOW_SETTINGS: &str = "show-settings";

/// What stands below the help of commands with settings.
pub(super) const WHERE_FROM: &str = "\
Settings may also stand in the environment (ITUDOC_JOBS=4) or in itudoc.toml, in the folder
or above it (jobs = 4); the command line goes before both.";

/// The settings of the command `COMMAND` as they were typed.
#[derive(Debug, Clone, Default)]
pub(super) struct TypedSettings<const COMMAND: Commands> {
    flags: Flags,
    config: Option<PathBuf>,
    isolated: bool,
    pub(super) show_settings: bool,
}

impl<const COMMAND: Commands> TypedSettings<COMMAND> {
    /// Settles every setting: flag over environment over file over default.
    pub(super) fn settle(&self) -> Result<Settled, Failure> {
        // Mistakes in the settings themselves are told in the language asked for beside them.
        let asked = self.flags.get("messages").and_then(|words| words.first().cloned());
        let asked = asked.or_else(|| std::env::var_os("ITUDOC_MESSAGES"));
        if let Some(language) = asked.and_then(|words| words.to_str()?.parse().ok()) {
            out::speak(Some(language));
        }
        let start = std::env::current_dir().unwrap_or_default();
        let config = self.config.clone().or_else(|| std::env::var_os("ITUDOC_CONFIG").map(PathBuf::from));
        let file =
            if self.isolated { SettingsFile::default() } else { settings::find(config.as_deref(), &start)? };
        let settled = settings::settle(COMMAND, &self.flags, |variable| std::env::var_os(variable), &file)?;
        out::speak(settled.settings.messages);
        Ok(settled)
    }
}

impl<const COMMAND: Commands> TypedSettings<COMMAND> {
    /// Settles the settings; `None` where they were asked for, and are printed.
    pub(super) fn settle_or_show(&self) -> Result<Option<Settled>, Failure> {
        let settled = self.settle()?;
        if self.show_settings {
            out::print(&settled.shown())?;
            return Ok(None);
        }
        Ok(Some(settled))
    }

    /// Settles the settings of a worker: what all workers share is as the plan has it, wherever the worker
    /// runs; the rest as it is given here.
    pub(super) fn settle_with(&self, shared: Flags) -> Result<Settled, Failure> {
        let is_shared = |key: &str| SETTINGS.iter().any(|row| row.key == key && row.is_shared());
        if let Some(key) = self.flags.keys().find(|key| is_shared(key)) {
            let found = format!("--{key} belongs to the plan, which is the same for all shards");
            return Err(Failure::new(found, format!("give --{key} to `itudoc plan`")));
        }
        let flags: Flags = self.flags.clone().into_iter().chain(shared).collect();
        let own = |variable: &str| {
            let row = SETTINGS.iter().find(|row| row.variable() == variable);
            std::env::var_os(variable).filter(|_| row.is_some_and(|row| !row.is_shared()))
        };
        Ok(settings::settle(COMMAND, &flags, own, &SettingsFile::default())?)
    }

    /// Prints the settings where they are asked for; else nothing was asked for at all.
    pub(super) fn shown_or(&self, settled: &Settled, help: &str) -> Result<u8, Failure> {
        if !self.show_settings {
            let found = "nothing is asked for: a subcommand is required";
            return Err(Failure::new(found, format!("`{help}` lists what there is")));
        }
        out::print(&settled.shown())?;
        Ok(DONE)
    }

    /// Commands with subcommands take their settings behind those too.
    const NESTED: bool = COMMAND & (TEMPLATE | REGISTRY) != 0;
}

impl<const COMMAND: Commands> Args for TypedSettings<COMMAND> {
    fn augment_args(command: Command) -> Command {
        let rows = SETTINGS.iter().filter(|row| row.commands & COMMAND != 0);
        let own = [
            Arg::new(CONFIG)
                .long(CONFIG)
                .value_name("FILE")
                .value_parser(clap::value_parser!(PathBuf))
                .help("Settings to use instead of the nearest itudoc.toml upwards")
                .help_heading(SETTINGS_HEADING),
            Arg::new(ISOLATED)
                .long(ISOLATED)
                .action(ArgAction::SetTrue)
                .help("Use no itudoc.toml at all")
                .help_heading(SETTINGS_HEADING),
            Arg::new(SHOW_SETTINGS)
                .long(SHOW_SETTINGS)
                .action(ArgAction::SetTrue)
                .help("Print all settings and where each comes from, and stop")
                .help_heading(SETTINGS_HEADING),
        ];
        command.args(rows.map(argument).chain(own).map(|argument| argument.global(Self::NESTED)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl<const COMMAND: Commands> FromArgMatches for TypedSettings<COMMAND> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut flags: Flags = BTreeMap::new();
        for row in SETTINGS.iter().filter(|row| row.commands & COMMAND != 0) {
            let given = matches.try_get_many::<Vec<OsString>>(row.key).ok().flatten();
            if let Some(given) = given {
                flags.insert(row.key, given.flatten().cloned().collect());
            }
        }
        Ok(Self {
            flags,
            config: matches.get_one::<PathBuf>(CONFIG).cloned(),
            isolated: matches.get_flag(ISOLATED),
            show_settings: matches.get_flag(SHOW_SETTINGS),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The flag of a setting.
fn argument(row: &'static Setting) -> Arg {
    let mut argument = Arg::new(row.key)
        .long(row.key)
        .help(row.help())
        .help_heading(row.section.title())
        .value_parser(SettingParser(row))
        .action(if row.join == Join::One { ArgAction::Set } else { ArgAction::Append });
    if row.switch {
        return argument
            .num_args(0..=1)
            .require_equals(true)
            .default_missing_value("true")
            .hide_possible_values(true);
    }
    argument = argument.value_name(row.value_name);
    if let Some(short) = row.short {
        argument = argument.short(short);
    }
    if let Some(alias) = row.alias {
        argument = argument.visible_alias(alias);
    }
    argument
}

/// Reads the words of a flag as its setting does, so that a mistake is told with the flag.
#[derive(Clone)]
struct SettingParser(&'static Setting);

impl TypedValueParser for SettingParser {
    type Value = Vec<OsString>;

    fn parse_ref(
        &self,
        command: &Command,
        argument: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        let SettingParser(row) = self;
        // A path of a flag may hold what parts the paths of an environment variable.
        let words =
            if row.join == Join::Commas { settings::parted(value, row.join) } else { vec![value.to_owned()] };
        for word in &words {
            row.try_words(std::slice::from_ref(word))
                .map_err(|mistake| self.wrong(command, argument, word, &mistake))?;
        }
        Ok(words)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let names = (self.0.names)();
        let shown =
            |(name, also, help): settings::ValueName| PossibleValue::new(name).aliases(also).help(help);
        if names.is_empty() { None } else { Some(Box::new(names.into_iter().map(shown))) }
    }
}

impl SettingParser {
    fn wrong(&self, command: &Command, argument: Option<&Arg>, value: &OsStr, mistake: &str) -> clap::Error {
        let value = value.to_string_lossy().into_owned();
        let flag = argument.map_or_else(|| format!("--{}", self.0.key), ToString::to_string);
        let names: Vec<String> = (self.0.names)().into_iter().map(|(name, ..)| name.to_owned()).collect();
        if names.is_empty() {
            let said = format!("invalid value '{value}' for '{flag}': {mistake}\n");
            return clap::Error::raw(ErrorKind::ValueValidation, said).with_cmd(command);
        }
        let near = crate::diagnostics::nearest::nearest(&value, names.iter().map(String::as_str));
        let near = near.map(str::to_owned);
        let mut error = clap::Error::new(ErrorKind::InvalidValue).with_cmd(command);
        error.insert(ContextKind::InvalidArg, ContextValue::String(flag));
        error.insert(ContextKind::InvalidValue, ContextValue::String(value));
        error.insert(ContextKind::ValidValue, ContextValue::Strings(names));
        if let Some(near) = near {
            error.insert(ContextKind::SuggestedValue, ContextValue::String(near));
        }
        error
    }
}
