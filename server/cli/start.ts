import { type Command, noArguments, parse } from './command.ts'

export const startCommand: Command = {
  summary: { es: 'Pone en marcha Tándem', en: 'Start Tándem' },
  usage: {
    es: `tandem start

Construye la web si ha cambiado, abre la base de datos y atiende en http://localhost:8080.
Se configura con variables de entorno: TANDEM_PORT, TANDEM_HOST, TANDEM_DATA, DATABASE_URL,
TANDEM_PUBLIC_URL, TANDEM_SMTP_URL, TANDEM_SECRET, TANDEM_ROLES, TANDEM_LOG_LEVEL, TANDEM_TRUST_PROXY,
TANDEM_REQUESTS_PER_MINUTE.
Termina con Ctrl-C o SIGTERM, sin perder nada de lo aceptado.`,
    en: `tandem start

Builds the web app if it has changed, opens the database and serves at http://localhost:8080.
Configured by environment variables: TANDEM_PORT, TANDEM_HOST, TANDEM_DATA, DATABASE_URL,
TANDEM_PUBLIC_URL, TANDEM_SMTP_URL, TANDEM_SECRET, TANDEM_ROLES, TANDEM_LOG_LEVEL, TANDEM_TRUST_PROXY,
TANDEM_REQUESTS_PER_MINUTE.
Ends with Ctrl-C or SIGTERM and loses nothing it has acknowledged.`,
  },
  async run(args) {
    noArguments(parse(args, {}).positionals)
    // The same door as `npm start`; it calls main() of server/main.ts in this process.
    await import(new URL('../../scripts/start.mjs', import.meta.url).href)
    return undefined
  },
}
