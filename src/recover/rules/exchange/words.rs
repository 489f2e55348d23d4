//! Words of one class, of which a sentence has room for one: by language, as ITU texts write them.
//!
//! Source: the drafting conventions of the Union's own texts ("shall", "should" and "may" are told
//! apart with care, tasks go from one officer to another, periods from four years to two); the lists
//! hold the forms that such a place can have and are closed on purpose.

use std::sync::OnceLock;

use crate::language::Language;
use crate::registry::Finder;

/// What words have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Modal verbs that can be nouns too (`will`, `can`, `может`).
    Modal,
    /// Modal verbs that are nothing else: two in a row are wrong even with a space between.
    Strict,
    /// Forms of one auxiliary.
    Auxiliary,
    /// Cardinal numbers in letters.
    Number,
    /// How often.
    Frequency,
    /// Officers of the Union, and its organs.
    Officer,
    /// Who is addressed.
    Member,
    /// What a call does.
    Call,
    /// What an operative item asks for.
    Task,
    /// Words that can stand side by side, though they seldom do.
    Unsure,
}

use Class::{Auxiliary, Call, Frequency, Member, Modal, Number, Officer, Strict, Task, Unsure};

type Table = &'static [(Class, &'static str)];

const ENGLISH: Table = &[
    (Strict, "shall|should|must|is to|are to|has to|have to|needs to|need to"),
    (Modal, "will|would|can|could|may|might"),
    (Auxiliary, "has|have|had|is|are|was|were"),
    (Number, "one|two|three|four|five|six|seven|eight|nine|ten|twelve"),
    (Frequency, "annual|biennial|quadrennial|quarterly|monthly|periodic|annually|biennially|periodically"),
    (
        Officer,
        "Secretary-General|Deputy Secretary-General|Director|Directors|Council|General Secretariat|\
         Director of the Telecommunication Development Bureau|Director of the Telecommunication Standardization Bureau|\
         Director of the Radiocommunication Bureau|Directors of the Bureaux|Directors of the three Bureaux|\
         Telecommunication Development Bureau|Telecommunication Standardization Bureau|Radiocommunication Bureau|\
         BDT|TSB",
    ),
    (Member, "Member States|Sector Members|Associates|Academia|administrations|Administrations|Members"),
    (
        Call,
        "invites|urges|encourages|requests|instructs|resolves|decides|recommends|noting|recognizing|\
         considering|recalling|reaffirming|emphasizing|acknowledging",
    ),
    (
        Task,
        "continue|ensure|encourage|support|promote|facilitate|develop|study|review|consider|report|submit|\
         prepare|implement|assist|provide|strengthen|enhance|improve|monitor|publish|organize|cooperate|\
         collaborate|coordinate|contribute|conduct|identify|establish|maintain|foster|examine|present",
    ),
];

const FRENCH: Table = &[
    (Strict, "doit|doivent|devrait|devraient|devra|devront"),
    (Modal, "peut|peuvent|pourrait|pourraient|pourra|pourront"),
    (Number, "un|une|deux|trois|quatre|cinq|six|sept|huit|neuf"),
    (Frequency, "annuel|annuelle|biennal|biennale|quadriennal|quadriennale|trimestriel|mensuel"),
    (
        Officer,
        "Secrétaire général|Vice-Secrétaire général|Directeur|Directeurs|Conseil|Secrétariat général|\
         Directeur du Bureau de développement des télécommunications|\
         Directeur du Bureau de la normalisation des télécommunications|\
         Directeur du Bureau des radiocommunications|Directeurs des Bureaux|Directeurs des trois Bureaux|\
         Bureau de développement des télécommunications|Bureau de la normalisation des télécommunications|\
         Bureau des radiocommunications",
    ),
    (Member, "États Membres|Etats Membres|Membres de Secteur|Membres des Secteurs|Associés|administrations"),
    (
        Call,
        "invite|prie|charge|décide|encourage|exhorte|recommande|prie instamment|considérant|notant|\
         reconnaissant|rappelant|réaffirmant|soulignant",
    ),
    (
        Task,
        "continuer|poursuivre|encourager|soutenir|promouvoir|faciliter|élaborer|étudier|examiner|présenter|\
         soumettre|assurer|aider|fournir|renforcer|améliorer|publier|organiser|coopérer|collaborer|\
         coordonner|contribuer|identifier|établir",
    ),
];

