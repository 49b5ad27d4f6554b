import type { CommandNode } from './read-command-tree.ts'
import { functionName, paths, quote } from './shell-words.ts'

/** Words of the command's place; where it has none, files. */
export function bashCompletion(name: string, tree: readonly CommandNode[]): string {
  const call = functionName(name)
  const places = tree.map(({ path, commands, options, values }) => {
    const words = [...commands.map(({ text }) => text), ...values].join(' ')
    const flags = options.map(({ text }) => text).join(' ')
    return `    ${quote(path)}) words=${quote(words)}; options=${quote(flags)} ;;`
  })
  const choices = tree.flatMap(({ path, options }) =>
    options.flatMap(({ text, takesValue, values }) =>
      takesValue ? [`    ${quote(`${path} ${text}`)}) words=${quote(values.join(' '))}; options='' ;;`] : [],
    ),
  )
  return `# Completion of ${name} in bash.
${call}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" path='' words='' options='' word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path:+$path }$word" in
      ${paths(tree).join('|')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path" in
${places.join('\n')}
  esac
  case "$path $previous" in
${choices.join('\n')}
  esac
  [[ $current == -* || -z $words ]] && words="$words $options"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F ${call} ${name}
`
}
