import { introduction } from '../openapi/introduction.ts'
import { documentPath, tags } from '../openapi/operation.ts'
import { operations } from '../openapi/operations.ts'

/** The API in plain Markdown for language models, as llmstxt.org describes it: what holds for every call, then a line a call. */
export function llmsText(): string {
  const groups = Object.entries(tags).map(([tag, about]) => {
    const calls = operations
      .filter((operation) => operation.tag === tag)
      .map(
        ({ method, path, summary, scope }) =>
          `- \`${method.toUpperCase()} ${documentPath(path)}\`: ${summary} (scope \`${scope}\`)`,
      )
    return `### ${tag}\n\n${about}\n\n${calls.join('\n')}`
  })
  const [summary, ...rest] = introduction.trim().split('\n')
  return `# Intake

> ${summary}

- [The whole document with all fields and examples](/openapi.json): OpenAPI 3.1
- [The same as a page](/docs)
- [What each problem means and what to do](/problems)

${rest.join('\n').trim()}

## Calls

${groups.join('\n\n')}
`
}
