import { ConfigError, readConfig } from '#kernel/config.ts'
import { runningUrl } from '#kernel/postgres/embedded.ts'
import { type Command, noArguments, parse } from './command.ts'
import { type Finding, reasonOf, wrong } from './doctor/finding.ts'
import { checkClock, checkDataFolder, checkNode, checkPort, checkSecret } from './doctor/machine.ts'
import { checkBinaries, checkDatabase, checkSmtp } from './doctor/services.ts'
import { say, type Words } from './language.ts'

export const doctorCommand: Command = {
  summary: {
    es: 'Dice qué falla en esta máquina y cómo arreglarlo',
    en: 'Say what is wrong with this machine and how to mend it',
  },
  usage: {
    es: 'tandem doctor\n\nComprueba la máquina y la configuración sin cambiar nada. Termina con 1 si algo falla.',
    en: 'tandem doctor\n\nChecks machine and configuration and changes nothing. Ends with 1 if anything is wrong.',
  },
  async run(args) {
    noArguments(parse(args, {}).positionals)
    let isHealthy = true
    for (const [name, check] of checks()) {
      const finding = await check().catch(unexpected)
      if (finding.mend) isHealthy = false
      process.stdout.write(render(name, finding))
    }
    const good = { es: 'Todo en orden.', en: 'All is well.' }
    const bad = { es: 'Hay algo que arreglar.', en: 'There is something to mend.' }
    process.stdout.write(`\n${say(isHealthy ? good : bad)}\n`)
    return isHealthy ? 0 : 1
  },
}

type Check = readonly [name: Words, check: () => Promise<Finding>]

/** Without a valid configuration the rest would check the wrong things. */
function checks(): Check[] {
  const machine: Check[] = [
    [{ es: 'Node y plataforma', en: 'Node and platform' }, checkNode],
    [{ es: 'Reloj', en: 'Clock' }, checkClock],
  ]
  try {
    const config = readConfig(process.env)
    const embedded: Check[] =
      config.databaseUrl === null ? [[{ es: 'PostgreSQL incluido', en: 'Packaged PostgreSQL' }, checkBinaries]] : []
    return [
      ...machine,
      [{ es: 'Carpeta de datos', en: 'Data folder' }, () => checkDataFolder(config)],
      [{ es: 'Puerto', en: 'Port' }, () => checkPort(config, runningUrl(config.dataDir) !== null)],
      ...embedded,
      [{ es: 'Base de datos', en: 'Database' }, () => checkDatabase(config)],
      [{ es: 'Correo', en: 'Mail' }, () => checkSmtp(config)],
      [{ es: 'Secreto', en: 'Secret' }, () => checkSecret(config)],
    ]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const mend = error.problems.join('\n')
    const finding = wrong({ es: 'No es válida', en: 'Not valid' }, { es: mend, en: mend })
    return [...machine, [{ es: 'Configuración', en: 'Configuration' }, async () => finding]]
  }
}

function unexpected(error: unknown): Finding {
  const says = reasonOf(error)
  return wrong({ es: 'No se pudo comprobar', en: 'Could not be checked' }, { es: says, en: says })
}

function render(name: Words, { says, mend }: Finding): string {
  const line = `${mend ? '✗' : '✓'} ${say(name)}: ${say(says)}\n`
  return mend ? `${line}${say(mend).replaceAll(/^/gm, '    ')}\n` : line
}
