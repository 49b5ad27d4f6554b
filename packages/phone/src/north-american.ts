import { type CountryCode, getCountryCallingCode } from 'libphonenumber-js/max'

/** Area code and exchange begin with 2 to 9. */
const plan = /^[2-9]\d\d[2-9]\d{6}$/

export function isNorthAmerican(region: CountryCode | undefined): boolean {
  return region !== undefined && getCountryCallingCode(region) === '1'
}

/** Whether ten digits can be a number of the North American plan. */
export function fitsNorthAmericanPlan(national: string): boolean {
  return plan.test(national)
}

/** How many digits stand together in a text, group by group: `(678) 231-9992` is 3, 3, 4. */
export function digitGroups(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map((group) => group.length)
}

/** Whether groups of digits part a number where North Americans part it, if anywhere: behind a leading 1, the area code and the exchange. */
export function isGroupedNorthAmerican(groups: readonly number[]): boolean {
  const total = groups.reduce((sum, length) => sum + length, 0)
  const parts = total === 11 ? [1, 4, 7, 11] : [3, 6, 10]
  let end = 0
  return groups.every((length) => {
    end += length
    return parts.includes(end)
  })
}

/** Three digits and three, or all ten, then any number of them: North American whatever digit is too many. */
export function looksNorthAmerican(groups: readonly number[]): boolean {
  const [first, second, third] = groups[0] === 1 ? groups.slice(1) : groups
  return first === 10 || (first === 3 && second === 3 && third !== undefined && third >= 3)
}

/** Whether the digits are a North American number, with or without its 1, once one of them is left out. */
export function hasDigitTooMany(digits: string, groups: readonly number[]): boolean {
  let index = 0
  return groups.some((length, group) => {
    const rest = groups.map((size, other) => (other === group ? size - 1 : size)).filter((size) => size > 0)
    const grouped = isGroupedNorthAmerican(rest)
    const start = index
    index += length
    if (!grouped) return false
    for (let at = start; at < start + length; at += 1) {
      const left = digits.slice(0, at) + digits.slice(at + 1)
      if (plan.test(left.length === 11 && left.startsWith('1') ? left.slice(1) : left)) return true
    }
    return false
  })
}
