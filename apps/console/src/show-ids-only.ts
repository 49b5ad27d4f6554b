const shownKeys = /(^id|Ids?|_ids?|[cC]ount)$/
const hidden = '[hidden]'

/**
 * What the console shows of a job's payload or result: ids and counts. Jobs hold nothing else by design; should one
 * ever do, its values stay out of sight.
 */
export function showIdsOnly(value: unknown): unknown {
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    return value
  if (typeof value !== 'object' || Array.isArray(value)) return hidden
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      shownKeys.test(key) && isPlain(field) ? field : hidden,
    ]),
  )
}

function isPlain(value: unknown): boolean {
  return Array.isArray(value) ? value.every((item) => !isObject(item)) : !isObject(value)
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
