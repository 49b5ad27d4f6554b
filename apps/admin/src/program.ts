import { Command, CommanderError } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { AdminError } from './admin-error.ts'
import { addAuditList } from './commands/audit-list.ts'
import { addCompletion } from './commands/completion.ts'
import { addConsentList } from './commands/consent-list.ts'
import { addConsoleUser } from './commands/console-user.ts'
import { addDeadList } from './commands/dead-list.ts'
import { addDeadRedrive } from './commands/dead-redrive.ts'
import { addDoctor } from './commands/doctor.ts'
import { addEnrich } from './commands/enrich.ts'
import { addImport } from './commands/import.ts'
import { addKeyCreate } from './commands/key-create.ts'
import { addKeyList } from './commands/key-list.ts'
import { addKeyRevoke } from './commands/key-revoke.ts'
import { addKeyRotate } from './commands/key-rotate.ts'
import { addLeadErase } from './commands/lead-erase.ts'
import { addLeadExport } from './commands/lead-export.ts'
import { addLeadFind } from './commands/lead-find.ts'
import { addLeadMerge } from './commands/lead-merge.ts'
import { addLeadRestore } from './commands/lead-restore.ts'
import { addMigrate } from './commands/migrate.ts'
import { addRekey } from './commands/rekey.ts'
import { addSchema } from './commands/schema.ts'
import { addSecretsReseal } from './commands/secrets-reseal.ts'
import { addSourceChanges } from './commands/source-change.ts'
import { addSourceCreate } from './commands/source-create.ts'
import { addSourceList } from './commands/source-list.ts'
import { addSourceReplay } from './commands/source-replay.ts'
import { addSourceShow } from './commands/source-show.ts'
import { addSourceTest } from './commands/source-test.ts'
import { addStatus } from './commands/status.ts'
import { addSubmissionDismiss } from './commands/submission-dismiss.ts'
import { addSubmissionList } from './commands/submission-list.ts'
import { addSubmissionReplay } from './commands/submission-replay.ts'
import { addSubmissionShow } from './commands/submission-show.ts'
import { addSuppressionAdd } from './commands/suppression-add.ts'
import { addSuppressionImport } from './commands/suppression-import.ts'
import { addSuppressionLift } from './commands/suppression-lift.ts'
import { addSuppressionList } from './commands/suppression-list.ts'
import { addTail } from './commands/tail.ts'
import { addTemplateLoad } from './commands/template-load.ts'
import { addTemplateShow } from './commands/template-show.ts'
import { addWebhookCreate } from './commands/webhook-create.ts'
import { addWebhookDelete } from './commands/webhook-delete.ts'
import { addWebhookDeliveries } from './commands/webhook-deliveries.ts'
import { addWebhookDisable } from './commands/webhook-disable.ts'
import { addWebhookEnable } from './commands/webhook-enable.ts'
import { addWebhookList } from './commands/webhook-list.ts'
import { addWebhookReplay } from './commands/webhook-replay.ts'
import { addWebhookRotate } from './commands/webhook-rotate.ts'
import { addWebhookTest } from './commands/webhook-test.ts'
import { addWorkspaceCreate } from './commands/workspace-create.ts'
import { addWorkspaceList } from './commands/workspace-list.ts'
import { addWorkspaceSet } from './commands/workspace-set.ts'
import { explainError } from './explain-error.ts'
import { createOutput, type Streams } from './output.ts'
import { QuietFailure } from './quiet-failure.ts'
import { createSession, type Session } from './session.ts'

export interface Surroundings extends Streams {
  environment: Record<string, string | undefined>
}

/** 0; 1 for a failure; 2 for a command line that can't be run as it is. */
export type ExitCode = 0 | 1 | 2

/** Runs one command line (without node and script) and answers the exit code, with the reason on stderr. */
export async function runAdmin(args: string[], surroundings: Surroundings): Promise<ExitCode> {
  const output = createOutput(surroundings, { json: args.includes('--json') })
  const program = createProgram(createSession(surroundings.environment, output, surroundings), surroundings)
  try {
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof QuietFailure) return 1
    if (!(error instanceof CommanderError)) {
      output.failure(explainError(error))
      return error instanceof AdminError && error.failure.code === 'usage' ? 2 : 1
    }
    if (error.exitCode === 0) return 0
    // A group without a verb has printed its help already.
    if (error.code !== 'commander.help' || output.json)
      output.failure({ code: 'usage', message: usageFault(error) })
    return 2
  }
}

