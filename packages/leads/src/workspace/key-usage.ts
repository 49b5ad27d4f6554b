import type { Db } from '@intake/database/create-database'

/** Notes which keys are in use; writes `last_used_at` now and then, never on a request's path. */
export interface KeyUsage {
  note(workspaceId: string, keyId: string): void
  flush(): Promise<void>
  close(): Promise<void>
}

/** `onError` hears of a write that failed; the notes are kept for the next one. */
export function createKeyUsage(db: Db, onError: (error: unknown) => void, everyMs = 10_000): KeyUsage {
  const used = new Map<string, { workspaceId: string; keyId: string; at: Date }>()
  const flush = async () => {
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
    flush,
    close: async () => {
      clearInterval(timer)
      await flush().catch(onError)
    },
  }
}
