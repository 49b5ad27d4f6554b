import { BlockList, isIP } from 'node:net'

/** Addresses and networks that one key may name. */
export const maxAddresses = 50

interface Network {
  address: string
  length: number
  family: 'ipv4' | 'ipv6'
}

/** `203.0.113.7`, `203.0.113.0/24` or `2001:db8::/32`; null for anything else. */
export function parseNetwork(text: string): Network | null {
  const [address = '', bits, ...rest] = text.split('/')
  const version = isIP(address)
  const most = version === 4 ? 32 : 128
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : most + 1
  if (version === 0 || rest.length > 0 || length > most) return null
  return { address, length, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/** Whether a text is an address or a network. */
export function isNetwork(text: string): boolean {
  return parseNetwork(text) !== null
}

/** Without the prefix that an IPv4 client has on a socket for both versions. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

const lists = new WeakMap<readonly string[], BlockList>()

/** Whether a key with this list may be used from an address; without a list from any. */
export function isAllowedFrom(allowed: readonly string[] | null, address: string | undefined): boolean {
  if (allowed === null) return true
  const plain = plainAddress(address ?? '')
  const version = isIP(plain)
  return version !== 0 && listOf(allowed).check(plain, version === 4 ? 'ipv4' : 'ipv6')
}

function listOf(allowed: readonly string[]): BlockList {
  const known = lists.get(allowed)
  if (known) return known
  const list = new BlockList()
  for (const network of allowed.flatMap((text) => parseNetwork(text) ?? []))
    list.addSubnet(network.address, network.length, network.family)
  lists.set(allowed, list)
  return list
}
