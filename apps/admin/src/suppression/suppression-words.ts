import { optOutChannels } from '@intake/contracts/opt-out-channels'
import type { Suppression } from '@intake/contracts/suppressions'
import { InvalidArgumentError } from 'commander'

/** Channels as a list that a person wrote, parted by commas, semicolons, bars or blanks. */
export function splitChannels(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[\s,;|]+/)
    .filter(Boolean)
}

/** An argument that is a list of channels. */
export function parseChannels(text: string): string[] {
  const channels = splitChannels(text)
  const known: readonly string[] = optOutChannels
  if (channels.length === 0 || !channels.every((one) => known.includes(one)))
    throw new InvalidArgumentError(`Choose from ${known.join(', ')}.`)
  return channels
}

/** A row of a table. */
export function suppressionRow(suppression: Suppression) {
  const { id, kind, contact, channels, reason, since, expiresAt, liftedAt, leadId } = suppression
  return {
    ...{ id, kind, contact, channels: channels.join(','), reason, since },
    ...{ expires: expiresAt, lifted: liftedAt, lead: leadId },
  }
}
