export interface TimezoneInference {
  /** IANA zone in geo-tz/all's naming; null where the number belongs to no place, or to one that isn't known. */
  zone: string | null
  /** Further zones the number may be in, whose clocks differ from `zone`'s, likeliest first. */
  alternatives: string[]
  /**
   * `high`: one clock, or a known exchange of a code with several; `medium`: several clocks, but 90 % or more of the
   * numbers keep this one; `low`: less, not known, or a number that was guessed; `none`: no zone.
   */
  confidence: 'high' | 'medium' | 'low' | 'none'
  /** Part of such numbers that keep this clock, 0 to 1; 1 for one clock; null where it isn't known. */
  share: number | null
  /** What the answer rests on: North American area code, with exchange, area code elsewhere, country, or a mobile's country. */
  basis: 'npa' | 'npa-nxx' | 'area' | 'country' | 'mobile-country' | null
  tableVersion: string
}
