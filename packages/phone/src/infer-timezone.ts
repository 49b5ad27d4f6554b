import { inferInternational } from './infer-international.ts'
import { inferNanp } from './infer-nanp.ts'
import type { Certainty } from './phone-reading.ts'
import { phoneTable } from './phone-table.ts'
import type { TimezoneInference } from './timezone-inference.ts'

export type { TimezoneInference } from './timezone-inference.ts'

/**
 * The time zone of a phone number in E.164, from the committed table: the longest known prefix gives a place, geo-tz
 * the place's zone. Pure but for reading table and map at first use; never throws; toll-free, premium, VoIP and other
 * numbers without a place, unassigned codes and junk get no zone. Warm: some 10 to 25 µs.
 * `certainty` is that of the reading that made the number (`readPhone`): the zone of a guess is never better than `low`.
 */
export function inferTimezone(e164: string, certainty: Certainty = 'certain'): TimezoneInference {
  const found = e164.startsWith('+1') ? inferNanp(e164) : inferInternational(e164)
  const { version } = phoneTable()
  if (!found)
    return {
      zone: null,
      alternatives: [],
      confidence: 'none',
      share: null,
      basis: null,
      tableVersion: version,
    }
  const inference = { ...found, tableVersion: version }
  return certainty === 'guessed' ? doubted(inference) : inference
}

/** An inference that can't be relied on, whatever it rests on: `low` at most, its share unknown. Without a zone it stays as it is. */
export function doubted(inference: TimezoneInference): TimezoneInference {
  return inference.zone === null ? inference : { ...inference, confidence: 'low', share: null }
}

/** Version of the committed table: zones of another one may be wrong by now. */
export function zoneTableVersion(): string {
  return phoneTable().version
}
