// Atlas: upper and lower case.

@_cdecl("atlas_to_upper_case") @inline(__always) func atlasToUpperCaseEntry(_ string: UInt32) -> UInt32 { mapCase(string, true) }

@_cdecl("atlas_to_lower_case") @inline(__always) func atlasToLowerCaseEntry(_ string: UInt32) -> UInt32 { mapCase(string, false) }
