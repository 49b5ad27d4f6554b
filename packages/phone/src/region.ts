import { isSupportedCountry } from 'libphonenumber-js/max'

/** Whether a two-letter code is a region that phone numbers can be read in, such as `US` or `GB`. */
export function isRegion(code: string): boolean {
  return isSupportedCountry(code)
}
