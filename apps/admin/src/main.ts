import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import { runAdmin } from './program.ts'

const unread = new AbortController()
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read it has read enough (`| head`): the command goes on to its end and answers its own exit code. One without an end stops.
    if (error.code !== 'EPIPE') throw error
    if (stream === process.stdout) unread.abort()
  })

process.exitCode = await runAdmin(process.argv.slice(2), {
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  unread: unread.signal,
  ...(process.stdin.isTTY && { ask: askTerminal }),
})

async function askTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // Ctrl-C and Ctrl-D are no answer.
  terminal.on('SIGINT', () => terminal.close())
  const closed = once(terminal, 'close').then(() => '')
  try {
    return await Promise.race([terminal.question(question), closed])
  } finally {
    terminal.close()
  }
}
