import { LRUCache } from 'lru-cache'
import { RE2JS } from 're2js'

// A match costs at most about size × length steps; with texts of 1000 characters that is some milliseconds.
const maxSize = 2000
const compiled = new LRUCache<string, RE2JS>({ max: 200 })

/**
 * A TEXT item's pattern, compiled by an engine whose time is linear in the text: no pattern and no value can hold a
 * process. Throws an Error that says what the engine can't take (look-around, back-references, too large a pattern).
 */
export function textPattern(source: string): RE2JS {
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
