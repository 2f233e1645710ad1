import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { EmbeddedPostgresError } from './problems.ts'

export type Account = { uid: number; gid: number; name: string }
export type Command = { file: string; args: string[]; uid?: number; gid?: number }

/** How PostgreSQL's programs are run: under which user, and which paths it sees. */
export type Runner = {
  /** null when PostgreSQL runs under our own user. */
  account: Account | null
  /** The path under which the program sees a path of ours. */
  see(path: string): string
  command(file: string, args: readonly string[]): Command
}

/**
 * PostgreSQL refuses to run as root, so root hands it to an unprivileged user that exists: the owner of the data folder, else
 * `postgres`, else `nobody`. When that user may not pass through a folder above the data (such as /root), the data folder is
 * shown to it elsewhere in a mount namespace of its own.
 * @throws EmbeddedPostgresError no_account, unreachable
 */
export function chooseRunner(dataDir: string, cluster: string): Runner {
  if (process.getuid?.() !== 0) return ownRunner()
  const account = chooseAccount([cluster, dataDir])
  const direct = runnerFor(account, null)
  if (mayUse(direct, ['-x', dataDir])) return direct
  const mountPoint = ['/mnt', '/media', '/srv', '/opt'].find((place) => existsSync(place) && !dataDir.startsWith(place))
  if (mountPoint && hasTool('unshare')) {
    const bound = runnerFor(account, { dataDir, mountPoint })
    if (mayUse(bound, ['-x', dataDir])) return bound
  }
  throw new EmbeddedPostgresError(
    'unreachable',
    `As root, Tándem runs its database under the user "${account.name}", who may not enter ${firstClosedFolder(direct, dataDir)}. Choose a data folder outside it (for example TANDEM_DATA=/var/lib/tandem), open it with "chmod o+x", or start Tándem as an ordinary user.`,
  )
}

/** Whether the runner's user passes test(1), such as ['-r', path]. */
export function mayUse(runner: Runner, [operator, path]: readonly [string, string]): boolean {
  const { file, args, ...identity } = runner.command('/bin/sh', ['-c', `test ${operator} "$1"`, 'sh', runner.see(path)])
  return spawnSync(file, args, { stdio: 'ignore', ...identity }).status === 0
}

/** The user PostgreSQL would run under. @throws EmbeddedPostgresError no_account */
function chooseAccount(folders: readonly string[]): Account {
  const accounts = readAccounts()
  const owners = folders.filter((folder) => existsSync(folder)).map((folder) => statSync(folder).uid)
  const account =
    owners.flatMap((owner) => accounts.filter(({ uid }) => uid !== 0 && uid === owner))[0] ??
    accounts.find(({ name, uid }) => uid !== 0 && name === 'postgres') ??
    accounts.find(({ name, uid }) => uid !== 0 && name === 'nobody')
  if (account) return account
  throw new EmbeddedPostgresError(
    'no_account',
    'PostgreSQL refuses to run as root and this machine has no user "postgres" or "nobody" to run it under. Start Tándem as an ordinary user, add one (useradd --system postgres), or set DATABASE_URL.',
  )
}

function ownRunner(): Runner {
  try {
    userInfo()
  } catch (cause) {
    throw new EmbeddedPostgresError(
      'no_account',
      `The user id ${process.getuid?.()} that runs Tándem has no entry in /etc/passwd, which PostgreSQL needs. Run it under a user that exists there, or set DATABASE_URL.`,
      { cause },
    )
  }
  const prefix = hasDeathSignal() ? ['--pdeathsig=INT'] : null
  return {
    account: null,
    see: (path) => path,
    command: (file, args) =>
      prefix ? { file: 'setpriv', args: [...prefix, file, ...args] } : { file, args: [...args] },
  }
}

/** The death signal ends the server cleanly when we are killed with -9: nobody else would. */
function runnerFor(account: Account, view: { dataDir: string; mountPoint: string } | null): Runner {
  const { uid, gid } = account
  const see = (path: string) =>
    view && (path === view.dataDir || path.startsWith(`${view.dataDir}/`))
      ? view.mountPoint + path.slice(view.dataDir.length)
      : path
  if (!hasDeathSignal()) return { account, see, command: (file, args) => ({ file, args: [...args], uid, gid }) }
  const drop = ['--pdeathsig=INT', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
  const bind = 'mount --bind "$1" "$2" && shift 2 && exec setpriv "$@"'
  return {
    account,
    see,
    command: (file, args) =>
      view
        ? {
            file: 'unshare',
            args: [
              '--mount',
              '--propagation=private',
              '/bin/sh',
              '-c',
              bind,
              'sh',
              view.dataDir,
              view.mountPoint,
              ...drop,
              file,
              ...args,
            ],
          }
        : { file: 'setpriv', args: [...drop, file, ...args] },
  }
}

function firstClosedFolder(runner: Runner, dataDir: string): string {
  const parents = [dataDir]
  while (dirname(parents[0]!) !== parents[0]) parents.unshift(dirname(parents[0]!))
  return parents.find((folder) => !mayUse(runner, ['-x', folder])) ?? dataDir
}

function readAccounts(): Account[] {
  if (!existsSync('/etc/passwd')) return []
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length > 3)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}

function hasTool(name: string): boolean {
  return (process.env.PATH ?? '/usr/sbin:/usr/bin:/sbin:/bin')
    .split(':')
    .some((folder) => existsSync(join(folder, name)))
}

/** busybox has a setpriv too, without the option. */
function hasDeathSignal(): boolean {
  return (knowsDeathSignal ??=
    spawnSync('setpriv', ['--help'], { encoding: 'utf8' }).stdout?.includes('pdeathsig') ?? false)
}
let knowsDeathSignal: boolean | undefined
