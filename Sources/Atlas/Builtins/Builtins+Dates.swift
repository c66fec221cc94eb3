import ModuleSystem
import RuntimeABI

/// Dates and times.
extension Builtins {
    static let dateModule = ModuleID("std:atlas/datetime")
    static let dateParsingModule = ModuleID("std:atlas/datetimeparse")

    static let dates: [Builtin] = dateMakers + dateReaders + dateParts + dateArithmetic + dateTexts + durations

    private static let dateMakers: [Builtin] = [
        date("dateTimeNow", "", [], "The current instant.", function: "dateTimeNow"),
        date("dateTimeUtc", "", [], "The current instant.", function: "dateTimeNow"),
        date("dateTimeFromTimestamp", "seconds", [.number], "The instant of a Unix time."),
        date(
            "dateTimeFromComponents", "year month day hour minute second", Array(repeating: .number, count: 6),
            "The instant of a date and a time."),
    ]

    private static let dateReaders: [Builtin] = [
        reader("dateTimeParseIso", "text", [.string], "Reads a date, or date and time, in the format of ISO 8601."),
        reader("dateTimeParseRfc3339", "text", [.string], "Reads a date and time in the format of RFC 3339."),
        reader("dateTimeParseRfc2822", "text", [.string], "Reads a date and time as e-mail has it."),
        reader("dateTimeParse", "text format", [.string, .string], "Reads a date and time in a format of one's own."),
        reader("dateTimeTryParse", "text formats", [.string, .array(.unknown)], "Reads a date and time in the first format that fits."),
    ]

    private static let dateParts: [Builtin] = [
        date("dateTimeToTimestamp", "date", [any], "Unix seconds."),
        date("dateTimeYear", "date", [any], "The year."),
        date("dateTimeMonth", "date", [any], "The month, from 1."),
        date("dateTimeDay", "date", [any], "The day of the month, from 1."),
        date("dateTimeHour", "date", [any], "The hour, 0 to 23."),
        date("dateTimeMinute", "date", [any], "The minute, 0 to 59."),
        date("dateTimeSecond", "date", [any], "The second, 0 to 59."),
        date("dateTimeWeekday", "date", [any], "The day of the week: Monday is 1, Sunday 7."),
        date("dateTimeDayOfYear", "date", [any], "The day of the year, from 1."),
        date("dateTimeGetTimezone", "date", [any], "Always `UTC`."),
        date("dateTimeGetOffset", "date", [any], "Always 0."),
    ]

    private static let dateArithmetic: [Builtin] = [
        date("dateTimeAddSeconds", "date count", [any, .number], "So many seconds later."),
        date("dateTimeAddMinutes", "date count", [any, .number], "So many minutes later."),
        date("dateTimeAddHours", "date count", [any, .number], "So many hours later."),
        date("dateTimeAddDays", "date count", [any, .number], "So many days later."),
        date("dateTimeDiff", "a b", [any, any], "The seconds from the second instant to the first."),
        date("dateTimeCompare", "a b", [any, any], "-1, 0 or 1."),
        date("dateTimeToUtc", "date", [any], "The same instant."),
        date("dateTimeToLocal", "date", [any], "The same instant."),
    ]

    private static let dateTexts: [Builtin] = [
        date("dateTimeToIso", "date", [any], "As `2024-01-15T10:30:00+00:00`."),
        date("dateTimeToRfc3339", "date", [any], "As `2024-01-15T10:30:00+00:00`."),
        date("dateTimeToRfc2822", "date", [any], "As `Mon, 15 Jan 2024 10:30:00 +0000`."),
        date("dateTimeFormat", "date format", [any, .string], "In a format such as `%d.%m.%Y`."),
        date("dateTimeToCustom", "date format", [any, .string], "In a format such as `%d.%m.%Y`."),
    ]

    private static let durations: [Builtin] = [
        date("durationFromSeconds", "count", [.number], "A hash map of days, hours, minutes and seconds."),
        date("durationFromMinutes", "count", [.number], "A hash map of days, hours, minutes and seconds."),
        date("durationFromHours", "count", [.number], "A hash map of days, hours, minutes and seconds."),
        date("durationFromDays", "count", [.number], "A hash map of days, hours, minutes and seconds."),
        date("durationFormat", "duration", [any], "As `1d 2h 3m 4s`."),
    ]

    private static func reader(_ name: String, _ parameters: String, _ types: [Type], _ summary: String) -> Builtin {
        checked(name, parameters, types, .standard(module: dateParsingModule, function: name, fails: true), summary)
    }

    private static func date(_ name: String, _ parameters: String, _ types: [Type], _ summary: String, function: String? = nil) -> Builtin {
        checked(name, parameters, types, .standard(module: dateModule, function: function ?? name, fails: true), summary)
    }
}
