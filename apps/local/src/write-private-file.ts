import { renameSync, writeFileSync } from 'node:fs'

/** Writes JSON that only the owner can read. Readers see the old file or the new one, never half of one. */
export function writePrivateFile(file: string, value: unknown): void {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, file)
}
