import { fitsCustomFields, maxCustomName } from '@intake/contracts/custom-fields'
import { findUnstorableJson } from '@intake/contracts/text'

/** What no field of a lead takes, on its way to the custom fields. */
export interface CustomFieldsMade {
  /** Names of what doesn't fit. */
  dropped: string[]
  /** Keeps a value under a name that nothing else has; nothing is kept of nothing. `said` are the names that it came by. */
  keep(name: string, value: unknown, said?: readonly string[]): boolean
  putInto(body: Record<string, unknown>): Record<string, unknown>
}

/** Keeps answers within the bounds of the custom fields; what doesn't fit is named. */
export function createCustomFields(): CustomFieldsMade {
  let custom: Record<string, unknown> = {}
  const dropped: string[] = []
  return {
    dropped,
    keep(name, value, said = [name]) {
      if (value === undefined || value === null || value === '') return true
      const free = freeName(name, custom)
      const next = { ...custom, [free]: value }
      // A body of thousands of names is not measured thousands of times.
      const fits =
        dropped.length < mostMisfits &&
        findUnstorableJson({ [free]: value }) === null &&
        fitsCustomFields(next)
      if (fits) custom = next
      else dropped.push(...said)
      return fits
    },
    // A spread with a member behind it gives V8 a class for each object, which makes checking it three times as dear.
    putInto: (body) =>
      Object.keys(custom).length > 0 ? Object.assign({}, body, { customFields: custom }) : body,
  }
}

const mostMisfits = 100

/** A name that fits, and that nothing else has. */
function freeName(name: string, taken: Readonly<Record<string, unknown>>): string {
  const trimmed = name.trim()
  // Parsers of JSON leave this one out.
  const whole = trimmed === '' ? '_' : trimmed === '__proto__' ? '_proto_' : trimmed
  const cut = (length: number) =>
    whole.length > length ? `${whole.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : whole
  for (let number = 1; ; number++) {
    const end = number === 1 ? '' : ` ${number}`
    const free = cut(maxCustomName - end.length) + end
    if (!Object.hasOwn(taken, free)) return free
  }
}
