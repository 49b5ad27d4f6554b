import { join } from 'node:path'
import { bundleApps, stopBundler } from '@intake/bundle/bundle-apps'
import type { LocalFile } from './local-file.ts'
import type { Run } from './run.ts'
import { readSecrets } from './secrets.ts'
import { divideConnections } from './steps/divide-connections.ts'
import { migrateDatabase } from './steps/migrate-database.ts'
import { readMaxConnections } from './steps/read-max-connections.ts'
import { findPorts, requireFreePort, startApps } from './steps/start-apps.ts'
import { startServers } from './steps/start-servers.ts'

/** Where the other apps are tried first, seen from the first gateway's port. */
const CONSOLE_OFFSET = 100
const WORKER_OFFSET = 200

/** A whole start, from nothing to ready. Returns what local.json says, pids apart. */
export async function bringUp(run: Run): Promise<Omit<LocalFile, 'pids'>> {
  const { config, signal } = run
  if (config.isPortFixed) await requireFreePort(config.port)
  const secrets = readSecrets(config.dataDir)
  // Loading what the demo needs takes as long as starting the servers: both at once.
  const [{ databaseUrl, redisUrl }, { prepareDemo }, programs] = await Promise.all([
    startServers(run),
    import('./steps/prepare-demo.ts'),
    bundleApps(config.dataDir).finally(stopBundler),
  ])
  signal.throwIfAborted()
  await migrateDatabase(run, databaseUrl)
  signal.throwIfAborted()

  const connections = divideConnections(config, await readMaxConnections(databaseUrl))
  const servers = { DATABASE_URL: databaseUrl, ...(redisUrl === null ? {} : { REDIS_URL: redisUrl }) }
  const login = {
    CONSOLE_USER: secrets.consoleUser,
    CONSOLE_PASSWORD: secrets.consolePassword,
    CONSOLE_SESSION_SECRET: secrets.consoleSessionSecret,
  }
  const files = {
    STORAGE_DIR: config.storageDir ?? join(config.dataDir, 'files'),
    FILE_SIGNING_SECRET: config.fileSigningSecret ?? secrets.fileSigningSecret,
  }
  const encryptionKeys = config.encryptionKeys.length > 0 ? config.encryptionKeys : [secrets.encryptionKey]
  const encryption = { ENCRYPTION_KEYS: encryptionKeys.join() }
  const ownOr = (derived: number) => String(config.databaseConnections ?? derived)
  const metricsPorts = await findPorts(config.metricsPort || undefined, config.gateways)
  const port = (offset: number) => nearbyPort(config.port, offset)
  const starting = startApps(run, programs, {
    kind: 'worker',
    count: config.workers,
    firstPort: port(WORKER_OFFSET),
    environment: { ...encryption, DATABASE_CONNECTIONS: ownOr(connections.worker), ...servers },
  })
  const metricsOf = (workerPorts: number[]) =>
    [...metricsPorts, ...workerPorts].map((each) => `${urlOf(each)}/metrics`)
  const startingGateways = startApps(run, programs, {
    kind: 'gateway',
    count: config.gateways,
    firstPort: port(0),
    isFirstPortFixed: config.isPortFixed,
    environment: {
      ...files,
      ...encryption,
      DATABASE_CONNECTIONS: ownOr(connections.gateway),
      SHUTDOWN_DELAY: `${config.shutdownDelayMs}ms`,
      ...servers,
    },
    environmentOf: (index) => ({ METRICS_PORT: String(metricsPorts[index]) }),
  })
  const [keys, gateways, workers, consoles] = await Promise.all([
    prepareDemo(run, databaseUrl, secrets),
    startingGateways,
    starting,
    // The console is told where the others are, and a port is known once its process runs.
    Promise.all([starting, startingGateways]).then(([workerPorts, [gatewayPort = 0]]) =>
      startApps(run, programs, {
        kind: 'console',
        count: 1,
        firstPort: port(CONSOLE_OFFSET),
        environment: {
          DATABASE_CONNECTIONS: '4',
          METRICS_URLS: metricsOf(workerPorts).join(),
          CONSOLE_READ_ONLY: String(config.consoleReadOnly),
          ...encryption,
          PUBLIC_URL: config.publicUrl ?? urlOf(gatewayPort),
          STORAGE_DIR: files.STORAGE_DIR,
          ...servers,
          ...login,
        },
      }),
    ),
  ])
  const gatewayUrls = gateways.map(urlOf)
  return {
    baseUrl: gatewayUrls[0] ?? '',
    gatewayUrls,
    ...keys,
    consoleUrl: consoles.map(urlOf).join(),
    consoleUser: secrets.consoleUser,
    consolePassword: secrets.consolePassword,
    databaseUrl,
    encryptionKeys,
    redisUrl: redisUrl ?? run.environment.REDIS_URL ?? null,
    workerUrls: workers.map(urlOf),
    metricsUrls: metricsOf(workers),
  }
}

function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`
}

/** Any port will do when any was asked for, or when there is none so high. */
function nearbyPort(port: number, offset: number): number | undefined {
  return port === 0 || port + offset > 65_535 ? undefined : port + offset
}