function createProgram(session: Session, { stdout, stderr }: Streams): Command {
  const program = new Command('admin')
    .description(
      'Looks after workspaces, API keys, sources, leads, opt-outs, checklist templates, imports, dead jobs, webhooks, audit events and the schema.',
    )
    .version(manifest.version, '--version', 'tell the version')
    .option('--json', 'answer one JSON document; errors are JSON too')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void (session.output.json || stderr.write(text)),
      outputError: () => {},
    })
    .exitOverride()
    .helpCommand(false)
    .addHelpText(
      'after',
      `
The database is the one at DATABASE_URL; when that isn't set, the one of the running local service.

Examples:
  $ npm run admin -- workspace create acme --name "Acme Lending" --region US
  $ KEY=$(npm run --silent admin -- key create acme --name website)
  $ npm run admin -- template load acme checklist.yaml
  $ npm run --silent admin -- key list acme --json`,
    )
  const workspace = program.command('workspace').description('make, list and set up workspaces')
  addWorkspaceCreate(workspace, session)
  addWorkspaceList(workspace, session)
  addWorkspaceSet(workspace, session)
  const key = program.command('key').description('make, list and revoke the API keys of a workspace')
  addKeyCreate(key, session)
  addKeyList(key, session)
  addKeyRevoke(key, session)
  addKeyRotate(key, session)
  const template = program.command('template').description('load and show the checklist of a workspace')
  addTemplateLoad(template, session)
  addTemplateShow(template, session)
  const dead = program.command('dead').description('list and redrive enrichments that failed for good')
  addDeadList(dead, session)
  addDeadRedrive(dead, session)
  const webhook = program.command('webhook').description('look after webhook endpoints and their deliveries')
  addWebhookCreate(webhook, session)
  addWebhookList(webhook, session)
  addWebhookRotate(webhook, session)
  addWebhookDisable(webhook, session)
  addWebhookEnable(webhook, session)
  addWebhookDelete(webhook, session)
  addWebhookDeliveries(webhook, session)
  addWebhookReplay(webhook, session)
  addWebhookTest(webhook, session)
  const source = program.command('source').description('make and look after addresses that leads come in at')
  addSourceCreate(source, session)
  addSourceList(source, session)
  addSourceShow(source, session)
  addSourceChanges(source, session)
  addSourceTest(source, session)
  addSourceReplay(source, session)
  const submission = program.command('submission').description('see and mend what came in, as it came')
  addSubmissionList(submission, session)
  addSubmissionShow(submission, session)
  addSubmissionReplay(submission, session)
  addSubmissionDismiss(submission, session)
  const lead = program.command('lead').description('find, merge, export, restore and erase leads')
  addLeadFind(lead, session)
  addLeadExport(lead, session)
  addLeadMerge(lead, session)
  addLeadRestore(lead, session)
  addLeadErase(lead, session)
  const consent = program.command('consent').description('see what leads agreed to, with its proof')
  addConsentList(consent, session)
  const suppression = program.command('suppression').description('say who must not be contacted')
  addSuppressionAdd(suppression, session)
  addSuppressionList(suppression, session)
  addSuppressionLift(suppression, session)
  addSuppressionImport(suppression, session)
  const audit = program.command('audit').description('see who did what, and who read which lead')
  addAuditList(audit, session)
  const secrets = program.command('secrets').description('look after what the database keeps encrypted')
  addSecretsReseal(secrets, session)
  addStatus(program, session)
  addDoctor(program, session)
  addTail(program, session)
  addConsoleUser(program, session)
  addImport(program, session)
  addEnrich(program, session)
  addRekey(program, session)
  addMigrate(program, session)
  addSchema(program, session)
  addCompletion(program, session)
  return program
}

function usageFault(error: CommanderError): string {
  if (error.code === 'commander.help') return 'a command is missing; --help lists them'
  const fault = error.message.replace(/^error: /, '').replace(/\n\((.*\?)\)$/, '. $1')
  return `${fault} (--help says more)`
}
