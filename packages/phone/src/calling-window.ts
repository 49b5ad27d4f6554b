import type { MomentZone } from 'moment-timezone'
import { offsetMinutes, zoneRules } from './zone-rules.ts'

export interface CallingWindowInput {
  /** Every IANA zone the called party may be in. */
  zones: string[]
  at: Date
  /** Local time of day `HH:MM`, inclusive. */
  from: string
  /** Local time of day `HH:MM`, exclusive; `24:00` is allowed. Not after `from`: the window runs past midnight. */
  to: string
}

export interface CallingWindow {
  /** Inside the window in every zone. */
  open: boolean
  /** The next instant after `at` at which it turns from closed to open in all zones; null if not within 8 days. */
  opensAt: Date | null
}

const minute = 60_000
const day = 24 * 60 * minute
const horizon = 8 * day

/**
 * Whether a call is allowed now, and when the next window opens. Right across clock changes: a window whose start
 * falls into the skipped hour opens at the change. No zones, an unknown zone, a malformed time or an invalid date:
 * closed with no opening, because nothing is known.
 */
export function callingWindow(input: CallingWindowInput): CallingWindow {
  const zones = input.zones.map(zoneRules)
  const from = minutesOfDay(input.from)
  const to = minutesOfDay(input.to)
  const at = input.at.getTime()
  const known = zones.filter((zone) => zone !== null)
  if (zones.length === 0 || known.length < zones.length || from === null || to === null || Number.isNaN(at)) {
    return { open: false, opensAt: null }
  }
  const isOpen = (instant: number) => known.every((zone) => isInside(zone, instant, from, to))
  const opening = known
    .flatMap((zone) => possibleOpenings(zone, at, from))
    .sort((a, b) => a - b)
    .find((instant) => isOpen(instant) && !isOpen(instant - 1))
  return { open: isOpen(at), opensAt: opening === undefined ? null : new Date(opening) }
}

function isInside(zone: MomentZone, instant: number, from: number, to: number): boolean {
  const wallClock = instant + offsetMinutes(zone, instant) * minute
  const time = Math.floor((((wallClock % day) + day) % day) / minute)
  return from < to ? time >= from && time < to : time >= from || time < to
}

/** A superset of the instants after `at` at which one zone's window opens: its start on each day, and clock changes. */
function possibleOpenings(zone: MomentZone, at: number, from: number): number[] {
  const changes = zone.untils.filter(
    (until): until is number => until !== null && until > at && until <= at + horizon,
  )
  const offsets = new Set([at, ...changes].map((instant) => offsetMinutes(zone, instant)))
  const firstMidnight = Math.floor(at / day) * day
  const openings = [...changes]
  for (const offset of offsets) {
    for (let midnight = firstMidnight - day; midnight <= at + horizon + day; midnight += day) {
      openings.push(midnight + (from - offset) * minute)
    }
  }
  return openings.filter((instant) => instant > at && instant <= at + horizon)
}

function minutesOfDay(time: string): number | null {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time)
  if (!match) return null
  const minutes = Number(match[1]) * 60 + Number(match[2])
  return minutes <= 24 * 60 ? minutes : null
}
