import { toAsciiDigits } from './ascii-digits.ts'
import type { PhoneProblem } from './phone-reading.ts'

/** Longer input is no phone number; libphonenumber's own limit. Keeps the cost of a megabyte at nothing. */
const maxLength = 250

/** Addresses of chat programs: digits in E.164, the plus left out. */
const chatForms: readonly RegExp[] = [
  /^(?:https?:\/\/)?(?:www\.)?wa\.me\/\+?(\d{7,15})\b.*$/i,
  /^(?:https?:\/\/)?(?:api|web)\.whatsapp\.com\/send\/?\?(?:.*&)?phone=\+?(\d{7,15})\b.*$/i,
  /^whatsapp:(?:\/\/send\/?\?phone=)?\+?(\d{7,15})\b.*$/i,
  /^\+?(\d{7,15})(?::\d+)?@(?:c\.us|s\.whatsapp\.net)$/i,
]
/** Parameters of a `tel:` URI that say nothing of the number: RFC 3966, RFC 4694, RFC 4904. */
const parameters = /;(?:isub|isub-encoding|postd|tgrp|trunk-context|npdi|rn|cic|enumdi)(?:=[^;]*)?(?=;|$)/gi
const context = /;phone-context=(\+\d{1,3}(?=;|$))?[^;]*/i

const exponent = /^\+?(\d+)(?:[.,](\d+))?e\+?(\d{1,2})$/i
/** A float has no plus and no 0 in front, a number may. */
const wholeFloat = /^([1-9]\d{6,14})[.,]0{1,2}$/
const thousands = /^\d{1,3}(?:,\d{3}){2,}(?:\.0+)?$/

/**
 * The text of a phone field with everything off that means nothing: invisible characters, other scripts' digits, odd spaces and
 * dashes, a spreadsheet's marks, a URI's parameters, floats and exponents that lost no digit. A reason code where that already shows that it can't be read.
 */
export function cleanPhoneText(raw: string): { text: string } | { problem: PhoneProblem } {
  if (raw.length > maxLength) return { problem: 'too_long' }
  const visible = toAsciiDigits(raw.replace(/\p{Cf}|\ufe0f|\u20e3/gu, ''))
    .replace(/%2b/gi, '+')
    .replace(/&nbsp;|%20|\p{Zs}/gu, ' ')
    .replace(/[\p{Pd}\u2212·•∙‧・_~]/gu, '-')
    .trim()
  if (visible.length > maxLength) return { problem: 'too_long' }
  const text = visible.replace(/^[='"`´’‘“”\s]+|['"`´’‘“”\s]+$/g, '')
  const plain = fromSpreadsheet(text)
  return typeof plain === 'string' ? { text: fromUri(plain) } : plain
}

function fromSpreadsheet(text: string): string | { problem: PhoneProblem } {
  const [, whole, decimals = '', power] = exponent.exec(text) ?? []
  if (whole !== undefined) {
    const shift = Number(power)
    if (decimals.length < shift) return { problem: 'digits_lost' }
    return /^0*$/.test(decimals.slice(shift)) ? whole + decimals.slice(0, shift) : { problem: 'not_in_plan' }
  }
  if (thousands.test(text)) return text.replace(/\.0+$/, '').replaceAll(',', '')
  return wholeFloat.exec(text)?.[1] ?? text
}

function fromUri(text: string): string {
  for (const form of chatForms) if (form.test(text)) return text.replace(form, '+$1')
  const bare = text.includes(';') ? text.replace(parameters, '') : text
  const prefix = context.exec(bare)?.[1]
  const number = bare.replace(context, '')
  return prefix ? `${prefix} ${number.replace(/^tel:/i, '')}` : number
}
