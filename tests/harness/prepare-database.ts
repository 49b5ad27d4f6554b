import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { testTemplate } from '@intake/testing/test-template'

/** An admin tool as a process: what Node is given before the tool's own words, and the folder that it runs in. */
export interface AdminTool {
  args: readonly string[]
  cwd?: string
}

/** Runs an admin tool on a database. Answers what it printed. */
export async function runAdmin(
  { args, cwd }: AdminTool,
  databaseUrl: string,
  ...words: string[]
): Promise<string> {
  const { PATH, TMPDIR } = process.env
  const env = { PATH, TMPDIR, DATABASE_URL: databaseUrl }
  const { stdout } = await promisify(execFile)(process.execPath, [...args, ...words], { cwd, env })
  return stdout.trim()
}

/** Makes the schema, a workspace with the test checklist and a key, as the admin tool of a checkout makes them. */
export async function prepareDatabase(
  tool: AdminTool,
  databaseUrl: string,
  workspace: string,
): Promise<{ id: string; key: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'intake-prepared-'))
  const admin = (...words: string[]) => runAdmin(tool, databaseUrl, ...words)
  try {
    // JSON is YAML too.
    const template = join(directory, 'checklist.yaml')
    await writeFile(template, JSON.stringify(testTemplate))
    await admin('migrate')
    const { id } = JSON.parse(await admin('workspace', 'create', workspace, '--json')) as { id: string }
    await admin('template', 'load', workspace, template)
    return { id, key: await admin('key', 'create', workspace, '--name', workspace) }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