const SPANISH: Table = &[
    (Strict, "debe|deben|debería|deberían|deberá|deberán"),
    (Modal, "puede|pueden|podría|podrían|podrá|podrán"),
    (Number, "uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez"),
    (Frequency, "anual|bienal|cuatrienal|trimestral|mensual|anualmente"),
    (
        Officer,
        "Secretario General|Vicesecretario General|Director|Directores|Consejo|Secretaría General|\
         Director de la Oficina de Desarrollo de las Telecomunicaciones|\
         Director de la Oficina de Normalización de las Telecomunicaciones|\
         Director de la Oficina de Radiocomunicaciones|Directores de las Oficinas|Directores de las tres Oficinas|\
         Oficina de Desarrollo de las Telecomunicaciones|Oficina de Normalización de las Telecomunicaciones|\
         Oficina de Radiocomunicaciones",
    ),
    (Member, "Estados Miembros|Miembros de Sector|Miembros de los Sectores|Asociados|administraciones"),
    (
        Call,
        "invita|insta|alienta|encarga|resuelve|decide|pide|ruega|recomienda|considerando|observando|\
         reconociendo|recordando|reafirmando|subrayando",
    ),
    (
        Task,
        "continuar|seguir|alentar|apoyar|promover|facilitar|elaborar|estudiar|examinar|presentar|someter|\
         garantizar|prestar|proporcionar|reforzar|fortalecer|mejorar|publicar|organizar|cooperar|colaborar|\
         coordinar|contribuir|identificar|establecer",
    ),
];

const RUSSIAN: Table = &[
    (Strict, "должен|должна|должно|должны|следует"),
    (Modal, "может|могут|необходимо"),
    // Without ten: `пятидесяти` is one number.
    (
        Number,
        "один|два|три|четыре|пять|шесть|семь|восемь|девять|двух|трех|четырех|пяти|шести|семи|восьми|двум|трем|четырем",
    ),
    (Frequency, "ежегодный|двухгодичный|ежеквартальный|ежегодно|ежеквартально|регулярно"),
    (
        Officer,
        "Генеральный секретарь|Генерального секретаря|Генеральному секретарю|Генеральным секретарем|\
         Директор|Директора|Директору|Директором|Директорам|Директоров|Директору Бюро развития электросвязи|\
         Директора Бюро развития электросвязи|Директор Бюро развития электросвязи|\
         Директору Бюро стандартизации электросвязи|Директора Бюро стандартизации электросвязи|\
         Директор Бюро стандартизации электросвязи|Директору Бюро радиосвязи|Директора Бюро радиосвязи|\
         Директор Бюро радиосвязи|Директорам Бюро|Директорам трех Бюро|Совет|Совета|Совету|Советом",
    ),
    (
        Member,
        "Государства-Члены|Государствам-Членам|Государств-Членов|Члены Секторов|Членам Секторов|\
         Членов Секторов|Члены Сектора|Членам Сектора|Членов Сектора|администрации|администрациям|администраций",
    ),
    (Call, "предлагает|поручает|решает|призывает|просит|рекомендует|учитывая|отмечая|признавая|напоминая"),
    (
        Task,
        "продолжать|продолжить|содействовать|поддерживать|обеспечивать|обеспечить|разрабатывать|разработать|\
         изучать|изучить|рассматривать|рассмотреть|представлять|представить|публиковать|организовывать|\
         организовать|сотрудничать|координировать|оказывать|оказать|укреплять|совершенствовать",
    ),
];

const ARABIC: Table = &[
    (Strict, "يجب|ينبغي|يتعين"),
    (
        Officer,
        "الأمين العام|نائب الأمين العام|مدير مكتب تنمية الاتصالات|مدير مكتب تقييس الاتصالات|\
         مدير مكتب الاتصالات الراديوية|مديري المكاتب|مديري المكاتب الثلاثة|المجلس|الأمانة العامة|\
         مكتب تنمية الاتصالات|مكتب تقييس الاتصالات|مكتب الاتصالات الراديوية",
    ),
    (Member, "الدول الأعضاء|أعضاء القطاعات|أعضاء القطاع|المنتسبين|الإدارات"),
    (Call, "يدعو|يكلف|يقرر|يحث|يطلب|يوصي|تدعو|تكلف|تقرر|تحث|تطلب|توصي"),
];

const CHINESE: Table = &[
    (Unsure, "应|须|必须|应当|须当"),
    (Frequency, "每年|每两年|每四年|每半年|每季度|每月"),
    // A title and the organ before it can be one name, 理事会主席; two officers cannot.
    (
        Officer,
        "秘书长|副秘书长|电信发展局主任|电信标准化局主任|无线电通信局主任|三个局的主任|各局主任|各局的主任",
    ),
];

fn table(language: Language) -> Table {
    match language {
        Language::English => ENGLISH,
        Language::French => FRENCH,
        Language::Spanish => SPANISH,
        Language::Russian => RUSSIAN,
        Language::Arabic => ARABIC,
        Language::Chinese => CHINESE,
    }
}

/// A finder of a language's words.
pub(super) fn finder(language: Language) -> &'static Finder<Class> {
    static FINDERS: [OnceLock<Finder<Class>>; 6] = [const { OnceLock::new() }; 6];
    let make = || {
        let words =
            table(language).iter().flat_map(|(class, words)| words.split('|').map(|w| (w.into(), *class)));
        Finder::new(words)
    };
    let place = Language::ALL.iter().position(|one| *one == language).unwrap_or_default();
    static NONE: OnceLock<Finder<Class>> = OnceLock::new();
    FINDERS.get(place).map_or_else(|| NONE.get_or_init(|| Finder::new([])), |cell| cell.get_or_init(make))
}
