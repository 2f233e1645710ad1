import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import type { Config } from '#kernel/config.ts'
import { findPackage, missingLinks } from '#kernel/postgres/binaries.ts'
import { openEmbedded } from '#kernel/postgres/embedded.ts'
import { layoutOf } from '#kernel/postgres/layout.ts'
import { type Finding, fine, reasonOf, wrong } from './finding.ts'

const MINIMUM_VERSION = 15
const EXTENSIONS = ['pg_trgm', 'unaccent']
const CONNECT_TIMEOUT_MILLISECONDS = 5_000
const CLOCK_TOLERANCE_SECONDS = 5

export async function checkBinaries(): Promise<Finding> {
  const reinstall = {
    es: 'Ejecuta "npm ci" sin --omit=optional, o define DATABASE_URL.',
    en: 'Run "npm ci" without --omit=optional, or set DATABASE_URL.',
  }
  try {
    const { root } = findPackage()
    const version = execFileSync(join(root, 'bin/postgres'), ['--version'], { encoding: 'utf8' }).trim()
    const links = missingLinks(root).length
    if (links === 0) return fine(version, version)
    return fine(
      `${version}; se repondrán ${links} enlaces al arrancar`,
      `${version}; ${links} links will be put back at start`,
    )
  } catch (error) {
    return wrong({ es: reasonOf(error), en: reasonOf(error) }, reinstall)
  }
}

export async function checkDatabase({ databaseUrl, dataDir }: Config): Promise<Finding> {
  if (databaseUrl !== null) {
    return examine(databaseUrl).catch((error: unknown) =>
      wrong(
        {
          es: `DATABASE_URL no responde (${reasonOf(error)})`,
          en: `DATABASE_URL does not answer (${reasonOf(error)})`,
        },
        {
          es: 'Comprueba dirección, usuario, contraseña y que el servidor acepte conexiones desde aquí.',
          en: 'Check address, user, password, and that the server takes connections from here.',
        },
      ),
    )
  }
  if (!existsSync(layoutOf(dataDir).cluster)) {
    return fine('Se creará al arrancar', 'Will be made at the first start')
  }
  try {
    const silent = { info: () => undefined, warn: () => undefined }
    const server = await openEmbedded({ dataDir, log: silent })
    try {
      return await examine(server.url)
    } finally {
      await server.stop()
    }
  } catch (error) {
    return wrong(
      { es: 'La base de datos incorporada no arranca', en: 'The embedded database does not start' },
      { es: reasonOf(error), en: reasonOf(error) },
    )
  }
}

/** Only connects: whether mail is accepted shows when a test mail is sent from the settings. */
export async function checkSmtp({ smtpUrl }: Config): Promise<Finding> {
  if (smtpUrl === null) {
    return fine(
      'Sin TANDEM_SMTP_URL: el correo queda en el buzón incorporado',
      'No TANDEM_SMTP_URL: mail stays in the built-in mailbox',
    )
  }
  const { hostname, port, protocol } = new URL(smtpUrl)
  const place = { host: hostname, port: Number(port) || (protocol === 'smtps:' ? 465 : 587) }
  const shown = `${place.host}:${place.port}`
  const problem = await new Promise<string | null>((resolve) => {
    const socket = connect(place, () => settle(null))
    const settle = (outcome: string | null) => {
      socket.destroy()
      resolve(outcome)
    }
    socket.setTimeout(CONNECT_TIMEOUT_MILLISECONDS, () => settle('ETIMEDOUT'))
    socket.once('error', (error) => settle(reasonOf(error)))
  })
  if (problem === null) return fine(`${shown} responde`, `${shown} answers`)
  return wrong(
    { es: `${shown} no responde (${problem})`, en: `${shown} does not answer (${problem})` },
    {
      es: 'Comprueba TANDEM_SMTP_URL y que el cortafuegos deje salir por ese puerto.',
      en: 'Check TANDEM_SMTP_URL, and that the firewall lets that port out.',
    },
  )
}

type Facts = {
  version: string
  major: number
  encoding: string
  seconds: number
  available: string[]
  failures: number
  creates: boolean
  installed: string[]
}

async function examine(url: string): Promise<Finding> {
  const facts = await ask(url)
  const { version, major, encoding } = facts
  const title = `PostgreSQL ${version}`
  if (major < MINIMUM_VERSION) {
    return wrong(
      { es: `${title} es demasiado antiguo`, en: `${title} is too old` },
      { es: 'Actualízalo a la versión 15 o posterior.', en: 'Upgrade it to version 15 or newer.' },
    )
  }
  const absent = EXTENSIONS.filter((name) => !facts.available.includes(name))
  if (absent.length > 0) {
    const list = absent.join(', ')
    return wrong(
      { es: `${title} no tiene las extensiones ${list}`, en: `${title} lacks the extensions ${list}` },
      {
        es: 'Instala el paquete "postgresql-contrib" en el servidor.',
        en: 'Install the package "postgresql-contrib" on the server.',
      },
    )
  }
  const uncreated = EXTENSIONS.filter((name) => !facts.installed.includes(name))
  if (uncreated.length > 0 && !facts.creates) {
    const statements = uncreated.map((name) => `CREATE EXTENSION ${name};`).join(' ')
    return wrong(
      { es: `${title}: el usuario no puede crear extensiones`, en: `${title}: the user may not create extensions` },
      {
        es: `Ejecuta como administrador en esa base de datos: ${statements}`,
        en: `Run as administrator in that database: ${statements}`,
      },
    )
  }
  if (encoding !== 'UTF8') {
    return wrong(
      { es: `La base de datos usa ${encoding}`, en: `The database uses ${encoding}` },
      { es: "Créala de nuevo con ENCODING 'UTF8'.", en: "Make it anew with ENCODING 'UTF8'." },
    )
  }
  if (facts.failures > 0) {
    return wrong(
      { es: `${facts.failures} páginas dañadas en disco`, en: `${facts.failures} damaged pages on disk` },
      {
        es: 'Revisa el disco y recupera la última copia con "tandem restore".',
        en: 'Check the disk and bring back the last backup with "tandem restore".',
      },
    )
  }
  if (Math.abs(facts.seconds) > CLOCK_TOLERANCE_SECONDS) {
    const off = Math.round(facts.seconds)
    return wrong(
      {
        es: `El reloj del servidor difiere ${off} s del de esta máquina`,
        en: `The server's clock is ${off} s off this machine's`,
      },
      { es: 'Sincroniza ambos relojes (NTP).', en: 'Synchronise both clocks (NTP).' },
    )
  }
  return fine(title, title)
}

async function ask(url: string): Promise<Facts> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MILLISECONDS,
    application_name: 'tandem-doctor',
  })
  await client.connect()
  try {
    const { rows } = await client.query<Facts>(
      `SELECT current_setting('server_version') AS version,
              current_setting('server_version_num')::int / 10000 AS major,
              pg_encoding_to_char(encoding) AS encoding,
              extract(epoch FROM clock_timestamp() - to_timestamp($1::float8 / 1000))::float8 AS seconds,
              has_database_privilege(datname, 'CREATE') AS creates,
              (SELECT coalesce(array_agg(name::text), '{}') FROM pg_available_extensions) AS available,
              (SELECT coalesce(array_agg(extname::text), '{}') FROM pg_extension) AS installed,
              (SELECT coalesce(sum(checksum_failures), 0)::int FROM pg_stat_database) AS failures
         FROM pg_database WHERE datname = current_database()`,
      [Date.now()],
    )
    return rows[0]!
  } finally {
    await client.end()
  }
}
