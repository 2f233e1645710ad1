import pino, { type Logger } from 'pino'

/** JSON lines on standard output. Request bodies, addresses, e-mails and names are never logged: ids only. */
export const createLog = (level: string): Logger =>
  pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError, req: () => undefined, res: () => undefined },
  })

export const silentLog = (): Logger => pino({ level: 'silent' })

/** What helps to find a fault. A database error keeps its code and place only: its message may repeat what people typed. */
function describeError(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, severity, routine, table } = error as Error & Record<'code' | 'severity' | 'routine' | 'table', unknown>
  if (severity) return { type: 'DatabaseError', code, routine, table, at: error.stack?.split('\n').slice(1, 8) }
  return { type: error.name, code, message: error.message, at: error.stack?.split('\n').slice(1, 8) }
}
