import {
  type FieldType,
  fileFieldTypes,
  type ItemRules,
  type ValidationRules,
} from '@intake/contracts/checklist'
import { isEmailAddress } from '@intake/contracts/email'
import { phoneE164 } from '@intake/phone/phone-e164'
import { LRUCache } from 'lru-cache'
import { RE2JS } from 're2js'
import { readNumber } from './condition.ts'

export interface CheckedItem {
  field_type: FieldType
  validation_rules: ItemRules | null
  config: unknown
}

export interface CheckContext {
  /** Region that a PHONE value without a country code is read in. */
  defaultRegion: string
  /** Today in UTC as YYYY-MM-DD, for date limits. */
  today(): string
}

/** The value to store (a phone becomes E.164) and why it fails, or null. */
export interface CheckedValue {
  value: unknown
  problem: string | null
}

/** Checks a given value (trimmed, not blank) against its item's field type and validation rules. Never throws. */
export function checkValue(item: CheckedItem, value: unknown, context: CheckContext): CheckedValue {
  if (fileFieldTypes.has(item.field_type)) return { value, problem: 'Expects a document, not a value.' }
  if (item.field_type === 'ADDRESS') return { value, problem: checkAddress(value) }
  if (item.field_type === 'TOOL') return { value, problem: null }
  if (item.field_type === 'PHONE') return checkPhone(value, context)
  const rules = isWorded(item.validation_rules) ? {} : (item.validation_rules ?? {})
  const problem = checkScalar(item, value, rules, context)
  return { value, problem: problem ?? checkScalar(item, value, rulesOfConfig(item.config), context) }
}

function checkScalar(
  item: CheckedItem,
  value: unknown,
  rules: ValidationRules,
  context: CheckContext,
): string | null {
  switch (item.field_type) {
    case 'NUMBER':
      return checkNumber(value, rules)
    case 'SELECT':
      return checkSelect(value, item.config)
    default:
  }
  if (typeof value !== 'string') return 'Expects text.'
  switch (item.field_type) {
    case 'DATE':
      return checkDate(value, rules, context.today)
    case 'EMAIL':
      return isEmailAddress(value) ? null : 'Expects an e-mail address.'
    case 'EIN':
      return /^\d{2}-?\d{7}$/.test(value) ? null : 'Expects an EIN such as 12-3456789.'
    default:
      return checkText(value, rules)
  }
}

/** Rules may stand in an item's config, too: `min` and `max` of a number, the `pattern` of a text. One of a wrong type is none. */
function rulesOfConfig(config: unknown): ValidationRules {
  if (typeof config !== 'object' || config === null) return {}
  const { min, max, pattern } = config as Record<string, unknown>
  return {
    ...(typeof min === 'number' ? { min } : {}),
    ...(typeof max === 'number' ? { max } : {}),
    ...(typeof pattern === 'string' ? { pattern } : {}),
  }
}

/** Rules in words, as file types have them: they are kept, and nothing is checked by them. */
export function isWorded(rules: ItemRules | null): rules is string | string[] {
  return typeof rules === 'string' || Array.isArray(rules)
}

function checkText(value: string, rules: ValidationRules): string | null {
  const length = [...value].length
  if (rules.minLength !== undefined && length < rules.minLength)
    return `Expects at least ${rules.minLength} characters.`
  if (rules.maxLength !== undefined && length > rules.maxLength)
    return `Expects at most ${rules.maxLength} characters.`
  if (rules.pattern === undefined) return null
  // Loading refuses such a pattern; one that is stored all the same must not fail the call.
  if (patternProblem(rules.pattern)) return 'The pattern of this item is not supported.'
  if (length <= 1000 && textPattern(rules.pattern).matcher(value).find()) return null
  return `Expects text of the form ${rules.pattern}.`
}

function checkNumber(value: unknown, rules: ValidationRules): string | null {
  const number = readNumber(value)
  if (number === null) return 'Expects a number.'
  if (rules.integer && !Number.isInteger(number)) return 'Expects a whole number.'
  if (rules.min !== undefined && number < rules.min) return `Expects at least ${rules.min}.`
  if (rules.max !== undefined && number > rules.max) return `Expects at most ${rules.max}.`
  return null
}

function checkDate(value: string, rules: ValidationRules, today: () => string): string | null {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null
  if (!day || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(value))
    return 'Expects a date as YYYY-MM-DD.'
  const limit = (rule: string) => (rule === 'today' ? today() : rule)
  if (rules.notBefore !== undefined && value < limit(rules.notBefore))
    return `Expects a date not before ${rules.notBefore}.`
  if (rules.notAfter !== undefined && value > limit(rules.notAfter))
    return `Expects a date not after ${rules.notAfter}.`
  return null
}

function checkSelect(value: unknown, config: unknown): string | null {
  const values = selectValues(config)
  const isOne = values.some((option) => option.trim() === value)
  return isOne ? null : `Expects one of: ${values.join(', ')}.`
}

/** The values of a SELECT item's `config.options`, whose entries are texts or `{ value, label }`. */
function selectValues(config: unknown): string[] {
  const options: unknown =
    typeof config === 'object' && config !== null && 'options' in config ? config.options : []
  if (!Array.isArray(options)) return []
  return options.map((option: unknown) =>
    typeof option === 'object' && option !== null && 'value' in option
      ? String(option.value)
      : String(option),
  )
}

const addressParts = [
  'street',
  'street1',
  'street2',
  'line1',
  'line2',
  'city',
  'state',
  'region',
  'postalCode',
  'zip',
  'zipCode',
  'country',
]

function checkAddress(value: unknown): string | null {
  if (typeof value === 'string') return null
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'Expects an address.'
  const parts = Object.entries(value)
  const known = parts.filter(([part]) => addressParts.includes(part))
  if (known.length === 0) return `Expects an address with any of: ${addressParts.join(', ')}.`
  const wrong = known.find(([, text]) => text !== null && typeof text !== 'string')
  return wrong ? `Expects text in ${wrong[0]}.` : null
}

function checkPhone(value: unknown, context: CheckContext): CheckedValue {
  if (typeof value !== 'string') return { value, problem: 'Expects a phone number.' }
  const e164 = phoneE164(value, context.defaultRegion)
  return e164 ? { value: e164, problem: null } : { value, problem: 'Expects a phone number.' }
}

// A match costs at most about size × length steps; with texts of 1000 characters that is some milliseconds.
const maxSize = 2000
const compiled = new LRUCache<string, RE2JS>({ max: 200 })

/**
 * A TEXT item's pattern, compiled by an engine whose time is linear in the text: no pattern and no value can hold a
 * process. Throws an Error that says what the engine can't take (look-around, back-references, too large a pattern).
 */
function textPattern(source: string): RE2JS {
  const known = compiled.get(source)
  if (known) return known
  if (/\\k/.test(source)) throw new Error('back-references are not supported')
  const pattern = RE2JS.compile(RE2JS.translateRegExp(source))
  if (pattern.programSize() > maxSize) throw new Error('it is too large; use smaller repeat counts')
  compiled.set(source, pattern)
  return pattern
}

/** Why a pattern can't be used, or null. */
export function patternProblem(source: string): string | null {
  try {
    textPattern(source)
    return null
  } catch (error) {
    const reason =
      error instanceof Error ? error.message.replace('error parsing regexp: ', '') : String(error)
    return `the pattern can't be used: ${reason}`
  }
}
