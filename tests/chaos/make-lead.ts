const areas = ['212', '312', '416', '602', '713', '206', '305', '808', '907', '303']

/** The next number, never twice in a process. */
export const nextNumber = (() => {
  let next = 0
  return () => next++
})()

/** Of ten leads, the first two share an e-mail address and match; the others match none. */
export function twinOf(number: number): number | null {
  if (number % 10 > 1) return null
  return number % 10 === 0 ? number + 1 : number - 1
}

/** Lead `number`, always the same. `key` is found again in its externalLeadId. */
export function makeLead(number: number): { key: string; lead: Record<string, unknown> } {
  const key = `chaos-${number}`
  const tens = Math.floor(number / 10)
  const line = `${220 + Math.floor(tens / 10_000)}${String(tens % 10_000).padStart(4, '0')}`
  const email = twinOf(number) === null ? `one-${number}@example.com` : `twin-${tens}@example.com`
  const phoneNumber = `${areas[number % 10]}${line}`
  return { key, lead: { firstName: 'Chaos', email, phoneNumber, externalLeadId: key, tags: ['chaos'] } }
}
