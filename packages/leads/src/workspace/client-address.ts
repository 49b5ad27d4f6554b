import { isIP } from 'node:net'
import { isAllowedFrom, plainAddress } from './allowed-addresses.ts'

/** Tells the address of a client by the peer of its connection and its `X-Forwarded-For`. */
export type ReadClientAddress = (
  peer: string | undefined,
  forwardedFor: string | undefined,
) => string | undefined

/**
 * The peer is the client, unless it is one of the trusted networks: such a proxy names its own peer as the last entry of the header. Entries are
 * followed from the last one to the first that isn't trusted, so that a client gains nothing by what it puts there itself.
 */
export function createClientAddress(trusted: readonly string[]): ReadClientAddress {
  if (trusted.length === 0) return (peer) => peer && plainAddress(peer)
  return (peer, forwardedFor) => {
    const entries = forwardedFor?.split(',') ?? []
    let address = peer && plainAddress(peer)
    while (entries.length > 0 && isAllowedFrom(trusted, address)) {
      const entry = readEntry(entries.pop() ?? '')
      if (!entry) break
      address = entry
    }
    return address
  }
}

/** `203.0.113.7`, `203.0.113.7:4711`, `2001:db8::1` or `[2001:db8::1]:4711`; null for anything else. */
function readEntry(text: string): string | null {
  const entry = text.trim()
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(entry)?.[1] ?? /^(\d[\d.]+):\d+$/.exec(entry)?.[1] ?? entry
  return isIP(bare) ? plainAddress(bare) : null
}

/** What addresses of one client share: a whole IPv4 address, or the first half of an IPv6 one. */
export function neighbourhoodOf(address: string | undefined): string {
  if (!address || isIP(address) !== 6) return address ?? 'unknown'
  const [head = '', tail = ''] = address.split('%')[0]?.split('::') ?? []
  const [first, last] = [head.split(':').filter(Boolean), tail.split(':').filter(Boolean)]
  const zeros = address.includes('::') ? Array(Math.max(0, 8 - first.length - last.length)).fill('0') : []
  const groups = [...first, ...zeros, ...last].slice(0, 4)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
