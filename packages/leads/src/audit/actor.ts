import type { Actor, Caller } from '../workspace/caller.ts'

/** Who acts, and from where. Without `actor` it is the service itself. */
export interface Acting {
  actor?: Actor | undefined
  address?: string | null | undefined
  requestId?: string | null | undefined
}

/** Who a verb's caller is on record. */
export function actorOf({ actor, keyId }: Caller): Actor {
  return actor ?? { kind: 'key', id: keyId }
}

/** The same with where the call came from. */
export function actingOf({
  caller,
  address,
  requestId,
}: {
  caller: Caller
  address?: string | null | undefined
  requestId?: string | null
}): Acting {
  return { actor: actorOf(caller), address, requestId }
}

/** What an entry of the timeline says of who made it: the id of a key or of a source. A person is in the audit events alone. */
export function makerOf(caller: Caller): { keyId?: string; sourceId?: string } {
  const { kind, id } = actorOf(caller)
  if (kind === 'key') return { keyId: id }
  return kind === 'source' ? { sourceId: id } : {}
}
