export type ComposeVariable = {
  name: string
  /** What the compose file takes without it, which may hold another variable as `${NAME}`; null: it stops and asks for it. */
  fallback: string | null
}

/** The variables that a compose file's text takes from its surroundings, each once, in their order. */
export function readComposeVariables(text: string): ComposeVariable[] {
  const found = new Map<string, ComposeVariable>()
  for (const [, name = '', kind, fallback = ''] of text.matchAll(
    /\$\{(\w+)(?::([-?])((?:[^{}]|\$\{[^{}]*\})*))?\}/g,
  )) {
    // A fallback may hold another variable.
    for (const inner of readComposeVariables(fallback)) found.set(inner.name, inner)
    const variable = { name, fallback: kind === '?' ? null : fillIn(fallback) }
    const before = found.get(name)
    if (before && before.fallback !== variable.fallback)
      throw new Error(`${name} has two defaults in the compose file.`)
    found.set(name, before ?? variable)
  }
  return [...found.values()]
}

function fillIn(text: string): string {
  return text.replaceAll(/\$\{\w+:-([^{}]*)\}/g, '$1').replaceAll(/(?<=\$\{\w+):\?[^{}]*(?=\})/g, '')
}
