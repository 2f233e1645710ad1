import pino, { type Logger } from 'pino'

/** JSON lines on standard output. Request bodies, addresses, e-mails and names are never logged: ids only. */
export const createLog = (level: string, destination?: pino.DestinationStream): Logger =>
  pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: ['req.headers', 'headers.authorization', 'headers.cookie'] }, destination)

export const silentLog = (): Logger => pino({ level: 'silent' })
