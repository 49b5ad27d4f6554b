import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { runAdmin } from './run-admin.ts'

const scriptFor = async (shell: string, ...args: string[]) => {
  const { code, stdout, stderr } = await runAdmin({}, 'completion', shell, ...args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

/** What bash offers for the last of these words. */
function offered(script: string, words: string[], name = 'intake'): string[] {
  const line = [name, ...words].map((word) => `'${word}'`).join(' ')
  const { stdout, stderr, status } = spawnSync(
    'bash',
    [
      '-c',
      `${script}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length}; _${name}_complete; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ],
    { encoding: 'utf8' },
  )
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  return stdout.split('\n').filter(Boolean)
}

test('bash completes commands, verbs, options and their values', async () => {
  const script = await scriptFor('bash')
  expect(offered(script, ['work'])).toEqual(['workspace'])
  expect(offered(script, [''])).toEqual(expect.arrayContaining(['lead', 'status', 'doctor', 'completion']))
  expect(offered(script, ['lead', ''])).toEqual(['find', 'export', 'merge', 'unmerge', 'restore', 'erase'])
  expect(offered(script, ['lead', 'erase', '--s'])).toEqual(['--suppress'])
  expect(offered(script, ['lead', 'erase', ''])).toContain('--workspace')
  expect(offered(script, ['submission', 'list', '--status', 'QU'])).toEqual(['QUARANTINED'])
  expect(offered(script, ['source', 'create', 'goo'])).toEqual(['google-ads'])
  expect(offered(script, ['lead', 'find', '--workspace', ''])).toEqual([])
  expect(offered(script, ['--json', 'key', 'r'])).toEqual(['revoke', 'rotate'])
  expect(offered(script, ['import', 'list', '--st'])).toEqual(['--status'])
})

test('the command may have another name', async () => {
  expect(offered(await scriptFor('bash', '--name', 'leads'), ['wor'], 'leads')).toEqual(['workspace'])
  expect(await runAdmin({}, 'completion', 'bash', '--name', 'a;b')).toMatchObject({ code: 2 })
})

test('zsh and fish are told every command and option with what it does', async () => {
  const zsh = await scriptFor('zsh')
  expect(zsh).toMatch(/^#compdef intake\n/)
  expect(zsh).toContain(`'erase:erase a person\\: a job removes`.replace('\\:', '\\:'))
  expect(zsh).toContain("'--workspace:")
  const fish = await scriptFor('fish')
  expect(fish).toMatch(/complete -c intake -n '_intake_complete \\'lead\\'' -f -a 'erase' -d 'erase a person/)
  expect(fish).toMatch(/-n '_intake_complete \\'submission list\\'' -l status -d '[^']*' -x -a 'RECEIVED /)
  expect(await runAdmin({}, 'completion', 'tcsh')).toMatchObject({ code: 2 })
})
