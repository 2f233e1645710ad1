import { backupCommand } from './backup.ts'
import type { Command } from './command.ts'
import { demoCommand } from './demo.ts'
import { doctorCommand } from './doctor.ts'
import { importCommand } from './import.ts'
import { keyCommand } from './key.ts'
import { language } from './language.ts'
import { migrateCommand } from './migrate.ts'
import { restoreCommand } from './restore.ts'
import { startCommand } from './start.ts'
import { userCommand } from './user.ts'

/** Loaded when needed: the help must not wait for it. */
const accounts = () => import('#modules/accounts/public.ts')

const backstage = () => import('./backstage.ts')

/** Every command, in the order of the help; those that need modules are made from the actions of these. */
export const commands: Readonly<Record<string, Command>> = {
  start: startCommand,
  migrate: migrateCommand(async (url, config) => (await backstage()).migrateAt(url, config)),
  demo: demoCommand(async (url, config) => {
    const { demoByCommand } = await import('#modules/demo/public.ts')
    return (await backstage()).withServices(url, config, (services) => demoByCommand(services, language()))
  }),
  user: userCommand({
    add: async (...given) => (await accounts()).userActions.add(...given),
    list: async (...given) => (await accounts()).userActions.list(...given),
    resetPassword: async (...given) => (await accounts()).userActions.resetPassword(...given),
  }),
  key: keyCommand({
    create: async (...given) => (await accounts()).keyActions.create(...given),
    list: async (...given) => (await accounts()).keyActions.list(...given),
    revoke: async (...given) => (await accounts()).keyActions.revoke(...given),
  }),
  import: importCommand(async (url, config, options, progress) => {
    const { runImport } = await import('#modules/imports/public.ts')
    return (await backstage()).withServices(url, config, (services) => runImport(services, options, progress))
  }),
  backup: backupCommand,
  restore: restoreCommand,
  doctor: doctorCommand,
}
