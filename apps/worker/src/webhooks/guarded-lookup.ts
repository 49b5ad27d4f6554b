import dns, { type LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPublicAddress } from '@intake/leads/webhooks/check-target'

export class ForbiddenAddress extends Error {
  override name = 'ForbiddenAddress'
  readonly code = 'FORBIDDEN_ADDRESS'
}

export type Resolve = (
  hostname: string,
  options: dns.LookupOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void

const systemResolve: Resolve = (hostname, options, callback) =>
  dns.lookup(hostname, { ...options, all: true }, callback)

/**
 * Looks a name up for a connection that is being made, and refuses it if any of its addresses isn't public. What was
 * checked is what is connected to, so that a name which changes its mind in between gains nothing.
 */
export function guardedLookup(allowPrivate: boolean, resolve: Resolve = systemResolve): LookupFunction {
  return (hostname, options, callback) =>
    resolve(hostname, options, (error, addresses) => {
      if (error) return callback(error, [])
      const [first] = addresses
      if (!first) return callback(new Error('the name has no address'), [])
      if (!allowPrivate && !addresses.every(({ address }) => isPublicAddress(address)))
        return callback(new ForbiddenAddress('a private, loopback or reserved address'), [])
      if (options.all) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
}
