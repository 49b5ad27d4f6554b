import ipaddr from 'ipaddr.js'

/** What a service allows its receivers to be. */
export interface TargetPolicy {
  /** `http:` beside `https:`. */
  allowHttp: boolean
  /** Private, loopback and other addresses that the internet at large doesn't reach. */
  allowPrivate: boolean
}

/** What an operator asks for is taken; the workers refuse what their settings don't allow. */
export const operatorPolicy: TargetPolicy = { allowHttp: true, allowPrivate: true }

export interface TargetFault {
  code: 'invalid_url' | 'forbidden_address'
  message: string
}

/** Azure's metadata and key service lies in a public range; the other clouds' lie in link-local, shared or unique-local ones. */
const publicMetadata = new Set(['168.63.129.16'])
const globalV6 = ipaddr.IPv6.parseCIDR('2000::/3')
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96')

/** Why nothing may be sent to this address, as far as its text tells; null when it may. Names are looked up when it is called. */
export function targetFault(text: string, policy: TargetPolicy): TargetFault | null {
  if (!URL.canParse(text)) return invalid('must be an absolute URL')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(policy.allowHttp && url.protocol === 'http:'))
    return invalid(policy.allowHttp ? 'must start with https:// or http://' : 'must start with https://')
  if (url.username || url.password) return invalid('must hold no user name and no password')
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const local = host === 'localhost' || host.endsWith('.localhost')
  if (!policy.allowPrivate && (local || (ipaddr.isValid(host) && !isPublicAddress(host))))
    return { code: 'forbidden_address', message: 'must not be a private, loopback or reserved address' }
  return null
}

function invalid(message: string): TargetFault {
  return { code: 'invalid_url', message }
}

/** Whether an IP address is one of the public internet. An IPv4 address inside an IPv6 one (mapped, NAT64) counts for itself. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false
  const address = ipaddr.process(text)
  if (address instanceof ipaddr.IPv4)
    return address.range() === 'unicast' && !publicMetadata.has(address.toString())
  if (address.match(nat64)) return isPublicAddress(address.toByteArray().slice(-4).join('.'))
  return address.range() === 'unicast' && address.match(globalV6)
}
