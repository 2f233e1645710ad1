import { backupCommand } from './backup.ts'
import type { Command } from './command.ts'
import { doctorCommand } from './doctor.ts'
import { keyCommand } from './key.ts'
import { restoreCommand } from './restore.ts'
import { startCommand } from './start.ts'
import { userCommand } from './user.ts'

/** Loaded when needed: the help must not wait for it. */
const accounts = () => import('#modules/accounts/public.ts')

/**
 * Every command, in the order of the help. `migrate`, `demo` and `import` are made by the functions in the
 * files of their names from the actions of the modules they call.
 */
export const commands: Readonly<Record<string, Command>> = {
  start: startCommand,
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
  backup: backupCommand,
  restore: restoreCommand,
  doctor: doctorCommand,
}
