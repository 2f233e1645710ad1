import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import type { Config } from '#kernel/config.ts'
import { type Finding, fine, reasonOf, wrong } from './finding.ts'

const GIGABYTE = 1024 ** 3
const DAY_MILLISECONDS = 86_400_000

export async function checkNode(): Promise<Finding> {
  const { version, platform, arch, versions } = process
  const isPackaged = platform === 'linux' && (arch === 'x64' || arch === 'arm64')
  const here = `Node ${version}, ${platform} ${arch}`
  if (Number.parseInt(versions.node, 10) >= 24) return fine(here, here)
  return wrong(
    { es: `${here}: hace falta Node 24`, en: `${here}: Node 24 is needed` },
    isPackaged
      ? {
          es: 'Ejecuta "npm ci" sin --omit=optional: trae el Node adecuado.',
          en: 'Run "npm ci" without --omit=optional: it brings the right Node.',
        }
      : {
          es: 'Instala Node 24 o posterior desde https://nodejs.org.',
          en: 'Install Node 24 or newer from https://nodejs.org.',
        },
  )
}

export async function checkDataFolder({ dataDir }: Config): Promise<Finding> {
  let place = dataDir
  while (!existsSync(place)) place = dirname(place)
  try {
    if (!statSync(place).isDirectory()) throw new Error(`${place}: ENOTDIR`)
    accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    return wrong(
      {
        es: `No se puede escribir en ${dataDir} (${reasonOf(error)})`,
        en: `${dataDir} cannot be written to (${reasonOf(error)})`,
      },
      {
        es: 'Da permiso de escritura al usuario que ejecuta Tándem o elige otra carpeta con TANDEM_DATA.',
        en: 'Give the user that runs Tándem the right to write there, or choose another folder with TANDEM_DATA.',
      },
    )
  }
  const { bavail, bsize } = statfsSync(place)
  const free = (bavail * bsize) / GIGABYTE
  const says = { es: `${dataDir}: ${free.toFixed(1)} GB libres`, en: `${dataDir}: ${free.toFixed(1)} GB free` }
  if (free >= 1) return { says }
  return wrong(says, {
    es: 'Libera espacio hasta tener al menos 1 GB.',
    en: 'Free some space: at least 1 GB is needed.',
  })
}

/** @param isRunning whether Tándem itself is up on this data folder and so may hold the port */
export async function checkPort({ port, host }: Config, isRunning: boolean): Promise<Finding> {
  const code = await new Promise<string | null>((resolve) => {
    const probe = createServer()
    probe.once('error', (error) => resolve('code' in error ? String(error.code) : error.message))
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(null)))
  })
  const place = `${host}:${port}`
  if (code === null) return fine(`${place} está libre`, `${place} is free`)
  if (code === 'EADDRINUSE' && isRunning)
    return fine(`${place} lo usa Tándem, que está en marcha`, `${place} is used by Tándem, which is running`)
  if (code === 'EADDRINUSE') {
    return wrong(
      { es: `${place} está ocupado por otro programa`, en: `${place} is taken by another program` },
      { es: 'Ciérralo o elige otro puerto con TANDEM_PORT.', en: 'Close it, or choose another port with TANDEM_PORT.' },
    )
  }
  return wrong(
    { es: `No se puede escuchar en ${place} (${code})`, en: `${place} cannot be listened on (${code})` },
    {
      es: 'Los puertos menores de 1024 exigen permisos; la dirección de TANDEM_HOST debe ser de esta máquina.',
      en: 'Ports below 1024 need special rights; the address in TANDEM_HOST must be one of this machine.',
    },
  )
}

export async function checkSecret({ secret, dataDir, databaseUrl }: Config): Promise<Finding> {
  if (secret !== null) return fine('TANDEM_SECRET está definido', 'TANDEM_SECRET is set')
  const file = join(dataDir, 'secret')
  if (!existsSync(file)) {
    if (databaseUrl === null)
      return fine(`Se creará en ${file} al arrancar`, `Will be made in ${file} at the first start`)
    return wrong(
      { es: 'Con DATABASE_URL, TANDEM_SECRET no está definido', en: 'DATABASE_URL is set and TANDEM_SECRET is not' },
      {
        es: 'Define TANDEM_SECRET con el mismo valor en todos los procesos, p. ej. el de "openssl rand -base64 32".',
        en: 'Set TANDEM_SECRET to the same value in all processes, for example that of "openssl rand -base64 32".',
      },
    )
  }
  if ((statSync(file).mode & 0o077) === 0) return fine(`Guardado en ${file}`, `Kept in ${file}`)
  return wrong(
    { es: `Otros usuarios pueden leer ${file}`, en: `Other users may read ${file}` },
    { es: `Ejecuta: chmod 600 ${file}`, en: `Run: chmod 600 ${file}` },
  )
}

/** A clock before the program was installed breaks sign-in codes, sessions and due times. */
export async function checkClock(): Promise<Finding> {
  const now = new Date()
  const installed = statSync(join(import.meta.dirname, '../../../package.json')).mtimeMs
  const shown = `${now.toISOString()} (${Intl.DateTimeFormat().resolvedOptions().timeZone})`
  if (now.getTime() > installed - DAY_MILLISECONDS && now.getFullYear() >= 2025) return fine(shown, shown)
  return wrong(
    { es: `${shown} es anterior a la instalación`, en: `${shown} is before the installation` },
    { es: 'Pon el reloj en hora (timedatectl set-ntp true).', en: 'Set the clock right (timedatectl set-ntp true).' },
  )
}
