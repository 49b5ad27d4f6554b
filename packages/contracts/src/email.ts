const local = /^[^\s@"(),:;<>[\]\\.\p{Cc}]+(\.[^\s@"(),:;<>[\]\\.\p{Cc}]+)*$/u
const label = /^[\p{L}\p{M}\p{N}]([\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u

/**
 * Whether an address can be delivered to by its form: dot-atom local part of at most 64 characters (RFC 5321 4.5.3.1.1,
 * internationalised per RFC 6531), a domain of at least two labels, 254 characters in all (RFC 3696 erratum 1690).
 */
export function isEmailAddress(text: string): boolean {
  if (text.length > 254) return false
  const at = text.lastIndexOf('@')
  const domain = text.slice(at + 1).split('.')
  return (
    at > 0 &&
    at <= 64 &&
    local.test(text.slice(0, at)) &&
    domain.length >= 2 &&
    domain.every((part) => label.test(part)) &&
    /\p{L}/u.test(domain.at(-1) ?? '')
  )
}
