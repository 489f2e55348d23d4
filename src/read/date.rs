//! Dates as Word packs them into four bytes (DTTM), in `.doc` and in RTF.

/// A packed date (MS-DOC 2.9.68) in the form that Word gives it in its newer files; `None` where
/// it is not set or no date.
pub(super) fn unpacked(packed: u32) -> Option<String> {
    let field = |from: u32, bits: u32| (packed >> from) & ((1 << bits) - 1);
    let (minute, hour, day, month) = (field(0, 6), field(6, 5), field(11, 5), field(16, 4));
    let year = 1900 + field(20, 9);
    let valid = minute < 60 && hour < 24 && (1..=31).contains(&day) && (1..=12).contains(&month);
    (packed != 0 && valid).then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z"))
}

#[cfg(test)]
mod tests {
    use super::unpacked as date;

    #[test]
    fn dates_are_iso() {
        let packed = 30 | (14 << 6) | (20 << 11) | (10 << 16) | (114 << 20);
        assert_eq!(date(packed).as_deref(), Some("2014-10-20T14:30:00Z"));
        assert_eq!(date(0), None);
        assert_eq!(date(u32::MAX), None);
    }
}
