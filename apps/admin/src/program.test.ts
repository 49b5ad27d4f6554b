import { expect, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { runAdmin } from './program.ts'

async function run(...args: string[]) {
  const written = { stdout: '', stderr: '' }
  const into = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text
    },
  })
  const code = await runAdmin(args, { environment: {}, stdout: into('stdout'), stderr: into('stderr') })
  return { code, ...written }
}

test.each([
  ['no command', []],
  ['an unknown command', ['nonsense']],
  ['a group without a verb', ['key']],
  ['a missing argument', ['key', 'list']],
  ['one argument too many', ['key', 'list', 'acme', 'other']],
  ['an unknown option', ['workspace', 'list', '--wide']],
])('%s is told as text and as JSON', async (_, args) => {
  const text = await run(...args)
  expect(text).toEqual({ code: 2, stdout: '', stderr: expect.stringMatching(/^(error: .*--help|Usage: )/) })
  const json = await run(...args, '--json')
  expect(json).toMatchObject({ code: 2, stdout: '' })
  expect(JSON.parse(json.stderr)).toEqual({ error: { code: 'usage', message: expect.stringMatching(/\S/) } })
})

test.each([
  '',
  'workspace',
  'workspace create',
  'workspace list',
  'key',
  'key create',
  'key list',
  'key revoke',
  'key rotate',
  'template',
  'template load',
  'template show',
  'dead',
  'dead list',
  'dead redrive',
  'webhook',
  'webhook create',
  'webhook deliveries',
  'webhook delete',
  'webhook disable',
  'webhook enable',
  'webhook list',
  'webhook replay',
  'webhook rotate',
  'source',
  'source create',
  'source list',
  'source show',
  'source set',
  'source pause',
  'source resume',
  'source delete',
  'source test',
  'source replay',
  'submission',
  'submission list',
  'submission show',
  'submission replay',
  'lead',
  'lead find',
  'lead export',
  'lead merge',
  'lead unmerge',
  'lead restore',
  'lead erase',
  'consent list',
  'suppression add',
  'suppression list',
  'suppression lift',
  'suppression import',
  'webhook test',
  'import list',
  'status',
  'doctor',
  'tail',
  'migrate',
  'schema',
  'completion',
])('the help of "%s" names --json', async (command) => {
  const args = command.split(' ').filter(Boolean)
  const { code, stdout, stderr } = await run(...args, '--help')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('--json')
})

test('an unknown command names the near one', async () => {
  expect((await run('workspase', 'list')).stderr).toMatch(
    /unknown command 'workspase'\. Did you mean workspace\?/,
  )
  expect((await run('key', 'rewoke', 'x')).stderr).toContain('Did you mean revoke?')
})

test('the version is that of the package', async () => {
  expect(await run('--version')).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' })
})
