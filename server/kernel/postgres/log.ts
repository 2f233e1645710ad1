/** What the database tells while it starts and stops. A pino logger fits. */
export type Log = { info(message: string): void; warn(message: string): void }
