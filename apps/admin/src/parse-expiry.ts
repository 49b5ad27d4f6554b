const unitsMs: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90d`, `12h` and `30m` from now, a day (to its end, UTC) or an ISO time with its zone. A sentence when it is none of these. */
export function parseExpiry(text: string, now: Date): Date | string {
  const when = fromNow(text, now) ?? endOfDay(text) ?? moment(text)
  if (!when)
    return 'Give a span such as 90d or 12h, a day such as 2027-01-31, or a time such as 2027-01-31T12:00Z.'
  return when > now ? when : 'That is in the past.'
}

function fromNow(text: string, now: Date): Date | null {
  const [, number, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? []
  return number ? new Date(now.getTime() + Number(number) * (unitsMs[unit] ?? 0)) : null
}

function endOfDay(text: string): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const when = valid(new Date(`${text}T23:59:59.999Z`))
  // Node takes 2027-02-31 for 3 March.
  return when?.toISOString().startsWith(text) ? when : null
}

function moment(text: string): Date | null {
  const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/
  return iso.test(text) ? valid(new Date(text)) : null
}

function valid(when: Date): Date | null {
  return Number.isNaN(when.getTime()) ? null : when
}
