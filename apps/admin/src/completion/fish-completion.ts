import type { CommandNode } from './read-command-tree.ts'
import { functionName, paths } from './shell-words.ts'

/** Commands and options of the command's place, with what they do; files besides. */
export function fishCompletion(name: string, tree: readonly CommandNode[]): string {
  const call = functionName(name)
  const lines = tree.flatMap(({ path, commands, options, values }) => {
    const at = `complete -c ${name} -n ${quote(`${call} ${quote(path)}`)}`
    return [
      ...commands.map(({ text, does }) => `${at} -f -a ${quote(text)} -d ${quote(does)}`),
      ...values.map((text) => `${at} -f -a ${quote(text)}`),
      ...options.map(({ text, does, takesValue, values }) =>
        [
          `${at} -l ${text.slice(2)} -d ${quote(does)}`,
          ...(takesValue ? [values.length > 0 ? `-x -a ${quote(values.join(' '))}` : '-r'] : []),
        ].join(' '),
      ),
    ]
  })
  return `# Completion of ${name} in fish.
function ${call}
  set -l place
  for word in (commandline -opc)[2..-1]
    switch (string join ' ' -- $place $word)
      case ${paths(tree).join(' ')}
        set place $place $word
    end
  end
  set -l joined (string join ' ' -- $place)
  test "$joined" = "$argv[1]"
end
${lines.join('\n')}
`
}

/** Fish reads a backslash and a quote within single quotes. */
function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
