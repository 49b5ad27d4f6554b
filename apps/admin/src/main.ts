import { runAdmin } from './program.ts'

process.exitCode = await runAdmin(process.argv.slice(2), {
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
})
