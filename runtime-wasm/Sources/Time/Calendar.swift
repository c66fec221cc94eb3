// The proleptic Gregorian calendar. Days are counted from 1970-01-01. Years are counted from March on inside, so that the leap day is the
// last of a year; 400 years have 146097 days.

/// A date. `dayOfYear` counts from 1.
struct CivilDate {
    var year: Int64
    var month: Int64
    var day: Int64
    var dayOfYear: Int64
}

/// Days from 0000-03-01 to 1970-01-01.
private let daysToEpoch: Int64 = 719468

/// The quotient rounded down.
@inline(__always) private func floorDivide(_ a: Int64, _ b: Int64) -> Int64 { a >= 0 ? a / b : -((b &- 1 &- a) / b) }

func civilDate(_ days: Int64) -> CivilDate {
    let shifted = days &+ daysToEpoch
    let era = floorDivide(shifted, 146097)
    let dayOfEra = shifted &- era &* 146097
    let yearOfEra = (dayOfEra &- dayOfEra / 1460 &+ dayOfEra / 36524 &- dayOfEra / 146096) / 365
    let dayFromMarch = dayOfEra &- (365 &* yearOfEra &+ yearOfEra / 4 &- yearOfEra / 100)
    let monthFromMarch = (5 &* dayFromMarch &+ 2) / 153
    let day = dayFromMarch &- (153 &* monthFromMarch &+ 2) / 5 &+ 1
    let month = monthFromMarch < 10 ? monthFromMarch &+ 3 : monthFromMarch &- 9
    let year = yearOfEra &+ era &* 400 &+ (month <= 2 ? 1 : 0)
    return CivilDate(year: year, month: month, day: day, dayOfYear: days &- civilDays(year, 1, 1) &+ 1)
}

/// The day of a date. The day may lie outside of its month, the month is 1 to 12.
func civilDays(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year &- 1 : year
    let era = floorDivide(shifted, 400)
    let yearOfEra = shifted &- era &* 400
    let dayFromMarch = (153 &* (month > 2 ? month &- 3 : month &+ 9) &+ 2) / 5 &+ day &- 1
    return era &* 146097 &+ yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayFromMarch &- daysToEpoch
}

@_cdecl("calendar_days") @inline(__always) func calendarDaysEntry(_ year: Double, _ month: Double, _ day: Double) -> Double {
    Double(civilDays(Int64(year), Int64(month), Int64(day)))
}

/// A part of the date of a day: 0 year, 1 month, 2 day, 3 day of the year.
@_cdecl("calendar_part") @inline(__always) func calendarPartEntry(_ days: Double, _ part: Double) -> Double {
    let date = civilDate(Int64(days))
    return Double(part == 0 ? date.year : part == 1 ? date.month : part == 2 ? date.day : date.dayOfYear)
}
