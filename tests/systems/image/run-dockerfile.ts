import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface Stage {
  /** What the stage's container would have at `/`. */
  root: string
  env: Record<string, string>
  user?: string
  healthcheck?: string[]
  entrypoint: string[]
  command: string[]
  labels: Record<string, string>
}

type Step = { instruction: string; rest: string }

/**
 * Runs the steps of a Dockerfile without a container engine: each stage is a folder below `directory`, COPY copies, RUN runs in it
 * with `env`. Paths in /app mean those of the stage. `npm ci` is replaced by the command `install`. Answers the last stage.
 */
export function runDockerfile(
  file: string,
  options: {
    context: string
    directory: string
    install: string
    env: Record<string, string | undefined>
  },
): Stage {
  const stages = new Map<string, Stage>()
  let stage: Stage | undefined
  let workdir = '/'
  for (const { instruction, rest } of readSteps(readFileSync(file, 'utf8'))) {
    if (instruction === 'FROM') {
      const [, base = '', name = `${stages.size}`] = /([^ ]+)(?: AS (\w+))?$/.exec(rest) ?? []
      if (stages.has(base)) throw new Error('A stage from another one is not understood here.')
      stage = {
        root: join(options.directory, name),
        env: {},
        entrypoint: [],
        command: [],
        labels: {},
      }
      mkdirSync(stage.root, { recursive: true })
      stages.set(name, stage)
    } else if (instruction === 'ARG') continue
    else if (!stage) throw new Error(`${instruction} before FROM`)
    else if (instruction === 'WORKDIR') {
      workdir = rest
      mkdirSync(join(stage.root, workdir), { recursive: true })
    } else if (instruction === 'COPY') copyInto(stage, workdir, rest, stages, options.context)
    else if (instruction === 'RUN') {
      const { root } = stage
      const command = rest
        .replace(/--mount=\S+/g, '')
        .replace(/(?<= )\/(?=app\b)/g, `${root}/`)
        .replace(/npm ci [^&|;]*/, options.install)
      execFileSync('sh', ['-ec', command], {
        cwd: join(root, workdir),
        env: { ...process.env, ...options.env },
        stdio: ['ignore', 'ignore', 'inherit'],
      })
    } else if (instruction === 'ENV') Object.assign(stage.env, pairsIn(rest))
    else if (instruction === 'LABEL') Object.assign(stage.labels, pairsIn(rest))
    else if (instruction === 'USER') stage.user = rest
    else if (instruction === 'HEALTHCHECK') stage.healthcheck = JSON.parse(rest.replace(/^.*?CMD /, ''))
    else if (instruction === 'ENTRYPOINT') stage.entrypoint = JSON.parse(rest)
    else if (instruction === 'CMD') stage.command = JSON.parse(rest)
    else if (instruction !== 'EXPOSE') throw new Error(`${instruction} is not understood here.`)
  }
  if (!stage) throw new Error(`${file} has no stage`)
  return stage
}

function readSteps(text: string): Step[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'))
  const steps = lines.join('\n').replaceAll(/\\\n\s*/g, ' ')
  return [...steps.matchAll(/^([A-Z]+) +(.+)$/gm)].map(([, instruction = '', rest = '']) => ({
    instruction,
    rest,
  }))
}

function copyInto(
  stage: Stage,
  workdir: string,
  rest: string,
  stages: Map<string, Stage>,
  context: string,
): void {
  const words = rest.split(' ').filter((word) => !word.startsWith('--'))
  const [source = '', target = ''] = words
  if (words.length !== 2) throw new Error(`COPY ${rest} is not understood here.`)
  const from = /--from=(\w+)/.exec(rest)?.[1]
  const base = from === undefined ? context : stages.get(from)?.root
  if (!base) throw new Error(`There is no stage ${from}.`)
  const to = target.startsWith('/') ? join(stage.root, target) : join(stage.root, workdir, target)
  const what = join(base, source)
  if (statSync(what).isDirectory()) mkdirSync(to, { recursive: true })
  // By hard links: nothing is written into a file that was copied.
  execFileSync('cp', ['-alf', statSync(what).isDirectory() ? `${what}/.` : what, to])
}

function pairsIn(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/([\w.]+)=(?:"([^"]*)"|(\S+))/g)].map(([, name = '', quoted, bare = '']) => [
      name,
      quoted ?? bare,
    ]),
  )
}
