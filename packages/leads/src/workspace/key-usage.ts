import type { Db } from '@intake/database/create-database'

/** Notes which keys and sources are in use; writes when, now and then, never on a request's path. */
export interface KeyUsage {
  note(workspaceId: string, keyId: string): void
  noteSource(workspaceId: string, sourceId: string): void
  flush(): Promise<void>
  close(): Promise<void>
}

/** `onError` hears of a write that failed; the notes are kept for the next one. */
export function createKeyUsage(db: Db, onError: (error: unknown) => void, everyMs = 10_000): KeyUsage {
  const used = new Map<string, { workspaceId: string; keyId: string; at: Date }>()
  const received = new Map<string, { workspaceId: string; sourceId: string; at: Date }>()
  const flush = async () => {
    for (const [id, { workspaceId, sourceId, at }] of [...received]) {
      received.delete(id)
      await db
        .updateTable('sources')
        .set({ last_received_at: at })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', sourceId)
        .execute()
    }
    for (const [id, { workspaceId, keyId, at }] of [...used]) {
      used.delete(id)
      await db
        .updateTable('api_keys')
        .set({ last_used_at: at })
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', keyId)
        .execute()
    }
  }
  const timer = setInterval(() => flush().catch(onError), everyMs).unref()
  return {
    note: (workspaceId, keyId) => {
      used.set(keyId, { workspaceId, keyId, at: new Date() })
    },
    noteSource: (workspaceId, sourceId) => {
      received.set(sourceId, { workspaceId, sourceId, at: new Date() })
    },
    flush,
    close: async () => {
      clearInterval(timer)
      await flush().catch(onError)
    },
  }
}
