import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const NEEDED = 24

/**
 * A Node that runs TypeScript as it is: the packaged one (Linux x64 and arm64), else the one that runs this, if it is new enough.
 * @param {string} root the project's folder
 * @returns {string} path of the program
 * @throws {Error} saying what to do
 */
export function findNode(root) {
  if (!existsSync(join(root, 'node_modules'))) {
    throw new Error(`Tándem is not installed yet: run "npm ci" in ${root}, then "npm start" again.`)
  }
  const packaged = join(root, 'node_modules/.bin/node')
  if (existsSync(packaged) && spawnSync(packaged, ['--version']).status === 0) return packaged
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) return process.execPath
  const isPackagedHere = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)
  throw new Error(
    isPackagedHere
      ? `Tándem needs Node ${NEEDED} and this is ${process.version}. "npm ci" brings the right one along on this machine: ` +
          'run it again without --omit=optional. On a Linux without glibc (Alpine), install Node 24 yourself.'
      : `Tándem needs Node ${NEEDED} or newer on ${process.platform} (${process.arch}), and this is ${process.version}. ` +
          'Install it from https://nodejs.org and run "npm ci" again.',
  )
}
