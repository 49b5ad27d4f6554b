import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Copies what an image builder would send of this checkout: its files, new ones included, less what .dockerignore names. */
export function copyBuildContext(root: string, target: string): void {
  const rules = readFileSync(join(root, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => ({ back: line.startsWith('!'), pattern: patternOf(line.replace(/^!/, '')) }))
  const isSent = (path: string) => rules.findLast(({ pattern }) => pattern.test(path))?.back ?? true
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const path of files.split('\0').filter((each) => each && isSent(each))) {
    mkdirSync(dirname(join(target, path)), { recursive: true })
    cpSync(join(root, path), join(target, path))
  }
}

/** A line of .dockerignore, for a path or whatever lies in it. */
function patternOf(line: string): RegExp {
  const source = line
    .replaceAll('.', '\\.')
    .replaceAll('**/', '(.+/)?')
    .replace(/(?<!\.|\))\*/g, '[^/]*')
  return new RegExp(`^${source}(/|$)`)
}
