import { backupCommand } from './backup.ts'
import type { Command } from './command.ts'
import { doctorCommand } from './doctor.ts'
import { restoreCommand } from './restore.ts'
import { startCommand } from './start.ts'

/**
 * Every command, in the order of the help. `migrate`, `demo`, `user`, `key` and `import` are made by the functions in the
 * files of their names from the actions of the modules they call.
 */
export const commands: Readonly<Record<string, Command>> = {
  start: startCommand,
  backup: backupCommand,
  restore: restoreCommand,
  doctor: doctorCommand,
}
