/** First and last name of a full one: the last word is the last name, a single word the first. */
export function splitFullName(name: string): { first: string; last: string | null } {
  const all = name.trim().split(/\s+/)
  const last = all.length > 1 ? (all.pop() ?? null) : null
  return { first: all.join(' '), last }
}
