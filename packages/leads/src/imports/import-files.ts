import type { Readable } from 'node:stream'

/** Where the files of imports are kept; what storage offers of itself. */
export interface ImportFiles {
  put(
    key: string,
    body: AsyncIterable<Uint8Array>,
    options: { contentType: string; maxBytes: number },
  ): Promise<{ size: number }>
  read(key: string, options?: { start?: number }): Promise<Readable>
  remove(keys: readonly string[]): Promise<void>
}

export function fileKey({ workspaceId, id }: { workspaceId: string; id: string }): string {
  return `imports/${workspaceId}/${id}`
}
