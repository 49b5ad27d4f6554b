import type { CommandNode, Word } from './read-command-tree.ts'
import { functionName, paths, quote } from './shell-words.ts'

/** Words of the command's place, with what they do; else files. */
export function zshCompletion(name: string, tree: readonly CommandNode[]): string {
  const call = functionName(name)
  const places = tree.map(({ path, commands, options, values }) => {
    const words = [...commands, ...values.map((text) => ({ text, does: '' }))].map(item)
    return `    ${quote(path)}) items=(${words.join(' ')}); options=(${options.map(item).join(' ')}) ;;`
  })
  const choices = tree.flatMap(({ path, options }) =>
    options.flatMap(({ text, takesValue, values }) =>
      takesValue
        ? [`    ${quote(`${path} ${text}`)}) items=(${values.map(quote).join(' ')}); options=() ;;`]
        : [],
    ),
  )
  return `#compdef ${name}
# Completion of ${name} in zsh.
${call}() {
  local place='' word
  local -a items options
  for word in "\${(@)words[2,CURRENT-1]}"; do
    case "\${place:+$place }$word" in
      (${paths(tree).join('|')}) place="\${place:+$place }$word" ;;
    esac
  done
  case "$place" in
${places.join('\n')}
  esac
  case "$place \${words[CURRENT-1]}" in
${choices.join('\n')}
  esac
  (( \${#items} )) && _describe 'command' items
  (( \${#options} )) && _describe 'option' options
  (( \${#items} )) || _files
}
compdef ${call} ${name}
`
}

function item({ text, does }: Word): string {
  return quote(does === '' ? text : `${text}:${does.replaceAll(':', '\\:')}`)
}
