import { readFileSync, statSync } from 'node:fs'

/** Whom postgres runs as; empty: whoever runs this process. */
export type RunAs = { uid?: number; gid?: number }

/**
 * Postgres refuses to run as root: then it runs as the owner of its data, else as `postgres` or `nobody`.
 * An ordinary user runs it as itself.
 */
export function postgresUser(clusterDir: string): RunAs {
  if (process.getuid?.() !== 0) return {}
  const owner = statSync(clusterDir, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  return systemUser('postgres') ?? systemUser('nobody') ?? { uid: 65_534, gid: 65_534 }
}

function systemUser(name: string): RunAs | null {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return Number(uid) > 0 ? { uid: Number(uid), gid: Number(gid) } : null
}
