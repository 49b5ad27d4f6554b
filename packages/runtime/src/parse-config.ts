import type { z } from 'zod'

/** Values as they stand in `process.env`. */
export type Environment = Record<string, string | undefined>

/** The environment doesn't make a config. The message names each variable and its fault, never a value. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly problems: string[]

  constructor(problems: string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/**
 * Parses the environment with a schema whose keys are names of variables. A variable that is empty or blank counts
 * as unset, as compose files and shells can't unset one.
 * @throws {ConfigError} with every problem at once.
 */
export function parseConfig<T>(schema: z.ZodType<T>, env: Environment): T {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
  const result = schema.safeParse(set)
  if (result.success) return result.data
  throw new ConfigError(result.error.issues.map((issue) => describeIssue(issue, set)))
}

/** {@link parseConfig} for a `main.ts`: a bad config prints one clear message and ends the process with code 78. */
export function parseConfigOrExit<T>(schema: z.ZodType<T>, env: Environment): T {
  try {
    return parseConfig(schema, env)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exit(78)
  }
}

function describeIssue(issue: z.core.$ZodIssue, set: Environment): string {
  const name = issue.path.map(String).join('.')
  if (name === '') return issue.message
  const missing = issue.code === 'invalid_type' && !(name in set)
  return `${name} ${missing ? 'is required and not set' : issue.message}`
}
