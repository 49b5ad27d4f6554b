import moment from 'moment-timezone'

/** The year over which zones are compared, fixed so that the table is the same whenever it is built. */
const firstHour = Date.UTC(2026, 10, 23)
const hours = 365 * 24

const clocks = new Map<string, string>()

/** A key that two zones share when their UTC offsets are equal at every hour of the compared year. */
export function clockOf(zone: string): string {
  const known = clocks.get(zone)
  if (known !== undefined) return known
  const rules = moment.tz.zone(zone)
  if (!rules) throw new Error(`tzdata has no zone ${zone}`)
  let clock = ''
  let last: number | undefined
  for (let hour = 0; hour < hours; hour += 1) {
    const offset = -rules.utcOffset(firstHour + hour * 3_600_000)
    if (offset !== last) clock += `${hour}:${offset};`
    last = offset
  }
  clocks.set(zone, clock)
  return clock
}

export function sameClock(one: string, other: string): boolean {
  return clockOf(one) === clockOf(other)
}

/** The tzdata release that moment-timezone carries, such as `2026f`. */
export function tzdataVersion(): string {
  return moment.tz.dataVersion
}
